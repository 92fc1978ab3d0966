import { expect } from 'chai';
import { createCharts } from '../../server/adapters/charts.js';
import { scaleEnd } from '../../server/adapters/charts/monthly-heat.js';

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
