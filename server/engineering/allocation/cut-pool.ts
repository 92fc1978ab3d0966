/** The lines under each building's loss that have been found so far, and how more of them are found. */
import { lossCuts, sourceClaims, type LossCut, type SourceClaims } from './loss-cuts.js';
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';
import type { SourceSlices } from './slices.js';

export type Shares = ReadonlyMap<Candidate, number>;

export const sharesOf = (chosen: readonly Candidate[]): Shares => new Map(chosen.map((candidate) => [candidate, 1]));

export class CutPool {
  readonly cuts: LossCut[] = [];
  private claims: readonly SourceClaims[] = [];

  constructor(private readonly evaluator: Evaluator, slices: readonly SourceSlices[], candidates: readonly Candidate[]) {
    this.slice(slices, candidates);
  }

  /** Slices cut anew, or fewer candidates: the lines found stay true. */
  slice(slices: readonly SourceSlices[], candidates: readonly Candidate[]): void {
    this.claims = slices.map((own) => sourceClaims(this.evaluator, own, candidates));
  }

  /**
   * Adds the lines that touch the loss of a choice where they say more than was believed; gives how much more they say together.
   * Without a belief all of them are added.
   */
  touch(shares: Shares, believed: (source: number, part: number) => number = () => -Infinity, negligible = 0): number {
    let more = 0;
    for (const cut of this.claims.flatMap((own) => lossCuts(own, shares))) {
      const missing = cut.loss - believed(cut.source, cut.part);
      if (missing <= negligible) continue;
      this.cuts.push(cut);
      more += missing;
    }
    return more;
  }
}
