/**
 * Finds the best plan and proves how close it is: relax, solve, evaluate exactly, cut the slices where the two differ, again.
 *
 * Each round's bound holds for every choice not yet evaluated; those evaluated are excluded from the next round. The gap is
 * `(bound - value) / |value|` of the exact hourly value, so what is proven is proven for the 8760 hours and not for the slices.
 */
import { greedyByScore } from './greedy.js';
import { improve, valueChoice, type ValuedChoice } from './improve.js';
import type { MilpResult, MilpSolver } from './milp.js';
import { planEvaluator, type Evaluator, type PlanValue } from './plan-value.js';
import type { AllocationProblem, Candidate, PlanRules } from './problem.js';
import { refineSlices } from './refine-slices.js';
import { relax, valueScale, type Relaxation } from './relaxation.js';
import { keepsRules } from './rules.js';
import { initialSlices, type SourceSlices } from './slices.js';
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

/**
 * The gap is shared between the solver and what slices differ from hours: as long as the slices take most of it, a closer solution
 * would be a waste of time.
 */
const SOLVER_SHARE_AT_FIRST = 1;
const SOLVER_SHARE_OF_GAP = 0.35;
const SLICES_SHARE_OF_GAP = 0.2;
const LEAST_SOLVER_GAP = 1e-7;
const LEAST_SECONDS = 0.5;

export const gapOf = (bound: number, value: number): number | null => {
  if (bound <= value) return 0;
  return value === 0 ? null : (bound - value) / Math.abs(value);
};

class Search {
  best: ValuedChoice | undefined;
  bound = Infinity;
  solverValue: number | null = null;
  rounds = 0;
  private readonly excluded: (readonly Candidate[])[] = [];
  private readonly scale: number;
  private solverShare = SOLVER_SHARE_AT_FIRST;
  private readonly starting: number;
  private readonly begun: number;

  constructor(
    readonly evaluator: Evaluator, readonly candidates: readonly Candidate[], readonly options: AllocateOptions,
    private readonly solver: MilpSolver, public slices: SourceSlices[],
  ) {
    this.begun = options.secondsElapsed();
    this.scale = valueScale(evaluator, candidates);
    this.starting = candidates.reduce((sum, each) => sum + Math.max(0, evaluator.fullValue(each)), 0);
  }

  secondsLeft(): number {
    return this.options.timeLimitSeconds - (this.options.secondsElapsed() - this.begun);
  }

  offer(chosen: readonly Candidate[]): ValuedChoice | undefined {
    if (!keepsRules(this.evaluator, chosen)) return undefined;
    const valued = valueChoice(this.evaluator, chosen);
    if (!this.best || valued.plan.value > this.best.plan.value) this.best = valued;
    return valued;
  }

  gap(): number | null {
    return this.best ? gapOf(this.bound, this.best.plan.value) : null;
  }

  proven(): boolean {
    const gap = this.gap();
    return gap !== null && gap <= this.options.gap;
  }

  async report(bound: number): Promise<void> {
    const value = this.best?.plan.value ?? null;
    const known = Math.min(bound, this.bound);
    const gap = value === null ? null : gapOf(Math.min(known, this.starting), value);
    const byGap = gap === null ? 0 : this.options.gap / Math.max(this.options.gap, gap);
    const byTime = 1 - this.secondsLeft() / this.options.timeLimitSeconds;
    await this.options.progress?.({
      fraction: Math.min(1, Math.max(byGap, byTime)), value, bound: known < Infinity ? known : null,
    });
  }

  async improve(start: ValuedChoice): Promise<void> {
    const improved = await improve(this.evaluator, start, this.candidates, async () => {
      await this.report(Infinity);
      return this.secondsLeft() > 0;
    });
    if (!this.best || improved.plan.value > this.best.plan.value) this.best = improved;
  }

  /** Cuts the slices until what they say of a choice is close to its exact value. */
  refine({ chosen, plan }: ValuedChoice): void {
    this.slices = refineSlices(this.evaluator, chosen, this.slices, SLICES_SHARE_OF_GAP * this.options.gap * Math.abs(plan.value));
  }

  /** One round; false when there is nothing left to do. */
  async round(): Promise<boolean> {
    const relaxation = relax(this.evaluator, this.candidates, this.slices, this.scale, this.excluded);
    this.rounds += 1;
    const result = await this.solve(relaxation);
    if (result.status === 'infeasible') {
      // Every choice that keeps the rules has been evaluated.
      this.bound = this.best?.plan.value ?? -Infinity;
      return false;
    }
    if (result.status === 'solved') await this.take(relaxation, result);
    this.bound = Math.min(this.bound, Math.max(result.bound * this.scale, this.best?.plan.value ?? -Infinity));
    await this.report(this.bound);
    return result.status === 'solved' && !this.proven() && this.secondsLeft() > LEAST_SECONDS;
  }

  private async solve({ model }: Relaxation): Promise<MilpResult> {
    const { gap } = this.options;
    const failures: unknown[] = [];
    const result = await this.solver.solve(model, {
      relativeGap: Math.max(LEAST_SOLVER_GAP, gap * this.solverShare),
      timeLimitSeconds: Math.max(LEAST_SECONDS, this.secondsLeft()),
      ...(this.best && { enoughBound: (this.best.plan.value + gap * Math.abs(this.best.plan.value)) / this.scale }),
      onProgress: ({ bound }) => {
        this.report(bound === null ? Infinity : bound * this.scale).catch((error: unknown) => failures.push(error));
      },
    });
    if (failures.length > 0) throw failures[0];
    return result;
  }

  private async take(relaxation: Relaxation, { columns, value }: MilpResult & { status: 'solved' }): Promise<void> {
    const yes = 0.5;
    const chosen = this.candidates.filter((each) => (columns[relaxation.columnOf.get(each) ?? -1] ?? 0) > yes);
    this.excluded.push(chosen);
    const valued = this.offer(chosen);
    if (!valued) return;
    if (this.best === valued) this.solverValue = value * this.scale;
    const difference = value * this.scale - valued.plan.value;
    const slicesTakeMost = difference > this.options.gap * Math.abs(valued.plan.value);
    this.solverShare = slicesTakeMost ? SOLVER_SHARE_AT_FIRST : SOLVER_SHARE_OF_GAP;
    await this.improve(valued);
    this.refine(valued);
  }
}

function outcome(search: Search): AllocationOutcome {
  const { best, bound, slices } = search;
  if (!best) return { status: bound === -Infinity ? 'rules-contradict' : 'no-plan-in-time' };
  return {
    status: 'planned', chosen: best.chosen, plan: best.plan, bound: Math.max(bound, best.plan.value), gap: search.gap(),
    proven: search.proven(), solverValue: search.solverValue, rounds: search.rounds,
    slices: slices.reduce((sum, { count }) => sum + count, 0), candidates: search.candidates.length,
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
  const search = new Search(evaluator, candidates, options, solver, slices);
  search.offer([]);
  const first = search.offer(greedyByScore(evaluator));
  if (first) await search.improve(first);
  if (candidates.length === 0) search.bound = search.best?.plan.value ?? -Infinity;
  else while (await search.round());
  return outcome(search);
}
