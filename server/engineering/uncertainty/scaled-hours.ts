/** The hours of a case when its data centre is used more or less, or its partner needs more or less, than it says. */
import type { DispatchInput } from '../dispatch.js';
import { hourlySeries } from '../hourly-series.js';
import type { SourceInput } from '../match-case.js';
import type { PreparedCase } from '../prepared-case.js';
import { HOURS_PER_YEAR } from '../units.js';

/** A source that does not say how much it is used is counted at full load. */
const FULL_LOAD = 1;

/** Utilisation in the hours in which heat is recovered, 0 in maintenance. */
function utilisationWithHeat({ utilisation = FULL_LOAD, maintenanceHours = [] }: SourceInput): Float64Array {
  const series = hourlySeries(utilisation);
  for (const [first, end] of maintenanceHours) series.fill(0, first, end);
  return series;
}

/**
 * Gives offer and demand of the year for a factor on each. The utilisation of an hour is at most 1 whatever the factor; promised heat
 * stays as promised. `shareOfOffer` (8760 fractions) is the part of the offer that this match may take, all of it when left out.
 * What is given is written over at the next call.
 */
export function scaledHours(
  source: SourceInput, { hours, assumptions }: PreparedCase, shareOfOffer?: ArrayLike<number>,
): (utilisationFactor: number, demandFactor: number) => DispatchInput {
  const utilisation = utilisationWithHeat(source);
  const committedKw = hourlySeries(source.committedKw ?? 0);
  const kwAtFullLoad = source.installedItKw * assumptions.captureFraction;
  const scaled = { demandKw: hours.demandKw.slice(), offeredKw: hours.offeredKw.slice(), priceEurPerMwh: hours.priceEurPerMwh };
  const { demandKw, offeredKw } = scaled;
  return (utilisationFactor, demandFactor) => {
    for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
      const load = Math.min(FULL_LOAD, (utilisation[hour] as number) * utilisationFactor);
      const leftKw = load * kwAtFullLoad - (committedKw[hour] as number);
      offeredKw[hour] = leftKw > 0 ? leftKw : 0;
      demandKw[hour] = (hours.demandKw[hour] as number) * demandFactor;
    }
    if (shareOfOffer) for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
      offeredKw[hour] = (offeredKw[hour] as number) * (shareOfOffer[hour] as number);
    }
    return scaled;
  };
}
