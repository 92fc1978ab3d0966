/** A demand as its size times a relative load, the relative load with the curves that its sums are read from. */
import { addCutLoad, loadCurve, loadCurves, noLoad, type LoadCurve, type LoadSums } from './load-curve.js';
import type { OfferedYear } from './offered-year.js';
import type { DispatchLines } from './dispatch.js';
import { coversLimit, shortHours, type ShortHours } from './short-hours.js';
import { stepCuts } from './step-cuts.js';
import { HOURS_PER_YEAR } from './units.js';

/** Differences of equal temperatures leave loads of this order beside the maximum. */
const DUST = 1e-12;

/** The curve over each group of hours of an offer, least offered first. */
export interface CurvesOfOffer {
  readonly curves: readonly LoadCurve[];
  /** For a cut at a step of the maximum: the sums from each group on, all of its hours cut. */
  readonly cutFrom: (step: number) => readonly LoadSums[];
}

/** Relative load of all demands of one shape under one price of electricity; curves are made when first asked for and kept. */
export class LoadShape {
  readonly load: Float64Array;
  readonly sum: number;
  readonly maximum: number;
  /** Largest load that is but rounding beside the maximum, and smallest that is more; the curves know only the latter. */
  readonly largestDust: number;
  readonly smallest: number;
  readonly #curvesOfOffers = new Map<OfferedYear, CurvesOfOffer>();
  readonly #bestOffersKw = new Map<OfferedYear, number>();
  readonly #shortHours = new Map<OfferedYear, ShortHours>();
  #cuts: readonly LoadSums[] | undefined;
  #yearCurve: LoadCurve | undefined;

  /**
   * @param given 8760 values, 0 or more. @param hourlyPrice 8760 values, where the price is not the same all year.
   * @param steps equal steps of the maximum at which the load is cut: the capacities that are tried.
   * @param isShared whether many demands have this shape, each of its own size; else its one demand has the load itself, in kW.
   */
  constructor(given: ArrayLike<number>, readonly hourlyPrice: Float64Array | undefined, readonly steps: number, readonly isShared = true) {
    const load = new Float64Array(HOURS_PER_YEAR);
    let [sum, maximum] = [0, 0];
    for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
      const value = given[hour] as number;
      load[hour] = value;
      sum += value;
      if (value > maximum) maximum = value;
    }
    const dust = DUST * maximum;
    let [largestDust, smallest] = [0, Infinity];
    for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
      const value = load[hour] as number;
      if (value <= dust) largestDust = value > largestDust ? value : largestDust;
      else if (value < smallest) smallest = value;
    }
    this.load = load;
    [this.sum, this.maximum, this.largestDust, this.smallest] = [sum, maximum, largestDust, smallest];
  }

  /** The sums of the load cut at a step of its maximum. */
  cutAt(step: number): LoadSums {
    const { load, hourlyPrice, steps, maximum, largestDust: dust } = this;
    this.#cuts ??= stepCuts(load, hourlyPrice, { steps, maximum, dust });
    return this.#cuts[step] as LoadSums;
  }

  get yearCurve(): LoadCurve {
    this.#yearCurve ??= loadCurve(this.load, { hourlyPrice: this.hourlyPrice, dust: this.largestDust });
    return this.#yearCurve;
  }

  /** The hours in which an offer may fall short of the load under a limit of these lines. */
  shortHours(offer: OfferedYear, { limitPerOffered, limitLossKw }: DispatchLines): ShortHours {
    const known = this.#shortHours.get(offer);
    if (known && coversLimit(known, limitPerOffered, limitLossKw)) return known;
    const made = shortHours(this.load, offer.offeredKw, this.hourlyPrice, limitPerOffered, limitLossKw);
    this.#shortHours.set(offer, made);
    return made;
  }

  curvesOf(offer: OfferedYear): CurvesOfOffer {
    const known = this.#curvesOfOffers.get(offer);
    if (known) return known;
    const made = this.#makeCurves(offer);
    this.#curvesOfOffers.set(offer, made);
    return made;
  }

  #makeCurves(offer: OfferedYear): CurvesOfOffer {
    const { hourlyPrice, largestDust: dust, maximum, steps } = this;
    const curves = offer.groups.length === 1 ? [this.yearCurve]
      : loadCurves(this.load, offer.hours, { hourlyPrice, dust, offeredKw: offer.differs ? offer.offeredKw : undefined });
    const cuts: (readonly LoadSums[])[] = [];
    const cutFrom = (step: number): readonly LoadSums[] => {
      const known = cuts[step];
      if (known) return known;
      const sums = noLoad();
      const from = [{ ...sums }];
      for (let group = curves.length - 1; group >= 0; group--) {
        addCutLoad(curves[group] as LoadCurve, (maximum * step) / steps, sums);
        from.push({ ...sums });
      }
      return (cuts[step] = from.reverse());
    };
    return { curves, cutFrom };
  }

  /** Largest offer in an hour with a load. */
  bestOfferKw(offer: OfferedYear): number {
    const known = this.#bestOffersKw.get(offer);
    if (known !== undefined) return known;
    let best = 0;
    for (let hour = 0; hour < HOURS_PER_YEAR && best < offer.highestKw; hour++) {
      const offered = offer.offeredKw[hour] as number;
      if (offered > best && (this.load[hour] as number) > this.largestDust) best = offered;
    }
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
