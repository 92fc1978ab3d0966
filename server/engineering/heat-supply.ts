/** Surplus heat of one source. */
import { DEFAULT_ASSUMPTIONS } from './assumptions.js';
import { constantOrHourlyMean, hourlySeries } from './hourly-series.js';
import type { SourceInput } from './match-case.js';
import { HOURS_PER_YEAR, KWH_PER_MWH } from './units.js';

/** A source that does not say how much it is used is counted at full load. */
const FULL_LOAD = 1;

/** Energy the IT takes in a year, MWh: `installedItKw * utilisation`; it runs on through maintenance of the heat recovery. */
export const itEnergyMwh = ({ installedItKw, utilisation = FULL_LOAD }: SourceInput): number =>
  (constantOrHourlyMean(utilisation) * installedItKw * HOURS_PER_YEAR) / KWH_PER_MWH;

/**
 * Heat that can be recovered, kW, 8760 values: `installedItKw * utilisation * captureFraction`, zero in planned maintenance.
 * `captureFraction` is the second argument, else the source's own, else 0.9.
 */
export function recoverableKw(
  source: SourceInput, captureFraction: number = source.captureFraction ?? DEFAULT_ASSUMPTIONS.captureFraction,
): Float64Array {
  const heatKw = hourlySeries(source.utilisation ?? FULL_LOAD);
  const kwAtFullLoad = source.installedItKw * captureFraction;
  for (let hour = 0; hour < HOURS_PER_YEAR; hour++) heatKw[hour] = (heatKw[hour] ?? 0) * kwAtFullLoad;
  for (const [first, end] of source.maintenanceHours ?? []) heatKw.fill(0, first, end);
  return heatKw;
}

/** Heat left for a new partner, kW, 8760 values: recoverable less what running projects have been promised, never below 0. */
export function offeredKw(source: SourceInput, captureFraction?: number): Float64Array {
  const heatKw = recoverableKw(source, captureFraction);
  if (source.committedKw === undefined) return heatKw;
  const committedKw = hourlySeries(source.committedKw);
  return heatKw.map((recoverable, hour) => Math.max(0, recoverable - (committedKw[hour] ?? 0)));
}

/**
 * Utilisation of a building that is filled step by step, a fraction, 8760 values: zero before `firstHour`, then a straight rise
 * over `rampHours` to `fullUtilisation`. A building commissioned after the year has `firstHour` 8760.
 * Throws RangeError when `fullUtilisation` is outside 0..1 or an hour is negative.
 */
export function rampUtilisation(firstHour: number, rampHours: number, fullUtilisation: number): Float64Array {
  if (!(firstHour >= 0)) throw new RangeError(`firstHour must be 0 or more, not ${firstHour}`);
  if (!(rampHours >= 0)) throw new RangeError(`rampHours must be 0 or more, not ${rampHours}`);
  if (!(fullUtilisation >= 0 && fullUtilisation <= 1)) {
    throw new RangeError(`fullUtilisation must lie in 0..1, not ${fullUtilisation}`);
  }
  return new Float64Array(HOURS_PER_YEAR).map((_, hour) => {
    if (hour < firstHour) return 0;
    return rampHours === 0 ? fullUtilisation : fullUtilisation * Math.min(1, (hour - firstHour) / rampHours);
  });
}
