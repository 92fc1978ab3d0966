import { expect } from 'chai';
import fc from 'fast-check';
import {
  createEvaluator, evaluateAsRanked, evaluateCase, evaluateMatch, type DemandInput, type MatchCase, type SourceInput,
} from '../../server/engineering/index.js';
import { arbitraryCase } from './arbitrary-case.js';
import { aCase, hours } from './case-builder.js';
import { expectSameAs, expectSameResult } from './same-result.js';

const evaluatorOf = ({ site, source, economics }: MatchCase, ...others: readonly SourceInput[]) =>
  createEvaluator(site, [source, ...others], economics);

/** What makes hours differ beyond an arbitrary case: promised heat, maintenance, an own profile. */
const extras = fc.record({
  committedShare: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1.2, noNaN: true })),
  committedByHour: fc.boolean(),
  maintenance: fc.array(fc.tuple(fc.integer({ min: 0, max: 8700 }), fc.integer({ min: 1, max: 60 })), { maxLength: 3 }),
  ownProfile: fc.option(fc.tuple(fc.integer({ min: 2, max: 4000 }), fc.double({ min: 0, max: 2, noNaN: true })), { nil: undefined }),
  setPointTemperatureC: fc.option(fc.double({ min: 1, max: 30, noNaN: true }), { nil: undefined }),
});
type Extras = typeof extras extends fc.Arbitrary<infer T> ? T : never;

function withExtras(matchCase: MatchCase, { committedShare, committedByHour, maintenance, ownProfile, setPointTemperatureC }: Extras): MatchCase {
  const { source, demand } = matchCase;
  const committed = committedShare * source.installedItKw;
  const [period, spread] = ownProfile ?? [1, 0];
  const meanKw = (demand.annualDemandMwh ?? 0) / 8.76;
  return {
    ...matchCase,
    source: {
      ...source, committedKw: committedByHour ? hours((hour) => (hour % 5) * committed / 4) : committed,
      maintenanceHours: maintenance.map(([first, length]) => [first, first + length]),
    },
    demand: {
      ...demand, ...(setPointTemperatureC !== undefined && { setPointTemperatureC }),
      ...(ownProfile && { profile: { hourlyKw: hours((hour) => Math.max(0, meanKw * (1 + spread * Math.sin(hour / period)))) } }),
    },
  };
}

