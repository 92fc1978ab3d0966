/**
 * The hours of a load laid out for its curves: group by group, within a group bucket by bucket (a bucket holds loads of about the same
 * height), with the sums of what lies below each bucket and, for an offer that differs, of the offers from each bucket on. Four passes
 * over the hours whatever the number of groups, because an uploaded profile takes them for one evaluation.
 */
import { HOURS_PER_YEAR } from './units.js';

/** Disjoint groups of hours, together the whole year. */
export interface HourGroups {
  /** 8760 values: the group of each hour. */
  readonly groupOf: Uint8Array;
  /** Hours of each group. */
  readonly sizes: readonly number[];
}

export interface LoadLayout {
  /** Of each group. */
  readonly maximum: Float64Array;
  readonly bucketsPerLoad: Float64Array;
  /** First bucket of each group, one more entry ends the last; the last bucket of a group is empty and only ends it. */
  readonly firstBucket: Uint16Array;
  /** Position of the first load of each bucket. */
  readonly bucketStart: Uint16Array;
  /** The loads above 0; of the hour of each the price, where it goes by the hour, and the offer, where it differs. */
  readonly loads: Float64Array;
  readonly prices: Float64Array | undefined;
  readonly offers: Float64Array | undefined;
  /** Sums over all loads of the group before each bucket, `fields` numbers each: heat and cubes, then what is priced. */
  readonly before: Float64Array;
  readonly fields: number;
  /** Sums over all hours of the group from each bucket on, `OFFER_FIELDS` numbers each: the offer to the powers 1, 2, 3, then priced. */
  readonly offeredFrom: Float64Array | undefined;
}

export interface LayoutOptions {
  /** 8760 values, where the price is not the same all year. */
  readonly hourlyPrice?: Float64Array | undefined;
  /** Loads up to this count as none; 0 when left out. */
  readonly dust?: number;
  /** 8760 values: the layout then has the sums of the offer, too. */
  readonly offeredKw?: Float64Array | undefined;
}

export const [HEAT, CUBES, PRICE, PRICED_HEAT, PRICED_CUBES] = [0, 1, 2, 3, 4] as const;
/** Of the sums of offers: powers 1, 2, 3, from `PRICED_OFFER` on the same weighted with the price. */
export const [OFFER_FIELDS, PRICED_OFFER] = [6, 3] as const;
const [FIELDS, PRICED_FIELDS] = [2, 5] as const;
/** So many hours a bucket where loads are spread out evenly. */
const HOURS_A_BUCKET = 8;

const bucketsOf = (hours: number): number => Math.max(1, Math.ceil(hours / HOURS_A_BUCKET));

function firstBuckets(sizes: readonly number[]): Uint16Array {
  const first = new Uint16Array(sizes.length + 1);
  sizes.forEach((size, group) => { first[group + 1] = (first[group] as number) + bucketsOf(size) + 1; });
  return first;
}

function maximumOfEach(load: Float64Array, { groupOf, sizes }: HourGroups): Float64Array {
  const maximum = new Float64Array(sizes.length);
  for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
    const value = load[hour] as number;
    const group = groupOf[hour] as number;
    if (value > (maximum[group] as number)) maximum[group] = value;
  }
  return maximum;
}

const NO_BUCKET = 0xffff;

/** Bucket of each hour, and where each bucket begins (counting sort). Monotone in the load: a higher load is in no earlier bucket. */
function sortIntoBuckets(
  load: Float64Array, { groupOf, sizes }: HourGroups, dust: number, firstBucket: Uint16Array, bucketsPerLoad: Float64Array,
): { bucketOf: Uint16Array; bucketStart: Uint16Array } {
  const bucketOf = new Uint16Array(HOURS_PER_YEAR);
  const bucketStart = new Uint16Array((firstBucket[sizes.length] as number) + 1);
  for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
    const value = load[hour] as number;
    if (!(value > dust)) {
      bucketOf[hour] = NO_BUCKET;
      continue;
    }
    const group = groupOf[hour] as number;
    const last = (firstBucket[group + 1] as number) - 2;
    const bucket = Math.min(last, (firstBucket[group] as number) + Math.floor(value * (bucketsPerLoad[group] as number)));
    bucketOf[hour] = bucket;
    bucketStart[bucket + 1] = (bucketStart[bucket + 1] as number) + 1;
  }
  for (let bucket = 1; bucket < bucketStart.length; bucket++) {
    bucketStart[bucket] = (bucketStart[bucket] as number) + (bucketStart[bucket - 1] as number);
  }
  return { bucketOf, bucketStart };
}

type InOrder = Pick<LoadLayout, 'loads' | 'prices' | 'offers'>;

