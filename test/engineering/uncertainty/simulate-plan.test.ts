import { expect } from 'chai';
import {
  simulateMatch, simulatePlan, type MatchCase, type MatchSimulation, type PlanMember, type PlanOptions, type PlanSimulation,
} from '../../../server/engineering/index.js';
import { aCase, hours } from '../case-builder.js';

function plan(members: readonly PlanMember[], options: PlanOptions): PlanSimulation {
  const result = simulatePlan(members, options);
  if (!result.feasible) throw new Error(JSON.stringify(result.infeasible));
  return result;
}
const member = (id: string, matchCase: MatchCase = aCase().build()): PlanMember => ({ id, matchCase });
const width = ({ npvEur: { p10, p90 } }: Pick<PlanSimulation, 'npvEur'>): number => p90 - p10;
const EVERYTHING = ['electricityPrice', 'investment', 'utilisation', 'demand', 'heatCost'] as const;

describe('simulatePlan', () => {
  const options = { seed: 9, draws: 300 };

  it('of one match gives what simulateMatch gives', () => {
    const alone = simulateMatch(aCase().build(), options) as MatchSimulation;
    const { npvEur, assumedNpvEur, chanceNpvPositive, members } = plan([member('a')], options);
    expect({ npvEur, assumedNpvEur, chanceNpvPositive }).to.deep.equal(
      { npvEur: alone.npvEur, assumedNpvEur: alone.assumedNpvEur, chanceNpvPositive: alone.chanceNpvPositive });
    const { p10, p50, p90 } = alone.npvEur;
    expect(members).to.deep.equal([{ id: 'a', assumedNpvEur, npvEur: { p10, p50, p90 }, chanceNpvPositive }]);
  });

  it('of a match twice, everything in common, gives exactly twice as much', () => {
    const one = plan([member('a')], { ...options, common: EVERYTHING });
    const two = plan([member('a'), member('b')], { ...options, common: EVERYTHING });
    for (const key of ['p10', 'p50', 'p90'] as const) expect(two.npvEur[key]).to.equal(2 * one.npvEur[key]);
    expect(two.members[0]?.npvEur).to.deep.equal(two.members[1]?.npvEur);
    expect(two.chanceNpvPositive).to.equal(one.chanceNpvPositive);
  });

  it('is less spread the more its matches draw on their own', () => {
    const members = ['a', 'b', 'c', 'd'].map((id) => member(id));
    const [all, some, none] = [EVERYTHING, undefined, []].map((common) =>
      width(plan(members, { ...options, ...(common && { common }) }))) as [number, number, number];
    expect(some).to.be.below(all);
    expect(none).to.be.below(some);
    expect(none).to.be.within(0.4 * all, 0.6 * all);
  });

  it('moves an input in all matches at once in its tornado, as a factor', () => {
    const two = plan([member('a'), member('b', aCase().demand({ routeLengthM: 500 }).build())], options);
    const each = ['a', 'b'].map((_, index) => simulateMatch(
      index === 0 ? aCase().build() : aCase().demand({ routeLengthM: 500 }).build(), options) as MatchSimulation);
    for (const bar of two.tornado) {
      expect(bar).to.include({ unit: 'times', assumed: 1 });
      const low = each.reduce((sum, { tornado }) => sum + (tornado.find(({ input }) => input === bar.input)?.npvAtLowEur as number), 0);
      expect(bar.npvAtLowEur).to.be.closeTo(low, 1e-6);
    }
  });

  it('a match with half the offer of each hour is that of a building half the size', () => {
    const design = { connection: 'heat-pump-at-source', capacityKw: 2000 } as const;
    const matchCase = aCase().source({ installedItKw: 4000, utilisation: hours((hour) => 0.5 + 0.3 * Math.sin(hour)) }).build();
    const half = plan([{ id: 'half', matchCase, design, shareOfOffer: hours(() => 0.5) }], options);
    const smaller = plan([{ id: 'half', matchCase: { ...matchCase, source: { ...matchCase.source, installedItKw: 2000 } }, design }], options);
    expect(half.npvEur.p50).to.be.closeTo(smaller.npvEur.p50, 1e-3);
    expect(half.npvEur.p50).to.be.below(plan([{ id: 'half', matchCase, design }], options).npvEur.p50);
  });

  it('names the matches that have no design that works', () => {
    const result = simulatePlan([member('good'), member('hot', aCase().demand({ flowTemperatureC: 130, returnTemperatureC: 60 }).build())], options);
    expect(result).to.include({ feasible: false });
    expect(result).to.have.nested.property('infeasible[0].id', 'hot');
    expect(result).to.have.nested.property('infeasible.length', 1);
  });

  for (const [what, members, field] of [
    ['no match', [], 'members'],
    ['a share of too few hours', [{ ...member('a'), shareOfOffer: [1, 1] }], 'members[0].shareOfOffer'],
    ['a share above 1', [{ ...member('a'), shareOfOffer: hours((hour) => (hour === 7 ? 1.1 : 1)) }], 'members[0].shareOfOffer[7]'],
    ['a share that is NaN', [{ ...member('a'), shareOfOffer: hours((hour) => (hour === 7 ? NaN : 1)) }], 'members[0].shareOfOffer[7]'],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(() => simulatePlan(members, options)).to.throw(RangeError).that.includes({ field });
    });
  }
});
