/** The load duration curve: the hours of a year ranked by load, the highest first. */
import { HOURS_PER_YEAR } from './units.js';

/** Hours that one point of the curve stands for; a divisor of 8760. */
export const HOURS_PER_DURATION_POINT = 60;

export interface DurationCurve {
  /** Hours a point stands for, h. */
  readonly hoursPerPoint: number;
  /** Mean demand in each of the points' hours, kW, falling; 146 values. */
  readonly demandKw: readonly number[];
  /** Mean heat delivered in the same hours, kW; 146 values. */
  readonly deliveredKw: readonly number[];
}

const meanOfHours = (seriesKw: Float64Array, hours: Uint16Array): number => {
  let sum = 0;
  for (const hour of hours) sum += seriesKw[hour] as number;
  return sum / hours.length;
};

/**
 * Ranks the hours by demand, and among hours of equal demand by what is delivered; then takes means over `HOURS_PER_DURATION_POINT`
 * hours. Energy is kept: the mean of either list times 8760 h is the year's energy. Expects 8760 values each, kW.
 */
export function durationCurve(demandKw: Float64Array, deliveredKw: Float64Array): DurationCurve {
  const hours = Uint16Array.from({ length: HOURS_PER_YEAR }, (_, hour) => hour).sort((one, other) =>
    (demandKw[other] as number) - (demandKw[one] as number) || (deliveredKw[other] as number) - (deliveredKw[one] as number));
  const points = Array.from({ length: HOURS_PER_YEAR / HOURS_PER_DURATION_POINT }, (_, point) =>
    hours.subarray(point * HOURS_PER_DURATION_POINT, (point + 1) * HOURS_PER_DURATION_POINT));
  return {
    hoursPerPoint: HOURS_PER_DURATION_POINT,
    demandKw: points.map((each) => meanOfHours(demandKw, each)), deliveredKw: points.map((each) => meanOfHours(deliveredKw, each)),
  };
}
