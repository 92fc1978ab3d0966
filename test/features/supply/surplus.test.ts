import { expect } from 'chai';
import fc from 'fast-check';
import { buildingSurplus, surplusOverview } from '../../../server/features/supply/surplus.js';
import { aBuilding, aSite } from '../../support/builders.js';
import { HOURS } from './supply-fixture.js';

const NOON = new Date('2027-06-15T11:00:00Z');
const surplusOf = (changes: Parameters<typeof aBuilding>[0], year = 2027, now = NOON) =>
  buildingSurplus(aBuilding({ commissioningDate: '2026-01-01', ...changes }), year, now);

/** 10 MW x 0.8 x 0.9 = 7,200 kW in every hour. */
describe('what a building has to give', () => {
  it('is IT power times utilisation times the share caught', () => {
    const { nowKw, yearMwh, monthlyMwh, state } = surplusOf({});
    expect(state).to.equal('running');
    expect(nowKw.free).to.be.closeTo(7200, 1e-9);
    expect(yearMwh.free).to.be.closeTo(7.2 * HOURS, 1e-6);
    expect(monthlyMwh[0]?.free).to.be.closeTo(7.2 * 744, 1e-6);
    expect(monthlyMwh[1]?.free).to.be.closeTo(7.2 * 672, 1e-6);
  });
  it('is parted into what is promised and what is free', () => {
    const { nowKw, yearMwh } = surplusOf({ committedKw: 2200 });
    expect([nowKw.committed, nowKw.free].map(Math.round)).to.deep.equal([2200, 5000]);
    expect(yearMwh.committed).to.be.closeTo(2.2 * HOURS, 1e-6);
  });
  it('is all promised where more is promised than there is', () => {
    const { nowKw } = surplusOf({ committedKw: 9000 });
    expect(nowKw.free).to.equal(0);
    expect(nowKw.committed).to.be.closeTo(7200, 1e-9);
  });
  it('follows the hour', () => {
    const values = Array.from({ length: HOURS }, (_, hour) => (hour % 24 === 12 ? 1 : 0.5));
    const utilisation = { kind: 'hourly', values } as const;
    expect(surplusOf({ utilisation }).nowKw.free).to.be.closeTo(9000, 1e-9);
    expect(surplusOf({ utilisation }, 2027, new Date('2027-06-15T12:00:00Z')).nowKw.free).to.be.closeTo(4500, 1e-9);
  });

  context('in the year of its commissioning', () => {
    const building = { commissioningDate: '2027-03-01' };
    it('is nothing until that day', () => {
      const { monthlyMwh, yearMwh } = surplusOf(building);
      expect(monthlyMwh.slice(0, 2)).to.deep.equal([{ committed: 0, free: 0 }, { committed: 0, free: 0 }]);
      expect(yearMwh.free).to.be.closeTo(7.2 * (HOURS - 59 * 24), 1e-6);
    });
    it('begins at midnight, local standard time', () => {
      const before = surplusOf(building, 2027, new Date('2027-02-28T22:59:00Z'));
      expect([before.state, before.nowKw.free]).to.deep.equal(['future', 0]);
      const after = surplusOf(building, 2027, new Date('2027-02-28T23:00:00Z'));
      expect(after.state).to.equal('running');
      expect(after.nowKw.free).to.be.closeTo(7200, 1e-9);
    });
    it('is nothing in the years before', () => expect(surplusOf(building, 2026).yearMwh).to.deep.equal({ committed: 0, free: 0 }));
  });

  context('in planned maintenance', () => {
    const building = { maintenance: [{ from: '2027-06-10', to: '2027-06-20' }, { from: '2027-06-18', to: '2027-06-25' }] };
    it('is nothing, and says when the heat is back, periods that follow on one another as one', () => {
      expect(surplusOf(building)).to.deep.include({ state: 'maintenance', backOn: '2027-06-25', nowKw: { committed: 0, free: 0 } });
    });
    it('lacks those days in the month', () => {
      expect(surplusOf(building).monthlyMwh[5]?.free).to.be.closeTo(7.2 * (30 - 15) * 24, 1e-6);
    });
    it('is there again on the day after', () => {
      expect(surplusOf(building, 2027, new Date('2027-06-25T08:00:00Z')).nowKw.free).to.be.closeTo(7200, 1e-9);
    });
  });

  it('is never negative and never more than the IT power gives', () => {
    fc.assert(fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 20_000, noNaN: true }), fc.integer({ min: 2025, max: 2029 }),
      (value, committedKw, year) => {
        const { yearMwh, monthlyMwh } = surplusOf({ utilisation: { kind: 'constant', value }, committedKw }, year);
        for (const { committed, free } of monthlyMwh) {
          expect(committed).to.be.at.least(0);
          expect(free).to.be.at.least(0);
        }
        expect(yearMwh.committed + yearMwh.free).to.be.at.most(10 * value * 0.9 * HOURS + 1e-6);
      },
    ), { numRuns: 30 });
  });
});

describe('the overview of the surplus', () => {
  const overview = (commissioningDate: string, asked?: number) =>
    surplusOverview([{ site: aSite(), buildings: [aBuilding({ commissioningDate })] }, { site: aSite(), buildings: [] }], asked, NOON);
  it('leaves out sites that publish nothing', () => expect(overview('2027-01-01').sites).to.have.length(1));
  it('shows this year when there is heat in it', () => expect(overview('2027-12-31').year).to.equal(2027));
  it('shows the first year with heat otherwise', () => expect(overview('2029-02-01')).to.deep.include({ year: 2029, years: [2027, 2028, 2029] }));
  it('shows a year that is asked for, and no year out of reach', () => {
    expect(overview('2029-02-01', 2028).year).to.equal(2028);
    expect(overview('2027-01-01', 2150).year).to.equal(2027);
  });
});
