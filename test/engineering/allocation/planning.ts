import { createMilpSolver } from '../../../server/adapters/solver.js';
import { allocate, type AllocateOptions, type AllocationOutcome, type AllocationProblem, type PlanRules } from '../../../server/engineering/index.js';

/** The real solver; a clock that stands still, so that no test depends on the time. */
export const solver = createMilpSolver();

export const options = (change: Partial<AllocateOptions> = {}): AllocateOptions =>
  ({ gap: 1e-6, timeLimitSeconds: 60, secondsElapsed: () => 0, ...change });

export const planOf = (problem: AllocationProblem, rules: PlanRules, change: Partial<AllocateOptions> = {}): Promise<AllocationOutcome> =>
  allocate(problem, rules, solver, options(change));

export function planned(outcome: AllocationOutcome): AllocationOutcome & { readonly status: 'planned' } {
  if (outcome.status !== 'planned') throw new Error(`no plan: ${outcome.status}`);
  return outcome;
}
