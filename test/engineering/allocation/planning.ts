import { createMilpSolver } from '../../../server/adapters/solver.js';
import { allocate, type AllocateOptions, type AllocationOutcome, type AllocationProblem, type PlanRules } from '../../../server/engineering/index.js';

export const solver = createMilpSolver();

const SECONDS_A_LOOK = 0.005;

/** The real solver, and a clock that goes on each time it is looked at: no test depends on how fast the machine is. */
export function options(change: Partial<AllocateOptions> = {}): AllocateOptions {
  let seconds = 0;
  return { gap: 1e-6, timeLimitSeconds: 60, secondsElapsed: () => (seconds += SECONDS_A_LOOK), ...change };
}

export const planOf = (problem: AllocationProblem, rules: PlanRules, change: Partial<AllocateOptions> = {}): Promise<AllocationOutcome> =>
  allocate(problem, rules, solver, options(change));

export function planned(outcome: AllocationOutcome): AllocationOutcome & { readonly status: 'planned' } {
  if (outcome.status !== 'planned') throw new Error(`no plan: ${outcome.status}`);
  return outcome;
}
