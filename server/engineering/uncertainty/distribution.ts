/** What a list of outcomes says: quantiles, mean, histogram. */

export interface Quantiles {
  /** One outcome in ten is lower. */
  readonly p10: number;
  readonly p50: number;
  /** One outcome in ten is higher. */
  readonly p90: number;
}

export interface Histogram {
  /** One more than counts; equal steps on round values, and 0 is always one of them when it lies within. */
  readonly edges: readonly number[];
  /** Outcomes from each edge (included) to the next; the last counts its end too. */
  readonly counts: readonly number[];
}

export interface Distribution extends Quantiles {
  readonly mean: number;
  readonly histogram: Histogram;
}

const [P10, P50, P90] = [0.1, 0.5, 0.9] as const;

/**
 * Quantile of values in ascending order, straight line between neighbours (type 7 of Hyndman and Fan 1996). Infinite values may
 * stand at the end: a quantile beside one is infinite. Throws RangeError without values.
 */
export function quantile(ascending: ArrayLike<number>, probability: number): number {
  if (ascending.length === 0) throw new RangeError('a quantile needs at least one value, not 0');
  const position = (ascending.length - 1) * probability;
  const below = Math.floor(position);
  const low = ascending[below] as number;
  const high = ascending[Math.min(below + 1, ascending.length - 1)] as number;
  return position === below || low === high ? low : low + (position - below) * (high - low);
}

export const quantiles = (ascending: ArrayLike<number>): Quantiles =>
  ({ p10: quantile(ascending, P10), p50: quantile(ascending, P50), p90: quantile(ascending, P90) });

const STEPS = [1, 2, 5, 10] as const;
const MOST_COLUMNS = 24;
/** Outcomes that differ by less than this part of their size are all the same: they get one column a tenth of it wide. */
const SAME = 1e-9;
const WIDTH_OF_ONE = 0.1;
const LEAST_STEP = 1e-6;

/** Smallest of 1, 2, 5 times a power of ten that is at least `least`. */
function roundStep(least: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(least));
  return magnitude * (STEPS.find((step) => step * magnitude >= least) ?? 10);
}

/** Histogram of finite values in ascending order, at most 26 columns. */
export function histogram(ascending: ArrayLike<number>): Histogram {
  const [lowest, highest] = [ascending[0] as number, ascending[ascending.length - 1] as number];
  const size = Math.max(Math.abs(lowest), Math.abs(highest));
  const width = highest - lowest > size * SAME ? (highest - lowest) / MOST_COLUMNS : size * WIDTH_OF_ONE || 1;
  const step = roundStep(Math.max(LEAST_STEP, width));
  const first = Math.floor(lowest / step);
  const last = Math.max(first + 1, Math.ceil(highest / step));
  const counts = new Array<number>(last - first).fill(0);
  for (let i = 0; i < ascending.length; i++) {
    const column = Math.min(counts.length - 1, Math.floor((ascending[i] as number) / step) - first);
    counts[column] = (counts[column] as number) + 1;
  }
  return { edges: Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step), counts };
}

/** Quantiles, mean and histogram of finite outcomes in any order. */
export function distribution(outcomes: Float64Array): Distribution {
  const ascending = outcomes.slice().sort();
  const mean = outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
  return { ...quantiles(ascending), mean, histogram: histogram(ascending) };
}

/** Share of the outcomes above 0. */
export const shareAboveZero = (outcomes: Float64Array): number =>
  outcomes.reduce((count, outcome) => count + Number(outcome > 0), 0) / outcomes.length;
