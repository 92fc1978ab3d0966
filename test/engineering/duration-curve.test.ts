import { expect } from 'chai';
import { evaluateMatch } from '../../server/engineering/index.js';
import { durationCurve, HOURS_PER_DURATION_POINT } from '../../server/engineering/duration-curve.js';
import { arbitraryCase } from './arbitrary-case.js';
import fc from 'fast-check';

const HOURS = 8760;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('durationCurve', () => {
  it('by hand: a year of two levels, half of the higher one delivered', () => {
    const demandKw = Float64Array.from({ length: HOURS }, (_, hour) => (hour % 2 === 0 ? 100 : 40));
    const deliveredKw = demandKw.map((demand) => Math.min(demand, 50));
    const curve = durationCurve(demandKw, deliveredKw);
    expect(curve.demandKw).to.deep.equal([...Array.from({ length: 73 }, () => 100), ...Array.from({ length: 73 }, () => 40)]);
    expect(curve.deliveredKw).to.deep.equal([...Array.from({ length: 73 }, () => 50), ...Array.from({ length: 73 }, () => 40)]);
  });
  it('ranks hours of the same demand by what is delivered', () => {
    const curve = durationCurve(new Float64Array(HOURS).fill(10), Float64Array.from({ length: HOURS }, (_, hour) => (hour < HOURS / 2 ? 0 : 10)));
    expect([curve.deliveredKw[0], curve.deliveredKw.at(-1)]).to.deep.equal([10, 0]);
  });
  it('falls, keeps the energy of the year, and delivers no more than is needed, for any case', () => {
    fc.assert(fc.property(arbitraryCase(), (matchCase) => {
      const { detail: { duration, monthly } } = evaluateMatch(matchCase);
      const { demandKw, deliveredKw } = duration;
      demandKw.forEach((demand, point) => {
        expect(demand).to.be.at.most((demandKw[point - 1] ?? Infinity) * (1 + 1e-9) + 1e-9);
        expect(deliveredKw[point]).to.be.within(0, demand * (1 + 1e-9) + 1e-9);
      });
      expect(sum(demandKw) * HOURS_PER_DURATION_POINT / 1000).to.be.closeTo(sum(monthly.demandMwh), 1e-6 * sum(monthly.demandMwh) + 1e-9);
      expect(sum(deliveredKw) * HOURS_PER_DURATION_POINT / 1000).to.be.closeTo(sum(monthly.deliveredMwh), 1e-6 * sum(monthly.demandMwh) + 1e-9);
    }), { numRuns: 60 });
  });
});
