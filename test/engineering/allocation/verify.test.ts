import { expect } from 'chai';
import fc from 'fast-check';
import {
  CHECKS, planDispatch, planEvaluator, verifyPlan, type DispatchedStage, type PlanRecord, type PlanRules,
} from '../../../server/engineering/index.js';
import { planned, planOf } from './planning.js';
import { arbitrarySmallProblem, rules, smallProblem } from './small-problem.js';

const problem = smallProblem({
  offeredKw: [[15, 100, 30]], demandKw: [[10, 10, 10], [10, 10, 10], [4, 4, 4]], research: [false, false, true], horizonYears: 2,
  discountRate: 0.05, priceEurPerMwh: [50, 80, 20],
  candidates: [
    { demand: 0, capacityKw: 10, investmentEur: 1 }, { demand: 1, capacityKw: 8, investmentEur: 2, cop: 3, lossKw: 1, pumpKw: 0.1, startHour: 3 },
    { demand: 2, capacityKw: 4 }, { demand: 0, capacityKw: 5 },
  ],
});
const [first, second, third, other] = problem.candidates as [Candidate, Candidate, Candidate, Candidate];
type Candidate = (typeof problem.candidates)[number];

function record(planRules: PlanRules, chosen: readonly Candidate[] = [first, second]): PlanRecord {
  const evaluator = planEvaluator(problem, planRules);
  return { chosen, totals: evaluator.plan(chosen), stages: [...planDispatch(evaluator, chosen)] };
}

const found = (planRules: PlanRules, tampered: PlanRecord): string[] =>
  [...new Set(verifyPlan(problem, planRules, tampered).map(({ check }) => check))];

/** The record with one delivery of one candidate set to something else, wherever it runs. */
function delivering(of: Candidate, hour: number, kw: number): PlanRecord {
  const whole = record(rules());
  const stages = [...whole.stages].map((stage): DispatchedStage => ({
    ...stage,
    connections: stage.connections.map(({ candidate, deliveredKw }) =>
      ({ candidate, deliveredKw: candidate === of ? deliveredKw.with(hour, kw) : deliveredKw })),
  }));
  return { ...whole, stages };
}

const stagesOf = (whole: PlanRecord, change: (stage: DispatchedStage, index: number) => DispatchedStage | undefined): PlanRecord =>
  ({ ...whole, stages: [...whole.stages].flatMap((stage, index) => change(stage, index) ?? []) });

const PLANTED: Readonly<Record<(typeof CHECKS)[number], () => string[]>> = {
  candidate: () => found(rules(), { ...record(rules(), [first]), chosen: [{ ...first }] }),
  'one-connection': () => found(rules(), record(rules(), [first, other])),
  start: () => found(rules(), stagesOf(record(rules(), [second]), (stage) => ({ ...stage, fromHour: 0 }))),
  demand: () => found(rules(), delivering(first, 1, 10.5)),
  capacity: () => found(rules(), delivering(second, 1, 9)),
  offer: () => found(rules(), delivering(first, 0, 10)),
  balance: () => {
    const whole = record(rules(), [second]);
    const leaky = { ...second, lines: { ...second.lines, lossKw: 3 } };
    return found(rules(), stagesOf(whole, (stage) =>
      ({ ...stage, connections: stage.connections.map((each) => ({ ...each, candidate: leaky })) })));
  },
  budget: () => found(rules({ budgetEur: 2.5 }), record(rules())),
  pin: () => found(rules({ pins: [{ demand: 2, source: null, pin: 'in' }] }), record(rules())),
  'research-share': () => found(rules({ minimumResearchShare: 0.5 }), record(rules({ minimumResearchShare: 0.5 }), [first, third])),
  totals: () => {
    const whole = record(rules());
    return found(rules(), { ...whole, totals: { ...whole.totals, npvEur: whole.totals.npvEur + 0.01 } });
  },
  stages: () => found(rules(), stagesOf(record(rules()), (stage, index) => (index === 0 ? stage : undefined))),
};

describe('verifyPlan', () => {
  it('finds nothing wrong with a plan as it was dispatched', () => {
    expect(verifyPlan(problem, rules(), record(rules()))).to.deep.equal([]);
    expect(verifyPlan(problem, rules(), record(rules(), [first, second, third]))).to.deep.equal([]);
    expect(verifyPlan(problem, rules(), record(rules(), []))).to.deep.equal([]);
  });

  for (const check of CHECKS) {
    it(`finds a planted fault: ${check}`, () => {
      expect(PLANTED[check]()).to.include(check);
    });
  }

  it('finds a pinned-out match that is served, and a demand pinned to another source', () => {
    expect(found(rules({ pins: [{ demand: 0, source: 0, pin: 'out' }] }), record(rules()))).to.deep.equal(['pin']);
  });

  it('names what, where, how much and the limit', () => {
    expect(verifyPlan(problem, rules(), delivering(first, 1, 10.5))[0]).to.deep.equal({
      check: 'demand', where: 'demand 1 gets more than it wants, hour 1', value: 10.5, limit: 10,
    });
  });

  it('finds nothing wrong with any plan that allocate chooses', async () => {
    await fc.assert(fc.asyncProperty(arbitrarySmallProblem({ min: 1, max: 5 }), fc.constantFrom(0, 0.3), async (any, minimumResearchShare) => {
      const planRules = rules({ minimumResearchShare, budgetEur: 80 });
      const { chosen, plan } = planned(await planOf(any, planRules, { gap: 0.05 }));
      const evaluator = planEvaluator(any, planRules);
      expect(verifyPlan(any, planRules, { chosen, totals: plan, stages: planDispatch(evaluator, chosen) })).to.deep.equal([]);
    }), { numRuns: 15, seed: 3 });
  }).timeout(60_000);
});
