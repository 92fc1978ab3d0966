/**
 * The search for a plan, round by round. First candidates may be taken in part: lines under the losses are added until nothing more is to
 * be learned that way, and whatever cannot be part of a plan that is better by more than the gap asked for is set aside. Then whole:
 * solve, evaluate exactly, improve, add the lines that touch there, cut the slices where belief and truth differ, again.
 *
 * Each round's bound holds for every choice not yet evaluated and of what is not set aside; choices evaluated are excluded from the
 * next round, and what is set aside has a bound of its own.
 */
import type { AllocateOptions } from './allocate.js';
import { CutPool, sharesOf, type Shares } from './cut-pool.js';
import { improve, valueChoice, type ValuedChoice } from './improve.js';
import type { MilpOptions, MilpResult, MilpSolver } from './milp.js';
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';
import { refineSlices } from './refine-slices.js';
import { relax, valueScale, type Relaxation } from './relaxation.js';
import { keepsRules } from './rules.js';
import type { SourceSlices } from './slices.js';

/** Parts of the gap asked for: what the solver may leave, what slices may differ from hours, what lines may leave out. */
const SOLVER_SHARE_OF_GAP = 0.35;
const SLICES_SHARE_OF_GAP = 0.1;
const LINES_SHARE_OF_GAP = 0.05;
/** What is set aside has a bound of at most so much of the gap. */
const ASIDE_SHARE_OF_GAP = 0.9;
const MOST_RELAXED_ROUNDS = 40;
const LEAST_SOLVER_GAP = 1e-7;
const LEAST_SECONDS = 0.5;
const YES = 0.5;

type Solved = MilpResult & { readonly status: 'solved' };

export const gapOf = (bound: number, value: number): number | null => {
  if (bound <= value) return 0;
  return value === 0 ? null : (bound - value) / Math.abs(value);
};

export class PlanSearch {
  best: ValuedChoice | undefined;
  bound = Infinity;
  solverValue: number | null = null;
  rounds = 0;
  readonly candidateCount: number;
  /** Best that anything set aside could be part of. */
  private asideBound = -Infinity;
  private readonly excluded: (readonly Candidate[])[] = [];
  private readonly scale: number;
  private readonly starting: number;
  private readonly begun: number;

  constructor(
    private readonly evaluator: Evaluator, private candidates: readonly Candidate[], private readonly options: AllocateOptions,
    private readonly solver: MilpSolver, public slices: SourceSlices[],
  ) {
    this.begun = options.secondsElapsed();
    this.candidateCount = candidates.length;
    this.scale = valueScale(evaluator, candidates);
    this.starting = candidates.reduce((sum, each) => sum + Math.max(0, evaluator.fullValue(each)), 0);
  }

  private secondsLeft(): number {
    return this.options.timeLimitSeconds - (this.options.secondsElapsed() - this.begun);
  }

