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
import {
  CUBES, HEAT, layOutLoads, OFFER_FIELDS, PRICE, PRICED_CUBES, PRICED_HEAT, PRICED_OFFER, type HourGroups, type LayoutOptions, type LoadLayout,
} from './load-layout.js';
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

/** The loads above 0 of a group of hours, in the order of their buckets: positions `start` to `end` of the layout. */
export interface LoadCurve {
  readonly layout: LoadLayout;
  readonly maximum: number;
  readonly bucketsPerLoad: number;
  readonly firstBucket: number;
  /** One after the last; where its loads would begin, those of the group end. */
  readonly endBucket: number;
  readonly start: number;
  readonly end: number;
}

export const noLoad = (): LoadSums => ({ hours: 0, heat: 0, cubes: 0, price: 0, pricedHeat: 0, pricedCubes: 0 });

const WHOLE_YEAR: HourGroups = { groupOf: new Uint8Array(HOURS_PER_YEAR), sizes: [HOURS_PER_YEAR] };

/** Curve of a load, 8760 values, 0 or more, over each group of hours. */
export function loadCurves(load: Float64Array, groups: HourGroups, options: LayoutOptions = {}): readonly LoadCurve[] {
  const layout = layOutLoads(load, groups, options);
  const { maximum, bucketsPerLoad, firstBucket, bucketStart } = layout;
  return groups.sizes.map((_, group): LoadCurve => {
    const first = firstBucket[group] as number;
    const endBucket = (firstBucket[group + 1] as number) - 1;
    return {
      layout, maximum: maximum[group] as number, bucketsPerLoad: bucketsPerLoad[group] as number, firstBucket: first, endBucket,
      start: bucketStart[first] as number, end: bucketStart[endBucket] as number,
    };
  });
}

/** Curve of a load over the whole year. */
export const loadCurve = (load: Float64Array, options: LayoutOptions = {}): LoadCurve => loadCurves(load, WHOLE_YEAR, options)[0] as LoadCurve;

/** The bucket in which a load of this height would be. Every load of an earlier bucket is below the height. */
export function bucketAt({ maximum, bucketsPerLoad, firstBucket, endBucket }: LoadCurve, height: number): number {
  return height < maximum ? firstBucket + Math.min(endBucket - firstBucket - 1, Math.floor(Math.max(0, height) * bucketsPerLoad)) : endBucket;
}

/**
 * Adds all loads of the buckets that lie below a height, and gives the position of the first that was not added; every load below
 * that position is below the height.
 */
export function addLoadsBelow(curve: LoadCurve, height: number, sums: LoadSums): number {
  const { layout: { bucketStart, before, fields }, start } = curve;
  const bucket = bucketAt(curve, height);
  const at = bucket * fields;
  const from = bucketStart[bucket] as number;
  sums.hours += from - start;
  sums.heat += before[at + HEAT] as number;
  sums.cubes += before[at + CUBES] as number;
  if (fields <= PRICE) return from;
  sums.price += before[at + PRICE] as number;
  sums.pricedHeat += before[at + PRICED_HEAT] as number;
  sums.pricedCubes += before[at + PRICED_CUBES] as number;
  return from;
}

/** Sum of the prices of the loads from a bucket on. */
export const priceFrom = ({ layout: { before, fields }, endBucket }: LoadCurve, bucket: number): number =>
  (fields <= PRICE ? 0 : (before[endBucket * fields + PRICE] as number) - (before[bucket * fields + PRICE] as number));

/** Adds the sums of the load cut at a height (more than 0; Infinity for the load as it is). */
export function addCutLoad(curve: LoadCurve, height: number, sums: LoadSums): void {
  const { layout: { loads, prices, bucketStart }, end } = curve;
  const from = addLoadsBelow(curve, height, sums);
  if (from === end) return;
  const nextBucket = bucketAt(curve, height) + 1;
  const to = bucketStart[nextBucket] as number;
  let cutHours = end - to;
  let cutPrice = priceFrom(curve, nextBucket);
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

/** Adds the sums of other hours. */
export function addSums(sums: LoadSums, other: LoadSums): void {
  sums.hours += other.hours;
  sums.heat += other.heat;
  sums.cubes += other.cubes;
  sums.price += other.price;
  sums.pricedHeat += other.pricedHeat;
  sums.pricedCubes += other.pricedCubes;
}

/** Sum of `(offer a - b)^3` from the sums of the powers 0 to 3 of the offer. */
const cubeOfLimits = (a: number, b: number, ones: number, offers: number, squares: number, cubes: number): number =>
  a * (a * (a * cubes - 3 * b * squares) + 3 * b * b * offers) - b * b * b * ones;

/** Adds the hours from a bucket on, each with what its offer leaves: `offer * perOffered - loss`, in the unit of the load. */
export function addLimitedLoads(curve: LoadCurve, bucket: number, perOffered: number, loss: number, sums: LoadSums): void {
  const { layout, end } = curve;
  const { bucketStart, offeredFrom } = layout;
  if (!offeredFrom) throw new RangeError('the curve was laid out without an offer');
  const hours = end - (bucketStart[bucket] as number);
  const price = priceFrom(curve, bucket);
  const at = bucket * OFFER_FIELDS;
  const [offers, squares, cubes] = [offeredFrom[at] as number, offeredFrom[at + 1] as number, offeredFrom[at + 2] as number];
  sums.hours += hours;
  sums.heat += perOffered * offers - loss * hours;
  sums.cubes += cubeOfLimits(perOffered, loss, hours, offers, squares, cubes);
  if (!layout.prices) return;
  const priced = at + PRICED_OFFER;
  const pricedOffers = offeredFrom[priced] as number;
  sums.price += price;
  sums.pricedHeat += perOffered * pricedOffers - loss * price;
  sums.pricedCubes += cubeOfLimits(perOffered, loss, price, pricedOffers, offeredFrom[priced + 1] as number, offeredFrom[priced + 2] as number);
}
