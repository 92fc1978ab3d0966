/**
 * The plan as a mixed-integer linear problem. One yes-or-no a candidate; for each building, demand, connection and slice how much of
 * its claim is given up. It is a relaxation: whatever the hourly rule does with a choice of candidates is a solution of it that is
 * worth at least as much, because within a slice only sums must hold, and claims given up cost no more than they really do. So its
 * bound is a bound for the exact problem.
 */
import { MilpBuilder, type MilpModel } from './milp.js';
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';
import { contractedMwh, contractedTonnes, pinAllows, pinnedInDemands } from './rules.js';
import { offeredInSlices, sliceSums, type SliceSums } from './slice-sums.js';
import type { SourceSlices } from './slices.js';

export interface Relaxation {
  readonly model: MilpModel;
  readonly columnOf: ReadonlyMap<Candidate, number>;
}

/** One demand, one connection to one source: its capacities give way together. */
interface Group {
  readonly source: number;
  readonly members: readonly { readonly candidate: Candidate; readonly sums: SliceSums }[];
}

/** Values are handed to the solver in parts of the largest, so that its tolerances mean the same for a shed and for a town. */
export const valueScale = (evaluator: Evaluator, candidates: readonly Candidate[]): number =>
  candidates.reduce((largest, candidate) => Math.max(largest, Math.abs(evaluator.fullValue(candidate))), 0) / 1000 || 1;

function groups(evaluator: Evaluator, candidates: readonly Candidate[], slices: readonly SourceSlices[]): Group[] {
  const { years, rules: { weights } } = evaluator;
  const found = new Map<string, { source: number; members: { candidate: Candidate; sums: SliceSums }[] }>();
  for (const candidate of candidates) {
    const own = slices[candidate.source];
    if (!own) continue;
    const key = `${candidate.source} ${candidate.demand} ${candidate.connection}`;
    const group = found.get(key) ?? { source: candidate.source, members: [] };
    found.set(key, group);
    group.members.push({ candidate, sums: sliceSums(years, weights, own, candidate, evaluator.hours(candidate)) });
  }
  return [...found.values()];
}

class RelaxationBuilder {
  private readonly builder = new MilpBuilder();
  private readonly columnOf = new Map<Candidate, number>();

  constructor(
    private readonly evaluator: Evaluator, private readonly candidates: readonly Candidate[],
    private readonly slices: readonly SourceSlices[], private readonly scale: number,
  ) {}

  build(excluded: readonly (readonly Candidate[])[]): Relaxation {
    for (const candidate of this.candidates) this.addCandidate(candidate);
    const all = groups(this.evaluator, this.candidates, this.slices);
    this.slices.forEach((own) => this.addSource(own, all.filter(({ source }) => source === own.source)));
    this.addDemands();
    this.addRules();
    for (const choice of excluded) this.exclude(choice);
    return { model: this.builder.build(), columnOf: this.columnOf };
  }

  private addCandidate(candidate: Candidate): void {
    const { rules } = this.evaluator;
    const allowed = pinAllows(rules, candidate) ? 1 : 0;
    this.columnOf.set(candidate, this.builder.column(this.evaluator.fullValue(candidate) / this.scale, 0, allowed, true));
  }

  private column(candidate: Candidate): number {
    const column = this.columnOf.get(candidate);
    if (column === undefined) throw new RangeError(`candidate ${candidate.index} is not part of this problem`);
    return column;
  }

  private addSource(slices: SourceSlices, own: readonly Group[]): void {
    const offeredMwh = offeredInSlices(this.evaluator.problem, this.evaluator.years, slices);
    for (let slice = 0; slice < slices.count; slice++) {
      const most = new Map<number, number>();
      for (const { candidate, sums } of own.flatMap(({ members }) => members)) {
        most.set(candidate.demand, Math.max(most.get(candidate.demand) ?? 0, sums.claimMwh[slice] as number));
      }
      const wanted = [...most.values()].reduce((sum, claim) => sum + claim, 0);
      if (wanted > (offeredMwh[slice] as number)) this.addSlice(slice, own, offeredMwh[slice] as number);
    }
  }

  private addSlice(slice: number, own: readonly Group[], offeredMwh: number): void {
    const row: [number, number][] = [];
    const perMwh = 1 / Math.max(offeredMwh, 1);
    for (const { members } of own) {
      const claims = members.map(({ candidate, sums }) => [this.column(candidate), sums.claimMwh[slice] as number] as const)
        .filter(([, claim]) => claim > 0);
      if (claims.length === 0) continue;
      const largest = claims.reduce((top, [, claim]) => Math.max(top, claim), 0);
      const lostPerMwh = members.reduce((least, { sums }) => Math.min(least, sums.lostPerMwh[slice] as number), Infinity) / this.scale;
      // Counted in parts of the largest claim: from 0 to 1, like the yes-or-no it depends on.
      const column = this.builder.column(-lostPerMwh * largest, 0, 1);
      this.builder.row(-Infinity, 0, [[column, 1], ...claims.map(([each, claim]) => [each, -claim / largest] as const)]);
      row.push(...claims.map(([each, claim]): [number, number] => [each, claim * perMwh]), [column, -largest * perMwh]);
    }
    this.builder.row(-Infinity, offeredMwh * perMwh, row);
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

export const relax = (
  evaluator: Evaluator, candidates: readonly Candidate[], slices: readonly SourceSlices[], scale: number,
  excluded: readonly (readonly Candidate[])[],
): Relaxation => new RelaxationBuilder(evaluator, candidates, slices, scale).build(excluded);
