/** Hourly series of one year: 8760 values, hour 0 = 1 January 00:00 local standard time, 29 February dropped, day 0 a Monday. */
import type { ConstantOrHourly } from './match-case.js';
import {
  DAYS_PER_WEEK, HOURS_PER_DAY, HOURS_PER_YEAR, KWH_PER_MWH, MONTH_DAYS, WORKING_DAYS_PER_WEEK,
} from './units.js';

/** First hour of each month and, thirteenth, the end of the year. */
export const monthHours: readonly number[] = MONTH_DAYS.reduce(
  (starts, days) => [...starts, (starts.at(-1) ?? 0) + days * HOURS_PER_DAY], [0],
);

/** 8760 values from one constant or from 8760 values. Throws RangeError on another length. */
export function hourlySeries(value: ConstantOrHourly): Float64Array {
  if (typeof value === 'number') return new Float64Array(HOURS_PER_YEAR).fill(value);
  if (value.length !== HOURS_PER_YEAR) {
    throw new RangeError(`an hourly series has ${HOURS_PER_YEAR} values, not ${value.length}`);
  }
  return Float64Array.from(value);
}

export function seriesSum(series: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < series.length; i++) sum += series[i] ?? 0;
  return sum;
}

export function seriesMaximum(series: ArrayLike<number>): number {
  let maximum = -Infinity;
  for (let i = 0; i < series.length; i++) maximum = Math.max(maximum, series[i] ?? -Infinity);
  return maximum;
}

export const constantOrHourlyMean = (value: ConstantOrHourly): number =>
  typeof value === 'number' ? value : seriesSum(value) / value.length;

/** Energy of a power series in MWh; each value holds for one hour. */
export const energyMwh = (seriesKw: ArrayLike<number>): number => seriesSum(seriesKw) / KWH_PER_MWH;

/** Energy of each month in MWh, January first, of 8760 values in kW. */
export function monthlySumMwh(seriesKw: ArrayLike<number>): number[] {
  return MONTH_DAYS.map((_, month) => {
    let sum = 0;
    const end = monthHours[month + 1] ?? HOURS_PER_YEAR;
    for (let hour = monthHours[month] ?? 0; hour < end; hour++) sum += seriesKw[hour] ?? 0;
    return sum / KWH_PER_MWH;
  });
}

/** kW per unit of a relative load whose values sum to `sum`, so that its energy is `annualMwh`; 0 for a load without heat. */
export const scaleFactor = (sum: number, annualMwh: number): number => (sum > 0 ? (annualMwh * KWH_PER_MWH) / sum : 0);

/** Multiplies a shape in place so that its energy is `annualMwh`; a shape without heat stays zero. */
export function scaleToAnnualMwh(shape: Float64Array, annualMwh: number): Float64Array {
  const factor = scaleFactor(seriesSum(shape), annualMwh);
  for (let hour = 0; hour < shape.length; hour++) shape[hour] = (shape[hour] ?? 0) * factor;
  return shape;
}

export const hourOfDay = (hour: number): number => hour % HOURS_PER_DAY;
export const dayOfYear = (hour: number): number => Math.floor(hour / HOURS_PER_DAY);
export const weekday = (day: number): number => day % DAYS_PER_WEEK;
export const isWorkingDay = (day: number): boolean => weekday(day) < WORKING_DAYS_PER_WEEK;
