/** How stable is a ranking when the weights are varied? Marks alone: no physics. */
import { DEFAULT_ASSUMPTIONS, type Assumptions } from '../assumptions.js';
import { InvalidInputError } from '../invalid-input-error.js';
import type { CriterionName, ScoreWeights } from '../match-case.js';
import { researchShare, scoreMarks } from '../score.js';
import { validateScoreWeights } from '../validation.js';
import { BucketRanks } from './bucket-ranks.js';
import { randomStream } from './random-stream.js';

/** A stored match: its criteria with their values, as a result has them. */
export interface ScoredMatch {
  readonly id: string;
  readonly criteria: readonly { readonly name: CriterionName; readonly value: number }[];
}

export interface RankOptions {
  readonly seed: number;
  /** 200 when left out. */
  readonly draws?: number;
  /** Each weight goes up or down by up to this fraction of it, 0.3 when left out; then all are scaled to sum 1. */
  readonly spread?: number;
  /** How many count as the top; 10 when left out. */
  readonly top?: number;
  /** Full marks and the weight of research value; the defaults when left out. */
  readonly assumptions?: Assumptions;
}

export interface RankStability {
  readonly id: string;
  /** Under the given weights; 1 is best, equal totals share the better rank. */
  readonly rank: number;
  /** One draw in ten ranks it this well or better. */
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** Share of the draws in which it is among the top. */
  readonly shareInTop: number;
  /** Share of the draws in which its rank is the present one or better. */
  readonly shareAtLeastAsGood: number;
}

const DEFAULTS = { draws: 200, spread: 0.3, top: 10 } as const;
const MOST_DRAWS = 10_000;
const HUNDRED_POINTS = 100;
const WEIGHTED = ['cost', 'climate', 'coverage', 'use', 'efficiency', 'readiness'] as const satisfies readonly (keyof ScoreWeights)[];

/** Points of every match as straight lines in the weights: for each its six marks and then what does not depend on them. */
function pointLines(matches: readonly ScoredMatch[], assumptions: Assumptions): Float64Array {
  const width = WEIGHTED.length + 1;
  const lines = new Float64Array(matches.length * width);
  matches.forEach((scored, match) => {
    const { research, ...marks } = scoreMarks(scored, assumptions);
    const researchWeight = researchShare(research, assumptions);
    WEIGHTED.forEach((name, column) => { lines[match * width + column] = (1 - researchWeight) * (marks[name] ?? 0) * HUNDRED_POINTS; });
    lines[match * width + WEIGHTED.length] = researchWeight * (research ?? 0) * HUNDRED_POINTS;
  });
  return lines;
}

function totals(lines: Float64Array, weights: readonly number[], out: Float64Array): void {
  const width = WEIGHTED.length + 1;
  for (let match = 0; match < out.length; match++) {
    let points = lines[match * width + WEIGHTED.length] as number;
    for (let column = 0; column < WEIGHTED.length; column++) {
      points += (lines[match * width + column] as number) * (weights[column] as number);
    }
    out[match] = points;
  }
}

/** Weights each multiplied by a factor spread evenly over 1 - spread .. 1 + spread, then scaled to sum 1. */
function variedWeights(weights: readonly number[], spread: number, random: () => number): readonly number[] {
  const varied = weights.map((weight) => weight * (1 + spread * (2 * random() - 1)));
  const sum = varied.reduce((total, weight) => total + weight, 0);
  return varied.map((weight) => weight / sum);
}

/** Smallest rank that is reached in at least this share of the draws. */
const rankQuantile = (ascending: Uint32Array, share: number): number =>
  ascending[Math.max(0, Math.ceil(share * ascending.length) - 1)] as number;

function shareUpTo(ascending: Uint32Array, rank: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) > rank) high = middle;
    else low = middle + 1;
  }
  return low / ascending.length;
}

const [P10, P50, P90] = [0.1, 0.5, 0.9] as const;
const stabilityOf = (id: string, rank: number, ascending: Uint32Array, top: number): RankStability => ({
  id, rank, p10: rankQuantile(ascending, P10), p50: rankQuantile(ascending, P50), p90: rankQuantile(ascending, P90),
  shareInTop: shareUpTo(ascending, top), shareAtLeastAsGood: shareUpTo(ascending, rank),
});

function requireWhole(field: string, value: number, most: number): void {
  if (!(Number.isInteger(value) && value >= 1 && value <= most)) {
    throw new InvalidInputError(field, value, `must be a whole number from 1 to ${most}`);
  }
}

/**
 * Rank of every match under varied weights, in the order given. The weight of research value stays as assumed, because it is no
 * weight that managers set. Throws InvalidInputError on weights or options it cannot trust.
 */
export function rankStability(matches: readonly ScoredMatch[], weights: ScoreWeights, options: RankOptions): readonly RankStability[] {
  const { seed, draws, spread, top, assumptions } = { ...DEFAULTS, assumptions: DEFAULT_ASSUMPTIONS, ...options };
  validateScoreWeights(weights);
  requireWhole('draws', draws, MOST_DRAWS);
  requireWhole('top', top, Number.MAX_SAFE_INTEGER);
  if (!(spread >= 0 && spread < 1)) throw new InvalidInputError('spread', spread, 'must be a number from 0 to less than 1');
  const random = randomStream(seed);
  const given = WEIGHTED.map((name) => weights[name]);
  const lines = pointLines(matches, assumptions);
  const points = new Float64Array(matches.length);
  const ranking = new BucketRanks(matches.length);
  const ranked = (by: readonly number[]): Uint32Array => {
    const out = new Uint32Array(matches.length);
    totals(lines, by, points);
    ranking.rank(points, out);
    return out;
  };
  const present = ranked(given);
  const drawn = Array.from({ length: draws }, () => ranked(variedWeights(given, spread, random)));
  const own = new Uint32Array(draws);
  return matches.map(({ id }, match) => {
    drawn.forEach((each, draw) => { own[draw] = each[match] as number; });
    return stabilityOf(id, present[match] as number, own.sort(), top);
  });
}
