import { expect } from 'chai';
import { createCharts } from '../../server/adapters/charts.js';
import { decode } from 'fast-png';
import { carpetPixels } from '../../server/adapters/charts/carpet.js';
import { distributionOption } from '../../server/adapters/charts/distribution.js';
import { scaleEnd } from '../../server/adapters/charts/monthly-heat.js';
import { CHART_COLOURS } from '../../server/adapters/charts/palette.js';
import { tornadoOption } from '../../server/adapters/charts/tornado.js';
import type { DistributionChart, MonthlyHeatChart, StackedMonthsChart } from '../../server/shared/ports.js';

const twelve = (value: number): number[] => Array.from({ length: 12 }, () => value);
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const monthlyHeat = (offered: number, demand: number, delivered: number): MonthlyHeatChart => ({
  kind: 'monthly-heat', title: 'Heat month by month', unit: 'MWh', months: MONTHS,
  names: { offered: 'Offered', demand: 'Demand', delivered: 'Delivered', offeredAboveScale: 'Offered: above the scale' },
  offeredMwh: twelve(offered), demandMwh: twelve(demand), deliveredMwh: twelve(delivered),
});

describe('charts', () => {
  const charts = createCharts();

  it('draws heat by month with its three series, a title and a unit', async () => {
    const svg = await charts.svg(monthlyHeat(300, 200, 150));
    expect(svg).to.match(/^<svg /);
    for (const words of ['Heat month by month, MWh', 'Delivered', 'Demand', 'Offered', 'Jan', 'Dec']) expect(svg).to.include(words);
  });
  it('draws the same picture from the same figures', async () => {
    const chart: StackedMonthsChart = { kind: 'stacked-months', title: 'Offer', unit: 'MWh', categories: ['Jan', 'Feb'], series: [{ name: 'Hall A', values: [1, 2] }] };
    const [first, second] = [await charts.svg(chart), await charts.svg(chart)];
    // The library numbers its style classes on through the life of the process.
    const plain = (svg: string): string => svg.replace(/zr\d+-(cls|c|g)-?\d+/g, 'name');
    expect(plain(first)).to.equal(plain(second));
  });
  it('tells stacked series apart by texture, not by colour alone', async () => {
    const svg = await charts.svg({
      kind: 'stacked-months', title: 'Offer', unit: 'MWh', categories: ['Jan'], series: [{ name: 'Hall A', values: [1] }, { name: 'Hall B', values: [2] }],
    });
    expect(svg).to.include('<pattern');
  });
  it('writes the points of each criterion into the score', async () => {
    const svg = await charts.svg({
      kind: 'score-waterfall', title: 'Score', unit: 'points', names: { given: 'Given', missed: 'Missed', total: 'Total' },
      criteria: [{ label: 'Cost', points: 30, fullPoints: 30 }, { label: 'Climate', points: 12.5, fullPoints: 20 }],
    });
    for (const words of ['Cost', 'Climate', 'Total', '12.5', '42.5']) expect(svg).to.include(words);
  });
  context('a spread of outcomes', () => {
    const chart: DistributionChart = {
      kind: 'distribution', title: 'Net present value', unit: 'MEUR', countUnit: 'how many of 10 draws', edges: [-2, -1, 0, 1, 2], counts: [1, 2, 4, 3],
      marks: [{ label: 'P10', value: -1.5 }, { label: 'P50', value: 0.2 }, { label: 'P90', value: 1.8 }], belowZero: 'Does not pay', aboveZero: 'Pays',
    };
    it('is drawn with title, unit, marks and both sides of 0', async () => {
      const svg = await charts.svg(chart);
      for (const text of ['Net present value, MEUR; how many of 10 draws', 'P10', 'P50', 'P90', 'Does not pay', 'Pays']) expect(svg).to.include(text);
    });
    it('names only the side on which there are outcomes', async () => {
      const svg = await charts.svg({ ...chart, edges: [0, 1, 2], counts: [4, 3], marks: [] }, 'narrow');
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
    const endNames = { low: 'Input at its low end', high: 'Input at its high end' };
    const bar = { label: 'Investment', lowLabel: '2 MEUR', highLabel: '5 MEUR', changeAtLow: 1, changeAtHigh: -2 };
    it('is drawn with title, unit, inputs and what they are at their ends', async () => {
      const svg = await charts.svg({ kind: 'tornado', title: 'Change of the net present value', unit: 'MEUR', endNames, bars: [bar] });
      for (const text of ['Change of the net present value, MEUR', 'Investment', '2 MEUR', '5 MEUR', 'Input at its low end', '<pattern']) expect(svg).to.include(text);
    });
    it('keeps the words of two bars apart that go the same way or nowhere', () => {
      const sides = (changeAtLow: number, changeAtHigh: number) =>
        tornadoOption({ kind: 'tornado', title: '', unit: '', endNames, bars: [{ ...bar, changeAtLow, changeAtHigh }] }).series.map(({ data }) => data[0]?.label.position);
      expect(sides(1, -2)).to.deep.equal(['right', 'left']);
      expect(sides(-1, -2)).to.deep.equal(['right', 'left']);
      expect(sides(2, 1)).to.deep.equal(['right', 'left']);
      expect(sides(0, 0)).to.deep.equal(['left', 'right']);
    });
    it('is drawn where nothing moves it', async () => {
      expect(await charts.svg({ kind: 'tornado', title: 'Change', unit: 'EUR', endNames, bars: [{ ...bar, changeAtLow: 0, changeAtHigh: 0 }] })).to.include('Investment');
    });
  });

  context('a year hour by hour', () => {
    const values = Float64Array.from({ length: 8760 }, (_, hour) => (hour === 0 ? 100 : hour === 25 ? 50 : 0));
    const chart = { kind: 'carpet' as const, title: 'Heat free', unit: 'kW', months: MONTHS, hourName: 'hour of the day', values };
    const dot = (pixels: Uint8Array, day: number, hour: number): string =>
      `#${[...pixels.subarray(((23 - hour) * 365 + day) * 3, ((23 - hour) * 365 + day) * 3 + 3)].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
    it('gives each hour a dot, a day a column and midnight the lowest row, 0 cold and the most hot', () => {
      for (const theme of ['light', 'dark'] as const) {
        const pixels = carpetPixels(values, theme);
        expect(pixels).to.have.length(365 * 24 * 3);
        expect([dot(pixels, 0, 0), dot(pixels, 0, 1), dot(pixels, 364, 23)]).to.deep.equal(
          [CHART_COLOURS.hot[theme], CHART_COLOURS.cold[theme], CHART_COLOURS.cold[theme]]);
        expect(dot(pixels, 1, 1)).not.to.be.oneOf([CHART_COLOURS.cold[theme], CHART_COLOURS.hot[theme]]);
      }
    });
    it('is a PNG for each paper within a frame with title, unit, months and the end of the scale, and small', async () => {
      const svg = await charts.svg(chart);
      for (const text of ['Heat free, kW', 'Jan', 'Dec', 'hour of the day', '>100<', 'class="on-dark"']) expect(svg).to.include(text);
      const pictures = [...svg.matchAll(/href="data:image\/png;base64,([^"]+)"/g)].map(([, text = '']) => decode(Buffer.from(text, 'base64')));
      expect(pictures.map(({ width, height }) => [width, height])).to.deep.equal([[365, 24], [64, 1], [365, 24], [64, 1]]);
      expect(Uint8Array.from(pictures[0]?.data ?? [])).to.deep.equal(carpetPixels(values, 'light'));
      expect(svg.length).to.be.below(60_000);
    });
    it('is drawn where there is no heat at all', async () => {
      expect(await charts.svg({ ...chart, values: new Float64Array(8760) }, 'narrow')).to.match(/^<svg width="420"/);
    });
  });

  it('draws what is delivered in the hours ranked by demand, the last hour included', async () => {
    const svg = await charts.svg({
      kind: 'duration', title: 'Load duration curve', unit: 'kW', axis: 'hours of the year', names: { demand: 'Demand', delivered: 'Delivered' },
      hoursPerPoint: 4380, demand: [10, 4], delivered: [8, 4],
    });
    for (const text of ['Load duration curve, kW', 'hours of the year', 'Demand', 'Delivered']) expect(svg).to.include(text);
  });
  it('draws a price part by part with its marks, in the language of its reader', async () => {
    const svg = await charts.svg({
      kind: 'price-corridor', language: 'nb', title: 'Pris', unit: 'EUR/MWh', takes: 'Det som trengs', parts: [{ name: 'Rør', value: 0.2 }, { name: 'Kjøling', value: -0.05 }],
      today: { name: 'I dag', value: 0.3 }, marks: [{ label: 'laveste 0,15', value: 0.15 }],
    });
    for (const text of ['Pris, EUR/MWh', 'Det som trengs', 'Rør', 'Kjøling', 'I dag', 'laveste 0,15', '>0,2<']) expect(svg).to.include(text);
  });
  it('draws flows with what passes each place, and leaves out places that nothing passes', async () => {
    const svg = await charts.svg({
      kind: 'flow', title: 'Heat', unit: 'MWh', nodes: [{ id: 'a', name: 'Offer', tone: 'warm' }, { id: 'b', name: 'Taken' }, { id: 'c', name: 'Lost' }],
      flows: [{ from: 'a', to: 'b', value: 1200 }, { from: 'b', to: 'c', value: 0 }],
    });
    expect(svg).to.include('Heat, MWh').and.match(/Offer: 1.200/).and.match(/Taken: 1.200/).and.not.include('Lost');
  });

  it('hands the browser the same picture as JSON, in the colours of the paper it lies on', () => {
    const chart = monthlyHeat(300, 200, 150);
    const [light, dark] = (['light', 'dark'] as const).map((paper) => JSON.parse(charts.option(chart, 'wide', paper)) as { backgroundColor: string; series: { data: number[]; itemStyle: { color: string } }[] });
    expect([light?.backgroundColor, dark?.backgroundColor]).to.deep.equal([CHART_COLOURS.paper.light, CHART_COLOURS.paper.dark]);
    expect([light?.series[0]?.itemStyle.color, dark?.series[0]?.itemStyle.color]).to.deep.equal([CHART_COLOURS.spruce.light, CHART_COLOURS.spruce.dark]);
    expect(dark?.series[0]?.data).to.deep.equal(twelve(150));
  });

  it('escapes what a person typed into a name', async () => {
    const svg = await charts.svg({ kind: 'stacked-months', title: '<script>', unit: 'MWh', categories: ['Jan'], series: [{ name: '<b>', values: [1] }] });
    expect(svg).not.to.match(/<script>|<b>/);
  });

  it('is well-formed, because a browser shows nothing of an image that is not', async () => {
    const svg = await charts.svg(monthlyHeat(300, 200, 150));
    const markup = svg.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
    for (const tag of markup.match(/<[^>]*>?/g) ?? []) expect(tag).to.match(/^<(\/[\w:]+|[\w:]+(\s+[\w:-]+="[^"<]*")*\s*\/?)>$/);
  });

  context('an offer far above the demand', () => {
    it('lets the scale follow the demand and says how high the offer is', async () => {
      const monthly = monthlyHeat(14_000, 1000, 1000);
      expect(scaleEnd(monthly)).to.equal(1500);
      expect(await charts.svg(monthly)).to.include('Offered: above the scale');
    });
    it('shows everything when the offer is near the demand', () => {
      expect(scaleEnd({ offeredMwh: twelve(2000), demandMwh: twelve(1000), deliveredMwh: twelve(1000) })).to.equal(undefined);
    });
    it('shows everything when there is no demand', () => {
      expect(scaleEnd({ offeredMwh: twelve(2000), demandMwh: twelve(0), deliveredMwh: twelve(0) })).to.equal(undefined);
    });
  });
});
