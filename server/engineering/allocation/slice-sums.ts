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
  /** Least value lost for each MWh of claim given up, a slice. */
  readonly lostPerMwh: Float64Array;
}

/**
 * Least value lost per kWh of claim given up in an hour, over every smaller delivery down to none. The value of an hour is
 * `linear x + constant - cubic x^3` in the delivery x, its cubic term bends one way only, so the least is at one end: at full
 * delivery, just above none, or at none.
 */
function leastLost(line: HourLine, weights: ObjectiveWeights, hour: number, deliveredKw: number, factor: number): number {
  const cash = weights.npv * factor;
  const electricityEurPerKwh = cash * (line.priceEurPerMwh[hour] as number) / KWH_PER_MWH + weights.co2EurPerTonne * line.gridTonnesPerKwh;
  const heat = weights.heatEurPerMwh / KWH_PER_MWH;
  const linear = cash * line.cashPerKwh + weights.co2EurPerTonne * line.tonnesPerKwh + heat * line.sourceFraction
    - electricityEurPerKwh * line.driveFraction;
  const constant = cash * line.cashPerHour + heat * line.sourceLossKw - electricityEurPerKwh * line.driveLossKw;
  const cubic = electricityEurPerKwh * line.pumpKw * line.perCapacity ** 3 * deliveredKw * deliveredKw;
  const atNone = ((linear - cubic) * deliveredKw + constant) / claimKw(line, deliveredKw);
  const marginal = Math.min(linear - 3 * cubic, linear - cubic) * line.limitPerOffered;
  return Math.min(atNone, marginal);
}

function addPeriod(
  { claimMwh, lostPerMwh }: SliceSums, { times, latestFactor, earliestFactor }: Stretch, sliceOf: Int32Array,
  weights: ObjectiveWeights, { line, deliveredKw, claimKw: claims }: FullHours,
): void {
  const price = line.priceEurPerMwh;
  let last = { delivered: -1, price: 0, latest: 0, earliest: 0, lost: 0 };
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
      let lost = leastLost(line, weights, hour, delivered, latest);
      if (earliest !== latest) lost = Math.min(lost, leastLost(line, weights, hour, delivered, earliest));
      last = { delivered, latest, earliest, price: price[hour] as number, lost: lost * KWH_PER_MWH };
    }
    if (last.lost < (lostPerMwh[slice] as number)) lostPerMwh[slice] = last.lost;
  }
}

export function sliceSums(
  years: PlanYears, weights: ObjectiveWeights, slices: SourceSlices, candidate: Candidate, full: FullHours,
): SliceSums {
  const sums = { claimMwh: new Float64Array(slices.count), lostPerMwh: new Float64Array(slices.count).fill(Infinity) };
  slices.periods.forEach((period, index) => {
    const begin = Math.max(period.fromHour, candidate.startHour);
    const sliceOf = slices.sliceOf[index];
    if (begin >= period.toHour || !sliceOf) return;
    addPeriod(sums, years.stretch(begin, period.toHour, period.starts), sliceOf, weights, full);
  });
  return sums;
}

/** Heat offered in each slice over the horizon, MWh. */
export function offeredInSlices(problem: AllocationProblem, years: PlanYears, slices: SourceSlices): Float64Array {
  const offeredMwh = new Float64Array(slices.count);
  const offeredKw = problem.sources[slices.source]?.offeredKw ?? new Float64Array();
  slices.periods.forEach(({ fromHour, toHour }, period) => {
    const [from, to] = [years.from(fromHour), years.from(toHour)];
    const sliceOf = slices.sliceOf[period] as Int32Array;
    for (let hour = 0; hour < problem.hoursPerYear; hour++) {
      const times = (from.years[hour] as number) - (to.years[hour] as number);
      const slice = sliceOf[hour] as number;
      offeredMwh[slice] = (offeredMwh[slice] as number) + (times * (offeredKw[hour] as number)) / KWH_PER_MWH;
    }
  });
  return offeredMwh;
}
