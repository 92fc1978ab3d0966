import { expect } from 'chai';
import fc from 'fast-check';
import { planEvaluator, type AllocationProblem, type Candidate, type PlanRules } from '../../../server/engineering/index.js';
import { lossCuts, sourceClaims } from '../../../server/engineering/allocation/loss-cuts.js';
import type { Evaluator } from '../../../server/engineering/allocation/plan-value.js';
import { initialSlices, type SourceSlices } from '../../../server/engineering/allocation/slices.js';
import { arbitrarySmallProblem, rules } from './small-problem.js';

const ALL_RULES: readonly PlanRules[] = [
  rules(), rules({ minimumResearchShare: 0.2 }), rules({ weights: { npv: 1, co2EurPerTonne: 200, heatEurPerMwh: 50 } }),
];

/** All hours of all years as one. */
function oneSlice(problem: AllocationProblem, source: number, own: readonly Candidate[]): SourceSlices {
  const starts = [...new Set(own.map(({ startHour }) => startHour))].sort((a, b) => a - b);
  const period = { fromHour: starts[0] ?? 0, toHour: problem.horizonYears * problem.hoursPerYear, starts };
  return { source, periods: [period], sliceOf: [new Int32Array(problem.hoursPerYear)], count: 1, partOf: [0] };
}

/** Every choice of at most one candidate a demand at one source. */
function choices(problem: AllocationProblem, source: number): Candidate[][] {
  return problem.demands.reduce<Candidate[][]>((all, _, demand) => {
    const own = problem.candidates.filter((each) => each.demand === demand && each.source === source);
    return all.flatMap((chosen) => [chosen, ...own.map((each) => [...chosen, each])]);
  }, [[]]);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function trueLoss(evaluator: Evaluator, chosen: readonly Candidate[]): number {
  return sum(chosen.map((each) => evaluator.fullValue(each))) - evaluator.plan(chosen).value;
}

describe('the lines under the loss of a building', () => {
  for (const [name, slicesOf] of [
    ['hour by hour', (evaluator: Evaluator, source: number, own: readonly Candidate[]): SourceSlices =>
      initialSlices(evaluator.problem, source, own, evaluator.years.endHour)],
    ['with all hours in one slice', ({ problem }: Evaluator, source: number, own: readonly Candidate[]): SourceSlices => oneSlice(problem, source, own)],
  ] as const) {
    it(`say no more than any choice really loses, ${name}`, () => {
      fc.assert(fc.property(
        arbitrarySmallProblem({ min: 1, max: 5 }), fc.constantFrom(...ALL_RULES), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 9, maxLength: 9 }),
        (problem, planRules, shares) => {
          const evaluator = planEvaluator(problem, planRules);
          const own = problem.candidates.filter(({ source }) => source === 0);
          if (own.length === 0) return;
          const claims = sourceClaims(evaluator, slicesOf(evaluator, 0, own), own);
          const all = choices(problem, 0);
          const touching = [new Map(own.map((each, index) => [each, shares[index] ?? 0])), ...all.slice(0, 20).map((each) => new Map(each.map((one) => [one, 1])))];
          for (const shared of touching) {
            const cuts = lossCuts(claims, shared);
            for (const chosen of all) {
              const said = sum(cuts.map(({ perCandidate, offered }) => sum(chosen.map((each) => perCandidate.get(each) ?? 0)) - offered));
              const lost = trueLoss(evaluator, chosen);
              expect(said).to.be.at.most(lost + 1e-9 * (1 + Math.abs(lost)));
            }
          }
        },
      ), { numRuns: 60, seed: 5 });
    }).timeout(20_000);
  }

  it('touch the loss where they are made for', () => {
    fc.assert(fc.property(arbitrarySmallProblem({ min: 1, max: 5 }), (problem) => {
      const evaluator = planEvaluator(problem, rules());
      const own = problem.candidates.filter(({ source }) => source === 0);
      if (own.length === 0) return;
      const claims = sourceClaims(evaluator, initialSlices(problem, 0, own, evaluator.years.endHour), own);
      for (const chosen of choices(problem, 0)) {
        for (const { loss, offered, perCandidate } of lossCuts(claims, new Map(chosen.map((each) => [each, 1])))) {
          expect(sum(chosen.map((each) => perCandidate.get(each) ?? 0)) - offered).to.be.closeTo(loss, 1e-9 * (1 + Math.abs(loss)));
        }
      }
    }), { numRuns: 40, seed: 6 });
  }).timeout(20_000);
});
