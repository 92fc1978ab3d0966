import { expect } from 'chai';
import fc from 'fast-check';
import { distribution, histogram, quantile, shareAboveZero } from '../../../server/engineering/uncertainty/distribution.js';
import { normalQuantile } from '../../../server/engineering/uncertainty/normal-quantile.js';
import { drawnFactors, factorQuantile, simulationOptions } from '../../../server/engineering/uncertainty/uncertain-input.js';

describe('normal quantile', () => {
  for (const [probability, expected] of [
    [0.5, 0], [0.9, 1.2815515655446004], [0.975, 1.959963984540054], [0.999, 3.090232306167813], [1e-9, -5.997807015007686],
    [0.25, -0.6744897501960817], [1e-20, -9.262340089798408],
  ] as const) {
    it(`of ${probability} is ${expected} (tables to 15 digits)`, () => {
      expect(normalQuantile(probability)).to.be.closeTo(expected, 1e-13);
    });
  }

  it('is odd about a half, and refuses 0, 1 and NaN', () => {
    for (const probability of [0.01, 0.07, 0.075, 0.2]) {
      expect(normalQuantile(1 - probability)).to.be.closeTo(-normalQuantile(probability), 1e-13);
    }
    for (const probability of [0, 1, NaN]) expect(() => normalQuantile(probability)).to.throw(RangeError, String(probability));
  });
});

describe('a factor', () => {
  const spread = { low: 0.6, high: 1.6 };

  it('is 1 in the middle, low and high at one time in ten, and goes on beyond them in proportion', () => {
    expect(factorQuantile(spread, 0.5)).to.equal(1);
    expect(factorQuantile(spread, 0.1)).to.be.closeTo(0.6, 1e-14);
    expect(factorQuantile(spread, 0.9)).to.be.closeTo(1.6, 1e-14);
    expect(factorQuantile(spread, 0.975)).to.be.closeTo(1.6 ** (1.959963984540054 / 1.2815515655446004), 1e-13);
  });

  it('is exactly 1 without a spread', () => {
    for (const probability of [1e-6, 0.3, 0.9]) expect(factorQuantile({ low: 1, high: 1 }, probability)).to.equal(1);
  });

  it('drawn a thousand times has these quantiles within half a percent', () => {
    const drawn = drawnFactors('electricityPrice', simulationOptions({ seed: 1, spreads: { electricityPrice: spread } })).sort();
    expect(quantile(drawn, 0.1)).to.be.closeTo(0.6, 0.003);
    expect(quantile(drawn, 0.5)).to.be.closeTo(1, 0.005);
    expect(quantile(drawn, 0.9)).to.be.closeTo(1.6, 0.008);
  });

  for (const [options, field] of [
    [{ seed: 1, draws: 0 }, 'draws'], [{ seed: 1, draws: 2.5 }, 'draws'], [{ seed: 1, draws: 1e9 }, 'draws'],
    [{ seed: 1, spreads: { demand: { low: 0, high: 1 } } }, 'spreads.demand.low'],
    [{ seed: 1, spreads: { demand: { low: 1.1, high: 1.2 } } }, 'spreads.demand.low'],
    [{ seed: 1, spreads: { heatCost: { low: 1, high: 0.9 } } }, 'spreads.heatCost.high'],
    [{ seed: 1, spreads: { heatCost: { low: 1, high: NaN } } }, 'spreads.heatCost.high'],
  ] as const) {
    it(`refuses ${JSON.stringify(options)}`, () => {
      expect(() => simulationOptions(options)).to.throw(RangeError).that.includes({ field });
    });
  }
});

describe('quantile', () => {
  it('draws a straight line between neighbours (type 7)', () => {
    const values = [10, 20, 30, 40];
    expect(quantile(values, 0)).to.equal(10);
    expect(quantile(values, 0.5)).to.equal(25);
    expect(quantile(values, 0.1)).to.be.closeTo(13, 1e-12);
    expect(quantile(values, 1)).to.equal(40);
    expect(quantile([7], 0.9)).to.equal(7);
  });

  it('is infinite beside an infinite value, never NaN', () => {
    expect(quantile([1, 2, Infinity, Infinity], 0.9)).to.equal(Infinity);
    expect(quantile([1, 2, 3, Infinity], 0.9)).to.equal(Infinity);
    expect(quantile([1, 2, 3, Infinity], 0.5)).to.equal(2.5);
    expect(() => quantile([], 0.5)).to.throw(RangeError);
  });
});

describe('histogram', () => {
  it('has round steps and an edge at 0', () => {
    const { edges, counts } = histogram([-1_000_000, -1, 0, 1, 1_400_000]);
    expect(edges[0]).to.equal(-1_000_000);
    expect(edges.at(-1)).to.equal(1_400_000);
    expect((edges[1] as number) - (edges[0] as number)).to.equal(100_000);
    expect(counts[edges.indexOf(0)]).to.equal(2);
    expect(counts[edges.indexOf(0) - 1]).to.equal(1);
  });

  it('gives one column to outcomes that are all the same', () => {
    const { edges, counts } = histogram([1234, 1234, 1234]);
    expect(counts).to.deep.equal([3]);
    expect(edges[0]).to.be.at.most(1234);
    expect(edges[1]).to.be.at.least(1234);
    expect(histogram([0, 0]).counts).to.deep.equal([2]);
  });

  it('loses none, whatever the outcomes', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 200 }), (values) => {
      const { mean, p10, p50, p90, histogram: { edges, counts } } = distribution(Float64Array.from(values));
      expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(values.length);
      expect(edges).to.have.length(counts.length + 1);
      expect(counts.length).to.be.within(1, 26);
      const slack = 1e-9 * Math.max(...values.map(Math.abs));
      expect(edges[0]).to.be.at.most(Math.min(...values) + slack);
      expect(edges.at(-1)).to.be.at.least(Math.max(...values) - slack);
      expect([p10, p50, p90]).to.deep.equal([p10, p50, p90].sort((a, b) => a - b));
      expect(mean).to.be.within(Math.min(...values) - slack, Math.max(...values) + slack);
    }), { numRuns: 500, seed: 20260401 });
  });

  it('counts outcomes above 0, not those at it', () => {
    expect(shareAboveZero(Float64Array.of(-1, 0, 1, 2))).to.equal(0.5);
  });
});