/** The series bucket by bucket: each read once from first hour to last, because reading by bucket would miss the cache. */
function putInOrder(load: Float64Array, { hourlyPrice, offeredKw }: LayoutOptions, bucketOf: Uint16Array, bucketStart: Uint16Array): InOrder {
  const next = bucketStart.slice();
  const length = bucketStart[bucketStart.length - 1] as number;
  const loads = new Float64Array(length);
  const prices = hourlyPrice && new Float64Array(length);
  const offers = offeredKw && new Float64Array(length);
  for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
    const bucket = bucketOf[hour] as number;
    if (bucket === NO_BUCKET) continue;
    const position = next[bucket] as number;
    next[bucket] = position + 1;
    loads[position] = load[hour] as number;
    if (prices) prices[position] = hourlyPrice[hour] as number;
    if (offers) offers[position] = offeredKw[hour] as number;
  }
  return { loads, prices, offers };
}

/** What the sums are made of, and where they go. */
type Summed = InOrder & { readonly bucketStart: Uint16Array; readonly sums: Float64Array };

/** Sums of heat and cubes of the loads of a group before each of its buckets. */
function sumBefore({ loads, bucketStart, sums }: Summed, first: number, end: number): void {
  let [heat, cubes] = [0, 0];
  for (let bucket = first; bucket <= end; bucket++) {
    sums[bucket * FIELDS + HEAT] = heat;
    sums[bucket * FIELDS + CUBES] = cubes;
    for (let i = bucketStart[bucket] as number; i < (bucketStart[bucket + 1] as number); i++) {
      const load = loads[i] as number;
      heat += load;
      cubes += load * load * load;
    }
  }
}

/** The same with the sums of the prices, and of heat and cubes weighted with them. */
function sumPricedBefore({ loads, prices = loads, bucketStart, sums }: Summed, first: number, end: number): void {
  let [heat, cubes, price, pricedHeat, pricedCubes] = [0, 0, 0, 0, 0];
  for (let bucket = first; bucket <= end; bucket++) {
    const at = bucket * PRICED_FIELDS;
    sums[at + HEAT] = heat;
    sums[at + CUBES] = cubes;
    sums[at + PRICE] = price;
    sums[at + PRICED_HEAT] = pricedHeat;
    sums[at + PRICED_CUBES] = pricedCubes;
    for (let i = bucketStart[bucket] as number; i < (bucketStart[bucket + 1] as number); i++) {
      const load = loads[i] as number;
      const eurPerMwh = prices[i] as number;
      const cube = load * load * load;
      heat += load;
      cubes += cube;
      price += eurPerMwh;
      pricedHeat += load * eurPerMwh;
      pricedCubes += cube * eurPerMwh;
    }
  }
}

/** Sums of the offers of a group from each bucket on; added up from the end, so that those of few hours are no difference of many. */
function sumOffersFrom({ offers = new Float64Array(), prices, bucketStart, sums }: Summed, first: number, end: number): void {
  let [ones, squares, cubes, pricedOnes, pricedSquares, pricedCubes] = [0, 0, 0, 0, 0, 0];
  for (let bucket = end - 1; bucket >= first; bucket--) {
    for (let i = bucketStart[bucket] as number; i < (bucketStart[bucket + 1] as number); i++) {
      const offer = offers[i] as number;
      const price = prices ? prices[i] as number : 0;
      const square = offer * offer;
      ones += offer;
      squares += square;
      cubes += square * offer;
      pricedOnes += offer * price;
      pricedSquares += square * price;
      pricedCubes += square * offer * price;
    }
    const at = bucket * OFFER_FIELDS;
    sums[at] = ones;
    sums[at + 1] = squares;
    sums[at + 2] = cubes;
    sums[at + 3] = pricedOnes;
    sums[at + 4] = pricedSquares;
    sums[at + 5] = pricedCubes;
  }
}

/** Lays out a load, 8760 values, 0 or more; what is not more than `dust` counts as no load. */
export function layOutLoads(load: Float64Array, groups: HourGroups, options: LayoutOptions): LoadLayout {
  const maximum = maximumOfEach(load, groups);
  const firstBucket = firstBuckets(groups.sizes);
  const bucketsPerLoad = maximum.map((most, group) => (most > 0 ? bucketsOf(groups.sizes[group] as number) / most : 0));
  const { bucketOf, bucketStart } = sortIntoBuckets(load, groups, options.dust ?? 0, firstBucket, bucketsPerLoad);
  const series = putInOrder(load, options, bucketOf, bucketStart);
  const { prices, offers } = series;
  const fields = prices ? PRICED_FIELDS : FIELDS;
  const before = new Float64Array((bucketStart.length - 1) * fields);
  const offeredFrom = offers && new Float64Array((bucketStart.length - 1) * OFFER_FIELDS);
  const sumUp = prices ? sumPricedBefore : sumBefore;
  const [loadsSummed, offersSummed] = [{ ...series, bucketStart, sums: before }, { ...series, bucketStart, sums: offeredFrom ?? before }];
  for (let group = 0; group < groups.sizes.length; group++) {
    const [first, end] = [firstBucket[group] as number, (firstBucket[group + 1] as number) - 1];
    sumUp(loadsSummed, first, end);
    if (offeredFrom) sumOffersFrom(offersSummed, first, end);
  }
  return { maximum, bucketsPerLoad, firstBucket, bucketStart, ...series, before, fields, offeredFrom };
}
