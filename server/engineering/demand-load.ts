/** A demand as its size times a relative load, the relative load with the curves that its sums are read from. */
import { loadCurve, type LoadCurve } from './load-curve.js';
import { bestOffer } from './prepared-case.js';
import type { OfferedYear } from './offered-year.js';
import { seriesMaximum, seriesSum } from './hourly-series.js';
import { HOURS_PER_YEAR } from './units.js';

/** Differences of equal temperatures leave loads of this order beside the maximum. */
const DUST = 1e-12;

/** Relative load of all demands of one shape under one price of electricity; curves are made when first asked for and kept. */
export class LoadShape {
  readonly sum: number;
  readonly maximum: number;
  /** Largest load that is but rounding beside the maximum, and smallest that is more; the curves know only the latter. */
  readonly largestDust: number;
  readonly smallest: number;
  readonly #solid: Float64Array;
  readonly #groupCurves = new WeakMap<OfferedYear, readonly LoadCurve[]>();
  readonly #bestOffersKw = new WeakMap<OfferedYear, number>();
  #yearCurve: LoadCurve | undefined;

  /** @param load 8760 values, 0 or more. @param hourlyPrice 8760 values, where the price is not the same all year. */
  constructor(readonly load: Float64Array, readonly hourlyPrice: Float64Array | undefined) {
    this.sum = seriesSum(load);
    this.maximum = seriesMaximum(load);
    const dust = DUST * this.maximum;
    let [largestDust, smallest] = [0, Infinity];
    for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
      const value = load[hour] as number;
      if (value > dust) smallest = Math.min(smallest, value);
      else largestDust = Math.max(largestDust, value);
    }
    this.largestDust = largestDust;
    this.smallest = smallest;
    this.#solid = this.largestDust > 0 ? load.map((value) => (value > dust ? value : 0)) : load;
  }

  get yearCurve(): LoadCurve {
    this.#yearCurve ??= loadCurve(this.#solid, this.hourlyPrice);
    return this.#yearCurve;
  }

  /** The curve over each group of hours of an offer. */
  groupCurves(offer: OfferedYear): readonly LoadCurve[] {
    const known = this.#groupCurves.get(offer);
    if (known) return known;
    const curves = offer.groups.length === 1 ? [this.yearCurve]
      : offer.groups.map(({ hours }) => loadCurve(this.#solid, this.hourlyPrice, hours));
    this.#groupCurves.set(offer, curves);
    return curves;
  }

  /** Largest offer in an hour with a load. */
  bestOfferKw(offer: OfferedYear): number {
    const known = this.#bestOffersKw.get(offer);
    if (known !== undefined) return known;
    const best = bestOffer(this.#solid, offer.offeredKw, 0);
    this.#bestOffersKw.set(offer, best);
    return best;
  }
}

export interface DemandLoad {
  readonly shape: LoadShape;
  /** kW per unit of the relative load. */
  readonly kwPerUnit: number;
}

export const peakKw = ({ shape, kwPerUnit }: DemandLoad): number => shape.maximum * kwPerUnit;

/** 8760 values. */
export const hourlyKw = ({ shape, kwPerUnit }: DemandLoad): Float64Array => shape.load.map((value) => value * kwPerUnit);