describe('an evaluator of many demands, against the plain hourly calculation', () => {
  it('gives the same result for any case: archetypes and own profiles, limited hours, maintenance, promised heat, hourly prices', () => {
    let [feasible, limited] = [0, 0];
    fc.assert(fc.property(arbitraryCase(), extras, (plain, more) => {
      const matchCase = withExtras(plain, more);
      const expected = evaluateCase(matchCase);
      expectSameResult(evaluatorOf(matchCase).evaluate(0, matchCase.demand), expected);
      feasible += Number(expected.feasible);
      limited += Number(expected.feasible && expected.annual.coverage < 0.5);
    }), { numRuns: 600, seed: 20260301 });
    expect(feasible, 'feasible among the cases').to.be.greaterThan(300);
    expect(limited, 'short of heat or capacity among the cases').to.be.greaterThan(60);
  });

  it('gives the same result where a swinging offer falls short in many hours, losses taken from small offers and negative prices included', () => {
    const swinging = fc.tuple(fc.integer({ min: 3, max: 900 }), fc.double({ min: 0.05, max: 1, noNaN: true }), fc.double({ min: 0.3, max: 40, noNaN: true }));
    let limited = 0;
    fc.assert(fc.property(arbitraryCase(), extras, swinging, (plain, more, [period, swing, size]) => {
      const { demand, source, ...rest } = withExtras(plain, { ...more, committedShare: 0 });
      const utilisation = hours((hour) => 1 - (swing / 2) * (1 + Math.sin(hour / period) * Math.cos(hour)));
      const peakKw = 2 * (demand.annualDemandMwh ?? 0) / 8.76;
      const matchCase = { ...rest, demand, source: { ...source, utilisation, installedItKw: Math.min(1e7, Math.max(0.001, peakKw / size)) } };
      const expected = evaluateCase(matchCase);
      expectSameResult(evaluatorOf(matchCase).evaluate(0, demand), expected);
      limited += Number(expected.feasible && expected.annual.coverage < 0.9 && expected.annual.utilisation > 0.5);
    }), { numRuns: 300, seed: 20260306 });
    expect(limited, 'short of heat among the cases').to.be.greaterThan(40);
  });

  it('gives the same result however many demands and sources it has seen before', () => {
    fc.assert(fc.property(arbitraryCase(), fc.array(arbitraryCase(), { minLength: 3, maxLength: 3 }), (first, others) => {
      const sources = [first, ...others].map(({ source }) => source);
      const demands = [first, ...others].map(({ demand }) => demand);
      const evaluator = createEvaluator(first.site, sources, first.economics);
      for (const demand of [...demands, ...demands]) {
        sources.forEach((source, index) =>
          expectSameResult(evaluator.evaluate(index, demand), evaluateCase({ ...first, source, demand })));
      }
    }), { numRuns: 20, seed: 20260302 });
  });

  it('gives the same working in detail: three options, twelve months', () => {
    fc.assert(fc.property(arbitraryCase(), extras, (plain, more) => {
      const matchCase = withExtras(plain, more);
      const expected = evaluateMatch(matchCase);
      expectSameAs(evaluatorOf(matchCase).evaluateInDetail(0, matchCase.demand), expected, expected.result);
    }), { numRuns: 60, seed: 20260303 });
  });

  it('gives a case by itself exactly as among others, whatever was evaluated before', () => {
    fc.assert(fc.property(fc.array(fc.tuple(arbitraryCase(), extras), { minLength: 3, maxLength: 3 }), (drawn) => {
      const [first, ...others] = drawn.map(([plain, more]) => withExtras(plain, more));
      if (!first) return;
      const evaluator = evaluatorOf(first, ...others.map(({ source }) => source));
      for (const { demand } of [...others, first, ...others]) {
        const { source } = others[0] ?? first;
        const alone = evaluateAsRanked({ ...first, source, demand });
        expect(evaluator.evaluate(1, demand)).to.deep.equal(alone.result);
        expect(evaluator.evaluateInDetail(1, demand)).to.deep.equal(alone);
      }
    }), { numRuns: 40, seed: 20260305 });
  });

  it('names the field of a case by itself, and keeps to a design that the case settles', () => {
    const matchCase = aCase().build();
    expect(() => evaluateAsRanked({ ...matchCase, source: { ...matchCase.source, installedItKw: -3 } })).to.throw('source.installedItKw');
    const settled = { ...matchCase, design: { capacityKw: 300 } };
    expect(evaluateAsRanked(settled)).to.deep.equal(evaluateMatch(settled));
  });

  context('with demands of one archetype that differ in more than size', () => {
    const { site, source, demand } = aCase().coolEnoughForDirect().build();
    const evaluator = createEvaluator(site, [source]);
    const expectEachAsAlone = (demands: readonly DemandInput[]): void => demands.forEach((each) =>
      expectSameResult(evaluator.evaluate(0, each), evaluateCase({ site, source, demand: each })));

    it('keeps tanks of different temperature apart, given or by use', () => {
      expectEachAsAlone([
        ...[10, 12.5, 20].map((setPointTemperatureC) => ({ ...demand, setPointTemperatureC })), { ...demand, use: 'lobster' }, demand,
      ].map((each) => ({ ...each, profile: { archetype: 'fish-farm' } })));
    });

    it('keeps campaigns of different dates apart, more of them than it remembers', () => {
      const two = (figure: number): string => String(figure).padStart(2, '0');
      const campaigns = Array.from({ length: 80 }, (_, index): DemandInput => ({
        ...demand, profile: { archetype: 'research-campaign' },
        startDate: `2027-${two(1 + (index % 12))}-${two(1 + (index % 27))}`, endDate: `2028-${two(1 + (index % 7))}-01`,
      }));
      expectEachAsAlone([...campaigns, ...campaigns]);
    });
  });

  it('counts a trickle as no delivery, as the hourly calculation does', () => {
    for (const annualDemandMwh of [0.001, 1e5]) {
      for (const least of [0, 1e-13, 1e-9, 1e-7, 1e-5]) {
        const matchCase = aCase().demand({ annualDemandMwh, profile: { hourlyKw: hours((hour) => (hour % 3 === 0 ? annualDemandMwh : least)) } }).build();
        expectSameResult(evaluatorOf(matchCase).evaluate(0, matchCase.demand), evaluateCase(matchCase));
      }
    }
  });

  it('sums hour by hour where an own profile is given next to nothing of what it wants', () => {
    for (const installedItKw of [0.5, 30, 2000]) {
      const utilisation = hours((hour) => 0.5 + 0.5 * Math.sin(hour / 9));
      const profile = { hourlyKw: hours((hour) => 4e5 * (1 + Math.cos(hour / 5))) };
      for (const priceEurPerMwh of [60, hours((hour) => 30 - (hour % 50))]) {
        const matchCase = aCase().coolEnoughForDirect().demand({ profile, routeLengthM: 20 }).source({ installedItKw, utilisation })
          .site({ electricity: { priceEurPerMwh, emissionKgPerMwh: 17 } }).build();
        expectSameResult(evaluatorOf(matchCase).evaluate(0, matchCase.demand), evaluateCase(matchCase));
      }
    }
  });

  it('names a source by its place, and refuses a demand only where it is evaluated', () => {
    const { site, source, demand } = aCase().build();
    expect(() => createEvaluator(site, [source, { ...source, installedItKw: -3 }])).to.throw('sources[1].installedItKw').with.property('value', -3);
    expect(() => createEvaluator(site, [{ ...source, returnTemperatureC: 31 }])).to.throw('sources[0].returnTemperatureC');
    expect(() => createEvaluator(site, [])).to.throw(RangeError);
    const evaluator = createEvaluator(site, [source]);
    expect(() => evaluator.evaluate(0, { ...demand, routeLengthM: -5 })).to.throw('demand.routeLengthM');
    expect(() => evaluator.evaluate(1, demand)).to.throw(RangeError);
    expectSameResult(evaluator.evaluate(0, demand), evaluateCase({ site, source, demand }));
  });
});
