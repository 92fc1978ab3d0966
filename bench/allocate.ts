import { createMilpSolver } from '../server/adapters/solver.js';
import { allocate, allocationProblem, NO_RULES, planDispatch, planEvaluator, verifyPlan } from '../server/engineering/index.js';
import { aBusySite } from './allocation-site.js';
import type { Figure } from './measurement.js';

const DEMANDS = 60;
const GAP = 0.005;
const TIME_LIMIT_SECONDS = 60;
const MILLISECONDS_PER_SECOND = 1000;
const PERCENT = 100;

const seconds = (): number => performance.now() / MILLISECONDS_PER_SECOND;

/** The plan of a busy site, from the inputs to the proof; throws when the plan breaks a rule in any hour. */
export async function benchAllocate(): Promise<Figure[]> {
  const begun = seconds();
  const problem = allocationProblem(aBusySite(DEMANDS));
  const outcome = await allocate(problem, NO_RULES, createMilpSolver(), { gap: GAP, timeLimitSeconds: TIME_LIMIT_SECONDS, secondsElapsed: seconds });
  const planned = seconds();
  if (outcome.status !== 'planned') throw new Error(`no plan: ${outcome.status}`);
  const { chosen, plan, gap, slices, rounds, candidates } = outcome;
  const evaluator = planEvaluator(problem, NO_RULES);
  const violations = verifyPlan(problem, NO_RULES, { chosen, totals: plan, stages: planDispatch(evaluator, chosen) });
  if (violations.length > 0) throw new Error(`the plan breaks its own rules: ${JSON.stringify(violations)}`);
  return [
    { name: `${DEMANDS} demands x 3 buildings to ${GAP * PERCENT} %`, value: planned - begun, unit: 's', target: '60' },
    { name: 'gap proven for the 8760 hours', value: (gap ?? NaN) * PERCENT, unit: '%', target: '0.5' },
    { name: 'slices at the end', value: slices, unit: '' },
    { name: 'rounds of solving and checking', value: rounds, unit: '' },
    { name: 'candidates chosen from', value: candidates, unit: '' },
    { name: 'every hour verified again', value: seconds() - planned, unit: 's' },
  ];
}
