/**
 * Sums over the hours of a load that is cut off at a height: the load duration curve, kept so that any height is answered at once.
 *
 * For a load `x[h]` and a height `t` the model needs, over the hours with `x > 0`: how many there are, `sum min(x, t)`,
 * `sum min(x, t)^3` (pumping) and, where the price goes by the hour, the same three weighted with it. Hours below `t` count with
 * their own load, the others with `t`:
 *
 *   sum min(x, t)^n = (sum of x^n over the hours below t) + t^n * (number of hours from t on)
 *
 * So the sums of all loads below each of a thousand heights, and a look at the few loads beside `t`, are enough. Nothing is binned: a
 * bucket only says where to look, and the sums are those of the hours to rounding. Loads are relative; the sums of a scaled load
 * `f x` cut at `c` are those of `x` cut at `c / f`, times f (heat) and f^3 (cubes).
 */
import { HOURS_PER_YEAR } from './units.js';

/** Sums of a cut load, in the unit of the load; a query adds to them, so that parts of a year can be summed. */
export interface LoadSums {
  hours: number;
  heat: number;
  cubes: number;
  price: number;
  pricedHeat: number;
  pricedCubes: number;
}

export interface LoadCurve {
  readonly maximum: number;
  /** The loads above 0, and their prices where the price goes by the hour, bucket by bucket. */
  readonly loads: Float64Array;
  readonly prices: Float64Array | undefined;
  /** Hour of the year of each load. */
  readonly hourAt: Uint16Array;
  /** Position in `loads` at which each bucket begins; one more entry ends the last. */
  readonly bucketStart: Uint16Array;
  /** Sums over all loads before each bucket, `FIELDS` numbers each; one more entry has the sums of all. */
  readonly before: Float64Array;
}

export const noLoad = (): LoadSums => ({ hours: 0, heat: 0, cubes: 0, price: 0, pricedHeat: 0, pricedCubes: 0 });

/** Every hour of the year. */
export const ALL_HOURS: Uint16Array = new Uint16Array(HOURS_PER_YEAR).map((_, hour) => hour);

/** So many hours a bucket where loads are spread out evenly. */
const HOURS_A_BUCKET = 8;
const FIELDS = 5;
const [HEAT, CUBES, PRICE, PRICED_HEAT, PRICED_CUBES] = [0, 1, 2, 3, 4] as const;

/** Monotone in the load: an hour below a height is never in a bucket after the height's. */
const bucketOf = (load: number, maximum: number, buckets: number): number =>
  Math.min(buckets - 1, Math.floor((load / maximum) * buckets));

interface BucketOrder { readonly hourAt: Uint16Array; readonly bucketStart: Uint16Array }

/** Hours with a load in order of their bucket (counting sort), and where each bucket begins. */
function orderByBucket(load: Float64Array, hours: Uint16Array, maximum: number, buckets: number): BucketOrder {
  const bucketStart = new Uint16Array(buckets + 1);
  const bucketOfHour = new Uint16Array(hours.length);
  for (let i = 0; i < hours.length; i++) {
    const value = load[hours[i] as number] as number;
    if (!(value > 0)) continue;
    const after = bucketOf(value, maximum, buckets) + 1;
    bucketOfHour[i] = after;
    bucketStart[after] = (bucketStart[after] as number) + 1;
  }
  for (let bucket = 0; bucket < buckets; bucket++) {
    bucketStart[bucket + 1] = (bucketStart[bucket + 1] as number) + (bucketStart[bucket] as number);
  }
  const next = bucketStart.slice();
  const hourAt = new Uint16Array(bucketStart[buckets] as number);
  for (let i = 0; i < hours.length; i++) {
    const after = bucketOfHour[i] as number;
    if (after === 0) continue;
    const position = next[after - 1] as number;
    hourAt[position] = hours[i] as number;
    next[after - 1] = position + 1;
  }
  return { bucketStart, hourAt };
}

function maximumOver(load: Float64Array, hours: Uint16Array): number {
  let maximum = 0;
  for (let i = 0; i < hours.length; i++) {
    const value = load[hours[i] as number] as number;
    if (value > maximum) maximum = value;
  }
  return maximum;
}

function inOrder(series: Float64Array, hourAt: Uint16Array): Float64Array {
  const ordered = new Float64Array(hourAt.length);
  for (let i = 0; i < hourAt.length; i++) ordered[i] = series[hourAt[i] as number] as number;
  return ordered;
}