  /** So much of the best plan's value is so much of the gap asked for. */
  private partOfGap(share: number): number {
    return share * this.options.gap * Math.abs(this.best?.plan.value ?? 0);
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

  private async report(bound: number): Promise<void> {
    const value = this.best?.plan.value ?? null;
    const known = Math.min(bound, this.bound);
    const gap = value === null ? null : gapOf(Math.min(known, this.starting), value);
    const byGap = gap === null ? 0 : this.options.gap / Math.max(this.options.gap, gap);
    const byTime = 1 - this.secondsLeft() / this.options.timeLimitSeconds;
    await this.options.progress?.({
      fraction: Math.min(1, Math.max(byGap, byTime)), value, bound: known < Infinity ? known : null,
    });
  }

  /** A valid bound of what is left, aside included, and never below the best plan. */
  private take(bound: number): void {
    this.bound = Math.min(this.bound, Math.max(bound, this.asideBound, this.best?.plan.value ?? -Infinity));
  }

  async improve(start: ValuedChoice): Promise<void> {
    const improved = await improve(this.evaluator, start, this.candidates, async () => {
      await this.report(Infinity);
      return this.secondsLeft() > 0;
    });
    if (!this.best || improved.plan.value > this.best.plan.value) this.best = improved;
  }

  async run(): Promise<void> {
    const pool = new CutPool(this.evaluator, this.slices, this.candidates);
    pool.touch(sharesOf(this.best?.chosen ?? []));
    if (!await this.relaxed(pool)) return;
    while (!this.proven() && this.secondsLeft() > LEAST_SECONDS && await this.round(pool));
  }

  private relaxation(pool: CutPool, whole: boolean): Relaxation {
    const { evaluator, candidates, scale } = this;
    return relax({ evaluator, candidates, scale, cuts: pool.cuts, excluded: whole ? this.excluded : [], whole });
  }

  private async solve({ model }: Relaxation, options: Pick<MilpOptions, 'relativeGap' | 'enoughBound'>): Promise<MilpResult> {
    const failures: unknown[] = [];
    const result = await this.solver.solve(model, {
      ...options, timeLimitSeconds: Math.max(LEAST_SECONDS, this.secondsLeft()),
      onProgress: ({ bound }) => {
        this.report(bound === null ? Infinity : bound * this.scale).catch((error: unknown) => failures.push(error));
      },
    });
    if (failures.length > 0) throw failures[0];
    return result;
  }

  /** Nothing keeps the rules, or everything that does has been evaluated. */
  private over(): false {
    this.bound = Math.max(this.best?.plan.value ?? -Infinity, this.asideBound);
    return false;
  }

  /** Candidates taken in part. False when there is nothing left to do. */
  private async relaxed(pool: CutPool): Promise<boolean> {
    for (let round = 0; round < MOST_RELAXED_ROUNDS && this.secondsLeft() > LEAST_SECONDS; round++) {
      const relaxation = this.relaxation(pool, false);
      const result = await this.solve(relaxation, { relativeGap: 0 });
      if (result.status === 'infeasible') return this.over();
      if (result.status !== 'solved') return true;
      this.take(result.value * this.scale);
      await this.report(this.bound);
      if (this.proven() && !this.options.starts) return false;
      const missing = this.touch(pool, relaxation, result, this.sharesIn(relaxation, result));
      if (!this.proven() && missing > this.partOfGap(LINES_SHARE_OF_GAP) && round + 1 < MOST_RELAXED_ROUNDS) continue;
      await this.roundOff(pool, relaxation, result);
      break;
    }
    return true;
  }

  private sharesIn({ columnOf }: Relaxation, { columns }: Solved): Shares {
    const negligible = 1e-9;
    return new Map([...columnOf].map(([candidate, column]) => [candidate, columns[column] ?? 0] as const).filter(([, share]) => share > negligible));
  }

  private touch(pool: CutPool, { lossColumn }: Relaxation, { columns }: Solved, shares: Shares): number {
    const believed = (source: number, part: number): number => (columns[lossColumn(source, part)] ?? -Infinity) * this.scale;
    return pool.touch(shares, believed, this.partOfGap(LINES_SHARE_OF_GAP) * LINES_SHARE_OF_GAP);
  }

  /** The relaxed solution rounded and improved; then aside with what cannot be part of a plan that is better by more than the gap. */
  private async roundOff(pool: CutPool, relaxation: Relaxation, result: Solved): Promise<void> {
    const rounded = this.offer([...this.sharesIn(relaxation, result)].filter(([, share]) => share > YES).map(([candidate]) => candidate));
    if (rounded) await this.improve(rounded);
    const { best, scale } = this;
    if (!best || !result.reducedCosts) return;
    const threshold = best.plan.value + this.partOfGap(ASIDE_SHARE_OF_GAP);
    const kept: Candidate[] = [];
    for (const candidate of this.candidates) {
      const most = (result.value + Math.min(0, result.reducedCosts[relaxation.columnOf.get(candidate) ?? -1] ?? 0)) * scale;
      if (most >= threshold || best.chosen.includes(candidate)) kept.push(candidate);
      else this.asideBound = Math.max(this.asideBound, most);
    }
    this.candidates = kept;
    this.refine(pool, best);
  }

  /** Cuts the slices until what they say of a choice is close to its exact value. */
  private refine(pool: CutPool, { chosen, plan }: ValuedChoice): void {
    this.slices = refineSlices(this.evaluator, chosen, this.slices, SLICES_SHARE_OF_GAP * this.options.gap * Math.abs(plan.value));
    pool.slice(this.slices, this.candidates);
    pool.touch(sharesOf(chosen));
  }

  /** Candidates taken whole. False when there is nothing left to do. */
  private async round(pool: CutPool): Promise<boolean> {
    const relaxation = this.relaxation(pool, true);
    const { gap } = this.options;
    this.rounds += 1;
    const result = await this.solve(relaxation, {
      relativeGap: Math.max(LEAST_SOLVER_GAP, gap * SOLVER_SHARE_OF_GAP),
      ...(this.best && { enoughBound: (this.best.plan.value + this.partOfGap(1)) / this.scale }),
    });
    if (result.status === 'infeasible') return this.over();
    if (result.status === 'solved') await this.evaluate(pool, relaxation, result);
    this.take(result.bound * this.scale);
    await this.report(this.bound);
    return result.status === 'solved';
  }

  private async evaluate(pool: CutPool, relaxation: Relaxation, result: Solved): Promise<void> {
    const chosen = this.candidates.filter((each) => (result.columns[relaxation.columnOf.get(each) ?? -1] ?? 0) > YES);
    this.excluded.push(chosen);
    this.touch(pool, relaxation, result, sharesOf(chosen));
    const valued = this.offer(chosen);
    if (!valued) return;
    if (this.best === valued) this.solverValue = result.value * this.scale;
    await this.improve(valued);
    this.refine(pool, valued);
  }
}
