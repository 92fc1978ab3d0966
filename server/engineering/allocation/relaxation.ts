/**
 * The plan as a mixed-integer linear problem: one yes-or-no a candidate, and for each building the loss by shortage, in parts, held up by
 * the lines found so far. It is a relaxation: whatever the hourly rule does with a choice of candidates loses at least what every
 * line says. So its bound is a bound for the exact problem.
 */
import type { LossCut } from './loss-cuts.js';
import { MilpBuilder, type MilpModel } from './milp.js';
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';
import { contractedMwh, contractedTonnes, pinAllows, pinnedInDemands } from './rules.js';
import { PARTS } from './slices.js';

export interface Relaxation {
  readonly model: MilpModel;
  readonly columnOf: ReadonlyMap<Candidate, number>;
  /** Column of the loss of a part of a building's slices. */
  readonly lossColumn: (source: number, part: number) => number;
}

export interface RelaxationInput {
  readonly evaluator: Evaluator;
  readonly candidates: readonly Candidate[];
  readonly cuts: readonly LossCut[];
  /** Values are handed to the solver in parts of this. */
  readonly scale: number;
  /** Choices that have been evaluated exactly and need not come again. */
  readonly excluded: readonly (readonly Candidate[])[];
  /** False: candidates may be taken in part. */
  readonly whole: boolean;
}

/** Values are handed to the solver in parts of the largest, so that its tolerances mean the same for a shed and for a town. */
export const valueScale = (evaluator: Evaluator, candidates: readonly Candidate[]): number =>
  candidates.reduce((largest, candidate) => Math.max(largest, Math.abs(evaluator.fullValue(candidate))), 0) / 1000 || 1;

class RelaxationBuilder {
  private readonly builder = new MilpBuilder();
  private readonly columnOf = new Map<Candidate, number>();
  private readonly evaluator: Evaluator;
  private readonly candidates: readonly Candidate[];

  constructor(private readonly input: RelaxationInput) {
    this.evaluator = input.evaluator;
    this.candidates = input.candidates;
  }

  build(): Relaxation {
    const { cuts, excluded } = this.input;
    for (const candidate of this.candidates) this.addCandidate(candidate);
    const lossColumns = this.addLosses();
    const lossColumn = (source: number, part: number): number => lossColumns[source * PARTS + part] ?? -1;
    this.addDemands();
    this.addRules();
    for (const cut of cuts) this.addCut(cut, lossColumn(cut.source, cut.part));
    for (const choice of excluded) this.exclude(choice);
    return { model: this.builder.build(), columnOf: this.columnOf, lossColumn };
  }

  private addCandidate(candidate: Candidate): void {
    const { rules } = this.evaluator;
    const allowed = pinAllows(rules, candidate) ? 1 : 0;
    const { scale, whole } = this.input;
    this.columnOf.set(candidate, this.builder.column(this.evaluator.fullValue(candidate) / scale, 0, allowed, whole));
  }

  private column(candidate: Candidate): number {
    const column = this.columnOf.get(candidate);
    if (column === undefined) throw new RangeError(`candidate ${candidate.index} is not part of this problem`);
    return column;
  }

  /** Not bounded but by the lines: each part has at least one before the first solution is asked for. */
  private addLosses(): number[] {
    return this.evaluator.problem.sources.flatMap(() =>
      Array.from({ length: PARTS }, () => this.builder.column(-1, -Infinity, Infinity)));
  }

  private addCut({ offered, perCandidate }: LossCut, lossColumn: number): void {
    const { scale } = this.input;
    const terms: [number, number][] = [[lossColumn, -1]];
    for (const candidate of this.candidates) {
      const lost = perCandidate.get(candidate);
      if (lost !== undefined) terms.push([this.column(candidate), lost / scale]);
    }
    this.builder.row(-Infinity, offered / scale, terms);
  }

  private addDemands(): void {
    const { evaluator: { rules, problem } } = this;
    const pinned = pinnedInDemands(rules);
    problem.demands.forEach((_, demand) => {
      const own = this.candidates.filter((candidate) => candidate.demand === demand);
      if (own.length === 0 && !pinned.has(demand)) return;
      this.builder.row(pinned.has(demand) ? 1 : 0, 1, own.map((candidate) => [this.column(candidate), 1]));
    });
  }

  private addRules(): void {
    const { evaluator, candidates } = this;
    const { budgetEur, minimumResearchShare, minimumAvoidedTonnes } = evaluator.rules;
    if (budgetEur < Infinity) {
      this.builder.row(-Infinity, 1, candidates.map((each) => [this.column(each), each.investmentEur / budgetEur]));
    }
    if (minimumAvoidedTonnes > 0) {
      this.builder.row(1, Infinity, candidates.map((each) => [this.column(each), contractedTonnes(evaluator, each) / minimumAvoidedTonnes]));
    }
    if (minimumResearchShare > 0) {
      const contracted = candidates.map((each) => [each, contractedMwh(evaluator, each)] as const);
      const largest = contracted.reduce((top, [, mwh]) => Math.max(top, mwh), 1);
      this.builder.row(0, Infinity, contracted.map(([each, mwh]) => {
        const research = evaluator.problem.demands[each.demand]?.research ? 1 : 0;
        return [this.column(each), ((research - minimumResearchShare) * mwh) / largest];
      }));
    }
  }

  /** A choice that has been evaluated exactly need not come again. */
  private exclude(choice: readonly Candidate[]): void {
    const chosen = new Set(choice);
    const terms = this.candidates.map((each) => [this.column(each), chosen.has(each) ? -1 : 1] as const);
    this.builder.row(1 - chosen.size, Infinity, terms);
  }
}

export const relax = (input: RelaxationInput): Relaxation => new RelaxationBuilder(input).build();