/** Sums of all loads before each bucket. */
function sumsBefore(loads: Float64Array, prices: Float64Array | undefined, bucketStart: Uint16Array): Float64Array {
  const before = new Float64Array(bucketStart.length * FIELDS);
  let [heat, cubes, price, pricedHeat, pricedCubes] = [0, 0, 0, 0, 0];
  for (let bucket = 1; bucket < bucketStart.length; bucket++) {
    for (let i = bucketStart[bucket - 1] as number; i < (bucketStart[bucket] as number); i++) {
      const load = loads[i] as number;
      const cube = load * load * load;
      heat += load;
      cubes += cube;
      if (!prices) continue;
      price += prices[i] as number;
      pricedHeat += load * (prices[i] as number);
      pricedCubes += cube * (prices[i] as number);
    }
    const at = bucket * FIELDS;
    before[at + HEAT] = heat;
    before[at + CUBES] = cubes;
    before[at + PRICE] = price;
    before[at + PRICED_HEAT] = pricedHeat;
    before[at + PRICED_CUBES] = pricedCubes;
  }
  return before;
}

/**
 * Curve of a load over some hours of the year (all of them when left out). Load 8760 values, 0 or more; `hourlyPrice` where the price
 * is not the same all year.
 */
export function loadCurve(load: Float64Array, hourlyPrice?: Float64Array, hours: Uint16Array = ALL_HOURS): LoadCurve {
  const maximum = maximumOver(load, hours);
  const { bucketStart, hourAt } = orderByBucket(load, hours, maximum, Math.ceil(hours.length / HOURS_A_BUCKET));
  const loads = inOrder(load, hourAt);
  const prices = hourlyPrice && inOrder(hourlyPrice, hourAt);
  return { maximum, loads, prices, hourAt, bucketStart, before: sumsBefore(loads, prices, bucketStart) };
}

const bucketsOf = ({ bucketStart }: LoadCurve): number => bucketStart.length - 1;

/**
 * Adds all loads of the buckets that lie below a height, and gives the position in `loads` of the first that was not added; every
 * load below that position is below the height.
 */
export function addLoadsBelow(curve: LoadCurve, height: number, sums: LoadSums): number {
  const { maximum, bucketStart, before, prices } = curve;
  const bucket = height < maximum ? bucketOf(Math.max(0, height), maximum, bucketsOf(curve)) : bucketsOf(curve);
  const at = bucket * FIELDS;
  const end = bucketStart[bucket] as number;
  sums.hours += end;
  sums.heat += before[at + HEAT] as number;
  sums.cubes += before[at + CUBES] as number;
  if (!prices) return end;
  sums.price += before[at + PRICE] as number;
  sums.pricedHeat += before[at + PRICED_HEAT] as number;
  sums.pricedCubes += before[at + PRICED_CUBES] as number;
  return end;
}

/** Adds the sums of the load cut at a height (more than 0; Infinity for the load as it is). */
export function addCutLoad(curve: LoadCurve, height: number, sums: LoadSums): void {
  const { maximum, loads, prices, bucketStart, before } = curve;
  const from = addLoadsBelow(curve, height, sums);
  if (from === loads.length) return;
  const nextBucket = bucketOf(height, maximum, bucketsOf(curve)) + 1;
  const to = bucketStart[nextBucket] as number;
  let cutHours = loads.length - to;
  let cutPrice = prices ? (before[bucketsOf(curve) * FIELDS + PRICE] as number) - (before[nextBucket * FIELDS + PRICE] as number) : 0;
  for (let i = from; i < to; i++) {
    const load = loads[i] as number;
    if (load < height) addHour(sums, load, prices ? prices[i] as number : 0);
    else {
      cutHours += 1;
      cutPrice += prices ? prices[i] as number : 0;
    }
  }
  const cube = height * height * height;
  sums.hours += cutHours;
  sums.heat += cutHours * height;
  sums.cubes += cutHours * cube;
  sums.price += cutPrice;
  sums.pricedHeat += cutPrice * height;
  sums.pricedCubes += cutPrice * cube;
}

/** Adds one hour with a load. */
export function addHour(sums: LoadSums, load: number, price: number): void {
  const cube = load * load * load;
  sums.hours += 1;
  sums.heat += load;
  sums.cubes += cube;
  sums.price += price;
  sums.pricedHeat += load * price;
  sums.pricedCubes += cube * price;
}
