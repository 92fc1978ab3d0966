/**
 * Finds the best plan and proves how close it is. The gap is `(bound - value) / |value|` of the exact hourly value, so what is proven
 * is proven for the 8760 hours and not for the slices the solver sees.
 */
import { greedyByScore } from './greedy.js';
import type { MilpSolver } from './milp.js';
import { planEvaluator, type PlanValue } from './plan-value.js';
import type { AllocationProblem, Candidate, PlanRules } from './problem.js';
import { PlanSearch } from './plan-search.js';
import { initialSlices } from './slices.js';
import { usableCandidates } from './usable-candidates.js';

export interface AllocateProgress {
  /** 0..1. */
  readonly fraction: number;
  readonly value: number | null;
  readonly bound: number | null;
}

export interface AllocateOptions {
  /** Stop when the plan is proven this close to the best, e.g. 0.005. */
  readonly gap: number;
  readonly timeLimitSeconds: number;
  /** Seconds on any clock that runs; the library has none of its own. */
  readonly secondsElapsed: () => number;
  /** Plans that are good under other rules, from which to begin. */
  readonly starts?: readonly (readonly Candidate[])[];
  /** Awaited now and then, so that whoever waits is told and the process stays responsive. */
  readonly progress?: (progress: AllocateProgress) => Promise<void> | void;
}

export interface Allocation {
  readonly status: 'planned';
  readonly chosen: readonly Candidate[];
  readonly plan: PlanValue;
  /** No plan that keeps the rules is worth more. */
  readonly bound: number;
  /** `(bound - value) / |value|`; null when the plan is worth nothing. */
  readonly gap: number | null;
  /** Whether the gap asked for was reached before the time was over. */
  readonly proven: boolean;
  /** What the solver's slices said the plan was worth, before the exact hours; null when the plan was not the solver's. */
  readonly solverValue: number | null;
  readonly rounds: number;
  readonly slices: number;
  readonly candidates: number;
}

export type AllocationOutcome =
  | Allocation
  /** No demand can be connected to any source. */
  | { readonly status: 'no-feasible-match' }
  /** No choice keeps pins, budget and research share together. */
  | { readonly status: 'rules-contradict' }
  /** The time was over before a plan that keeps the rules was found. */
  | { readonly status: 'no-plan-in-time' };

function outcome(search: PlanSearch): AllocationOutcome {
  const { best, bound, slices } = search;
  if (!best) return { status: bound === -Infinity ? 'rules-contradict' : 'no-plan-in-time' };
  return {
    status: 'planned', chosen: best.chosen, plan: best.plan, bound: Math.max(bound, best.plan.value), gap: search.gap(),
    proven: search.proven(), solverValue: search.solverValue, rounds: search.rounds,
    slices: slices.reduce((sum, { count }) => sum + count, 0), candidates: search.candidateCount,
  };
}

export async function allocate(
  problem: AllocationProblem, rules: PlanRules, solver: MilpSolver, options: AllocateOptions,
): Promise<AllocationOutcome> {
  if (problem.candidates.length === 0) return { status: 'no-feasible-match' };
  const evaluator = planEvaluator(problem, rules);
  const candidates = usableCandidates(evaluator);
  const slices = problem.sources.map((_, source) =>
    initialSlices(problem, source, candidates.filter((each) => each.source === source), evaluator.years.endHour));
  const search = new PlanSearch(evaluator, candidates, options, solver, slices);
  for (const start of [[], greedyByScore(evaluator), ...(options.starts ?? [])]) search.offer(start);
  // A plan of a neighbour is good already; it is improved once it has been rounded.
  if (search.best && !options.starts) await search.improve(search.best);
  if (candidates.length === 0) search.bound = search.best?.plan.value ?? -Infinity;
  else await search.run();
  return outcome(search);
}
