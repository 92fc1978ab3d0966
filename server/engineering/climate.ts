/** Outdoor air temperature of a year, and the temperatures derived from it. */
import { NORWAY_NATIONAL_MILLI_C } from './data/climate-norway-national.js';
import { SKIEN_2018_TENTH_C } from './data/climate-skien-2018.js';
import { hourlySeries } from './hourly-series.js';
import { DAYS_PER_YEAR, HOURS_PER_DAY } from './units.js';

export interface Climate {
  readonly name: string;
  /** What to keep in mind where the series is used. */
  readonly note: string;
  readonly licence: string;
  readonly hourlyTemperatureC: readonly number[];
}

const unpack = (text: string, divisor: number): readonly number[] =>
  Object.freeze([...hourlySeries(text.trim().split(/\s+/).map((value) => Number(value) / divisor))]);

export const DEFAULT_CLIMATE: Climate = Object.freeze({
  name: 'Skien 2018 (station SN30330)',
  note: 'milder than Hamar by about 3 K',
  licence: 'CC BY 4.0, Data from MET Norway',
  hourlyTemperatureC: unpack(SKIEN_2018_TENTH_C, 10),
});

export const NATIONAL_CLIMATE: Climate = Object.freeze({
  name: 'Norway, national mean',
  note: 'colder than Skien; a mean over the whole country, too flat in its extremes to size anything',
  licence: 'MIT, quintel/etsource',
  hourlyTemperatureC: unpack(NORWAY_NATIONAL_MILLI_C, 1000),
});

/** Mean of each day, degrees C, 365 values. */
export function dailyMeanTemperatureC(hourlyTemperatureC: ArrayLike<number>): Float64Array {
  const means = new Float64Array(DAYS_PER_YEAR);
  for (let day = 0; day < DAYS_PER_YEAR; day++) {
    let sum = 0;
    for (let i = 0; i < HOURS_PER_DAY; i++) sum += hourlyTemperatureC[day * HOURS_PER_DAY + i] ?? 0;
    means[day] = sum / HOURS_PER_DAY;
  }
  return means;
}

/** Weights of today and the three days before: the heat a building stores (BDEW/BGW). */
const MEMORY_WEIGHTS = [1, 1 / 2, 1 / 4, 1 / 8] as const;
const MEMORY_SUM = MEMORY_WEIGHTS.reduce((sum, weight) => sum + weight, 0);

/**
 * Daily reference temperature of the BDEW/BGW profile, degrees C, 365 values:
 * `(T0 + T-1/2 + T-2/4 + T-3/8) / 1.875` of the daily means; the year wraps round.
 */
export function referenceTemperatureC(hourlyTemperatureC: ArrayLike<number>): Float64Array {
  const means = dailyMeanTemperatureC(hourlyTemperatureC);
  return means.map((_, day) => MEMORY_WEIGHTS.reduce(
    (sum, weight, back) => sum + weight * (means[(day - back + DAYS_PER_YEAR) % DAYS_PER_YEAR] ?? 0), 0,
  ) / MEMORY_SUM);
}
