/** What a candidate claims in each slice, and what giving way there costs it at least. */
import type { FullHours } from './full-service.js';
import { claimKw, type HourLine } from './hour-value.js';
import type { PlanYears, Stretch } from './plan-years.js';
import type { AllocationProblem, Candidate, ObjectiveWeights } from './problem.js';
import type { SourceSlices } from './slices.js';
import { KWH_PER_MWH } from '../units.js';

export interface SliceSums {
  /** Claim at full service over the horizon, MWh a slice. */
  readonly claimMwh: Float64Array;
  /** Least value lost for each MWh of claim given up, in part or all of it. */
  readonly lostPerMwh: Float64Array;
  /** Least value lost for each MWh of claim when all of an hour is given up. */
  readonly wholeLostPerMwh: Float64Array;
  /** Most that giving up a part of an hour may cost less than its share of the whole; value an hour. */
  readonly partRelief: Float64Array;
}

/** What giving way costs in one hour. */
interface HourLoss {
  /** Least per kWh of claim, over every smaller delivery down to none. */
  least: number;
  /** Per kWh of claim when nothing is delivered. */
  whole: number;
  relief: number;
}

/**
 * The value of an hour is `linear x + constant - cubic x^3` in the delivery x > 0. Its cubic term bends one way only, so the least
 * loss per kWh is at one end: at full delivery, just above none, or at none. The relief, `whole (d - x) / limit - (V(d) - V(x))`,
 * bends the other way and is largest at one end or where its slope is 0.
 */
function hourLoss(line: HourLine, weights: ObjectiveWeights, hour: number, deliveredKw: number, factor: number): HourLoss {
  const cash = weights.npv * factor;
  const electricityEurPerKwh = cash * (line.priceEurPerMwh[hour] as number) / KWH_PER_MWH + weights.co2EurPerTonne * line.gridTonnesPerKwh;
  const heat = weights.heatEurPerMwh / KWH_PER_MWH;
  const linear = cash * line.cashPerKwh + weights.co2EurPerTonne * line.tonnesPerKwh + heat * line.sourceFraction
    - electricityEurPerKwh * line.driveFraction;
  const constant = cash * line.cashPerHour + heat * line.sourceLossKw - electricityEurPerKwh * line.driveLossKw;
  const cubic = electricityEurPerKwh * line.pumpKw * line.perCapacity ** 3 * deliveredKw * deliveredKw;
  const whole = ((linear - cubic) * deliveredKw + constant) / claimKw(line, deliveredKw);
  const marginal = Math.min(linear - 3 * cubic, linear - cubic) * line.limitPerOffered;
  // Slope of the relief at none, for each kW delivered less.
  const slope = whole / line.limitPerOffered - linear;
  const share = cubic > 0 && slope < 0 ? Math.min(1, Math.sqrt(-slope / (3 * cubic))) : 0;
  const relief = deliveredKw * (slope * (1 - share) + cubic * (1 - share ** 3));
  return { whole, least: Math.min(whole, marginal), relief: Math.max(0, relief, deliveredKw * (slope + cubic)) };
}

/** Over a stretch in which others start the mean discount factor lies between two; the loss is a straight line in it, the relief bends upwards. */
function worstOf(a: HourLoss, b: HourLoss): HourLoss {
  return { least: Math.min(a.least, b.least), whole: Math.min(a.whole, b.whole), relief: Math.max(a.relief, b.relief) };
}

function addPeriod(
  sums: SliceSums, { times, latestFactor, earliestFactor }: Stretch, sliceOf: Int32Array,
  weights: ObjectiveWeights, { line, deliveredKw, claimKw: claims }: FullHours,
): void {
  const { claimMwh, lostPerMwh, wholeLostPerMwh, partRelief } = sums;
  const price = line.priceEurPerMwh;
  let last = { delivered: -1, price: 0, latest: 0, earliest: 0, loss: { least: 0, whole: 0, relief: 0 } };
  for (let hour = 0; hour < sliceOf.length; hour++) {
    const delivered = deliveredKw[hour] as number;
    const comes = times[hour] as number;
    if (delivered <= 0 || comes <= 0) continue;
    const slice = sliceOf[hour] as number;
    claimMwh[slice] = (claimMwh[slice] as number) + (comes * (claims[hour] as number)) / KWH_PER_MWH;
    const latest = latestFactor[hour] as number;
    const earliest = earliestFactor[hour] as number;
    // Hours at capacity are many and alike.
    if (delivered !== last.delivered || latest !== last.latest || earliest !== last.earliest || price[hour] !== last.price) {
      const atLatest = hourLoss(line, weights, hour, delivered, latest);
      const loss = earliest === latest ? atLatest : worstOf(atLatest, hourLoss(line, weights, hour, delivered, earliest));
      last = { delivered, latest, earliest, price: price[hour] as number, loss };
    }
    const { least, whole, relief } = last.loss;
    if (least * KWH_PER_MWH < (lostPerMwh[slice] as number)) lostPerMwh[slice] = least * KWH_PER_MWH;
    if (whole * KWH_PER_MWH < (wholeLostPerMwh[slice] as number)) wholeLostPerMwh[slice] = whole * KWH_PER_MWH;
    if (relief > (partRelief[slice] as number)) partRelief[slice] = relief;
  }
}

export function sliceSums(
  years: PlanYears, weights: ObjectiveWeights, slices: SourceSlices, candidate: Candidate, full: FullHours,
): SliceSums {
  const sums = {
    claimMwh: new Float64Array(slices.count), lostPerMwh: new Float64Array(slices.count).fill(Infinity),
    wholeLostPerMwh: new Float64Array(slices.count).fill(Infinity), partRelief: new Float64Array(slices.count),
  };
  slices.periods.forEach((period, index) => {
    const begin = Math.max(period.fromHour, candidate.startHour);
    const sliceOf = slices.sliceOf[index];
    if (begin >= period.toHour || !sliceOf) return;
    addPeriod(sums, years.stretch(begin, period.toHour, period.starts), sliceOf, weights, full);
  });
  return sums;
}

export interface SliceOffer {
  /** Heat offered in each slice over the horizon, MWh. */
  readonly offeredMwh: Float64Array;
  /** How many hours of the horizon each slice has. */
  readonly hours: Float64Array;
}

export function sliceOffer(problem: AllocationProblem, years: PlanYears, slices: SourceSlices): SliceOffer {
  const offeredMwh = new Float64Array(slices.count);
  const hours = new Float64Array(slices.count);
  const offeredKw = problem.sources[slices.source]?.offeredKw ?? new Float64Array();
  slices.periods.forEach(({ fromHour, toHour }, period) => {
    const [from, to] = [years.from(fromHour), years.from(toHour)];
    const sliceOf = slices.sliceOf[period] as Int32Array;
    for (let hour = 0; hour < problem.hoursPerYear; hour++) {
      const times = (from.years[hour] as number) - (to.years[hour] as number);
      const slice = sliceOf[hour] as number;
      offeredMwh[slice] = (offeredMwh[slice] as number) + (times * (offeredKw[hour] as number)) / KWH_PER_MWH;
      hours[slice] = (hours[slice] as number) + times;
    }
  });
  return { offeredMwh, hours };
}
