/** Ranks of many totals, again and again: ten thousand matches under hundreds of weights while somebody waits for the page. */

/** Totals that differ by less are equal: rounding must not part matches of the same marks. */
const SAME_POINTS = 1e-7;

/** Buckets of about two totals each where they are spread out evenly. */
const TOTALS_A_BUCKET = 2;
/** More totals than this in one bucket are left to the sort of the language. */
const FEW = 24;

function sortFew(values: Float64Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const value = values[i] as number;
    let to = i;
    for (; to > start && (values[to - 1] as number) > value; to--) values[to] = values[to - 1] as number;
    values[to] = value;
  }
}

/** Position of the first of the ascending values from `start` to `end` that is above a limit. */
function firstAbove(ascending: Float64Array, start: number, end: number, limit: number): number {
  let [low, high] = [start, end];
  if (end - start <= FEW) {
    while (high > low && (ascending[high - 1] as number) > limit) high -= 1;
    return high;
  }
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] as number) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Works out ranks of as many totals as it is made for; keeps its memory from one ranking to the next. */
export class BucketRanks {
  readonly #buckets: number;
  readonly #bucketStart: Uint32Array;
  readonly #next: Uint32Array;
  readonly #bucketOf: Uint32Array;
  readonly #ascending: Float64Array;
  #lowest = 0;
  #bucketsPerPoint = 0;

  constructor(readonly count: number) {
    this.#buckets = Math.max(1, Math.ceil(count / TOTALS_A_BUCKET));
    this.#bucketStart = new Uint32Array(this.#buckets + 1);
    this.#next = new Uint32Array(this.#buckets);
    this.#bucketOf = new Uint32Array(count);
    this.#ascending = new Float64Array(count);
  }

  /** Rank of each total: one more than how many are better. */
  rank(points: Float64Array, out: Uint32Array): void {
    this.#sort(points);
    const [ascending, starts] = [this.#ascending, this.#bucketStart];
    for (let match = 0; match < points.length; match++) {
      const limit = (points[match] as number) + SAME_POINTS;
      const bucket = this.#bucket(limit);
      out[match] = points.length - firstAbove(ascending, starts[bucket] as number, starts[bucket + 1] as number, limit) + 1;
    }
  }

  /** Monotone in the total: a better one is in no earlier bucket. */
  #bucket(total: number): number {
    return Math.min(this.#buckets - 1, Math.floor((total - this.#lowest) * this.#bucketsPerPoint));
  }

  #sort(points: Float64Array): void {
    this.#spread(points);
    const [starts, next, bucketOf, ascending] = [this.#bucketStart, this.#next, this.#bucketOf, this.#ascending];
    starts.fill(0);
    for (let match = 0; match < points.length; match++) {
      const bucket = this.#bucket(points[match] as number);
      bucketOf[match] = bucket;
      starts[bucket + 1] = (starts[bucket + 1] as number) + 1;
    }
    for (let bucket = 0; bucket < this.#buckets; bucket++) {
      next[bucket] = starts[bucket] as number;
      starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
    }
    for (let match = 0; match < points.length; match++) {
      const bucket = bucketOf[match] as number;
      const position = next[bucket] as number;
      next[bucket] = position + 1;
      ascending[position] = points[match] as number;
    }
    for (let bucket = 0; bucket < this.#buckets; bucket++) {
      const [start, end] = [starts[bucket] as number, starts[bucket + 1] as number];
      if (end - start > FEW) ascending.subarray(start, end).sort();
      else if (end - start > 1) sortFew(ascending, start, end);
    }
  }

  #spread(points: Float64Array): void {
    let [lowest, highest] = [Infinity, -Infinity];
    for (let match = 0; match < points.length; match++) {
      const total = points[match] as number;
      if (total < lowest) lowest = total;
      if (total > highest) highest = total;
    }
    this.#lowest = lowest;
    this.#bucketsPerPoint = highest - lowest > SAME_POINTS ? this.#buckets / (highest - lowest) : 0;
  }
}
