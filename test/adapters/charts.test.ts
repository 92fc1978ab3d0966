import { expect } from 'chai';
import { createCharts } from '../../server/adapters/charts.js';
import { distributionOption } from '../../server/adapters/charts/distribution.js';
import { scaleEnd } from '../../server/adapters/charts/monthly-heat.js';
import { tornadoOption } from '../../server/adapters/charts/tornado.js';

const twelve = (value: number): number[] => Array.from({ length: 12 }, () => value);

describe('charts', () => {
  const charts = createCharts();

  it('draws heat by month with its three series, a title and a unit', async () => {
    const svg = await charts.monthlyHeatSvg({ offeredMwh: twelve(300), demandMwh: twelve(200), deliveredMwh: twelve(150) });
    expect(svg).to.match(/^<svg /);
    for (const words of ['Heat month by month, MWh', 'Delivered', 'Demand', 'Offered', 'Jan', 'Dec']) expect(svg).to.include(words);
  });
  it('draws the same picture from the same figures', async () => {
    const chart = { title: 'Offer', unit: 'MWh', categories: ['Jan', 'Feb'], series: [{ name: 'Hall A', values: [1, 2] }] };
    const [first, second] = [await charts.stackedMonthsSvg(chart), await charts.stackedMonthsSvg(chart)];
    // The library numbers its style classes on through the life of the process.
    const plain = (svg: string): string => svg.replace(/zr\d+-(cls|c|g)-?\d+/g, 'name');
    expect(plain(first)).to.equal(plain(second));
  });
  it('tells stacked series apart by texture, not by colour alone', async () => {
    const svg = await charts.stackedMonthsSvg({
      title: 'Offer', unit: 'MWh', categories: ['Jan'], series: [{ name: 'Hall A', values: [1] }, { name: 'Hall B', values: [2] }],
    });
    expect(svg).to.include('<pattern');
  });
  it('writes the points of each criterion into the score', async () => {
    const svg = await charts.scoreWaterfallSvg([{ label: 'Cost', points: 30, fullPoints: 30 }, { label: 'Climate', points: 12.5, fullPoints: 20 }]);
    for (const words of ['Cost', 'Climate', 'Total', '12.5', '42.5']) expect(svg).to.include(words);
  });
  context('a spread of outcomes', () => {
    const chart = {
      title: 'Net present value', unit: 'MEUR', countUnit: 'of 10 draws', edges: [-2, -1, 0, 1, 2], counts: [1, 2, 4, 3],
      marks: [{ label: 'P10', value: -1.5 }, { label: 'P50', value: 0.2 }, { label: 'P90', value: 1.8 }], belowZero: 'Does not pay', aboveZero: 'Pays',
    };
    it('is drawn with title, unit, marks and both sides of 0', async () => {
      const svg = await charts.distributionSvg(chart);
      for (const text of ['Net present value, MEUR; how many of 10 draws', 'P10', 'P50', 'P90', 'Does not pay', 'Pays']) expect(svg).to.include(text);
    });
    it('names only the side on which there are outcomes', async () => {
      const svg = await charts.distributionSvg({ ...chart, edges: [0, 1, 2], counts: [4, 3], marks: [] }, 'narrow');
      expect(svg).to.match(/^<svg width="420"/).and.include('Pays').and.not.include('Does not pay');
    });
    it('is an outline that stands on 0 at both ends and is level over each column', () => {
      const { series } = distributionOption(chart);
      expect(series.map(({ data }) => data)).to.deep.equal([
        [[-2, 0], [-2, 1], [-1, 2], [0, 2], [0, 0]], [[0, 0], [0, 4], [1, 3], [2, 3], [2, 0]],
      ]);
    });
    it('lifts the name of a mark that is close to the one before', () => {
      const close = distributionOption({ ...chart, marks: [{ label: 'P10', value: 0 }, { label: 'P50', value: 0.1 }, { label: 'P90', value: 1 }] });
      const distances = (close.series[0] as { markLine?: { data: readonly { label: { distance: number } }[] } }).markLine?.data.map(({ label }) => label.distance);
      expect(distances).to.deep.equal([4, 20, 4]);
    });
  });

  context('what moves an outcome', () => {
    const bar = { label: 'Investment', lowLabel: '2 MEUR', highLabel: '5 MEUR', changeAtLow: 1, changeAtHigh: -2 };
    it('is drawn with title, unit, inputs and what they are at their ends', async () => {
      const svg = await charts.tornadoSvg({ title: 'Change of the net present value', unit: 'MEUR', bars: [bar] });
      for (const text of ['Change of the net present value, MEUR', 'Investment', '2 MEUR', '5 MEUR', 'Input at its low end', '<pattern']) expect(svg).to.include(text);
    });
    it('keeps the words of two bars apart that go the same way or nowhere', () => {
      const sides = (changeAtLow: number, changeAtHigh: number) =>
        tornadoOption({ title: '', unit: '', bars: [{ ...bar, changeAtLow, changeAtHigh }] }).series.map(({ data }) => data[0]?.label.position);
      expect(sides(1, -2)).to.deep.equal(['right', 'left']);
      expect(sides(-1, -2)).to.deep.equal(['right', 'left']);
      expect(sides(2, 1)).to.deep.equal(['right', 'left']);
      expect(sides(0, 0)).to.deep.equal(['left', 'right']);
    });
    it('is drawn where nothing moves it', async () => {
      expect(await charts.tornadoSvg({ title: 'Change', unit: 'EUR', bars: [{ ...bar, changeAtLow: 0, changeAtHigh: 0 }] })).to.include('Investment');
    });
  });

  it('escapes what a person typed into a name', async () => {
    const svg = await charts.stackedMonthsSvg({ title: '<script>', unit: 'MWh', categories: ['Jan'], series: [{ name: '<b>', values: [1] }] });
    expect(svg).not.to.match(/<script>|<b>/);
  });

  it('is well-formed, because a browser shows nothing of an image that is not', async () => {
    const svg = await charts.monthlyHeatSvg({ offeredMwh: twelve(300), demandMwh: twelve(200), deliveredMwh: twelve(150) });
    const markup = svg.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
    for (const tag of markup.match(/<[^>]*>?/g) ?? []) expect(tag).to.match(/^<(\/[\w:]+|[\w:]+(\s+[\w:-]+="[^"<]*")*\s*\/?)>$/);
  });

  context('an offer far above the demand', () => {
    it('lets the scale follow the demand and says how high the offer is', async () => {
      const monthly = { offeredMwh: twelve(14_000), demandMwh: twelve(1000), deliveredMwh: twelve(1000) };
      expect(scaleEnd(monthly)).to.equal(1500);
      expect(await charts.monthlyHeatSvg(monthly)).to.match(/above the scale, 14.000 to 14.000 MWh/);
    });
    it('shows everything when the offer is near the demand', () => {
      expect(scaleEnd({ offeredMwh: twelve(2000), demandMwh: twelve(1000), deliveredMwh: twelve(1000) })).to.equal(undefined);
    });
    it('shows everything when there is no demand', () => {
      expect(scaleEnd({ offeredMwh: twelve(2000), demandMwh: twelve(0), deliveredMwh: twelve(0) })).to.equal(undefined);
    });
  });
});
