/**
 * BDEW/BGW standard load profile for space heating and hot water, as published by When2Heat (Ruhnau, Hirth, Praktiknjo 2019,
 * doi 10.1038/s41597-019-0199-y).
 */
import { referenceTemperatureC } from './climate.js';
import {
  BDEW_CLASSES, BDEW_CLASS_HIGHEST_C, BDEW_CLASS_LOWEST_C, BDEW_CLASS_WIDTH_K, BDEW_HOURLY_FACTORS, BDEW_SIGMOID,
} from './data/bdew-heat-profile.js';
import { weekday } from './hourly-series.js';
import { HOURS_PER_DAY, HOURS_PER_YEAR } from './units.js';

export type BdewBuilding = keyof typeof BDEW_SIGMOID;
export const BDEW_BUILDINGS = Object.keys(BDEW_SIGMOID) as readonly BdewBuilding[];

/** Pole of the sigmoid; at and above it heating has long ended and only its other terms are left. */
const SIGMOID_POLE_C = 40;

/**
 * Daily demand h(T), relative, of a reference temperature in degrees C:
 * `A / (1 + (B/(T-40))^C) + D + max(m_s T + b_s, m_w T + b_w)`.
 * Multi-family: h(-20) = 2.8569, h(0) = 1.7114, h(20) = 0.2105 (BDEW/BGW).
 */
export function bdewDailyDemand(building: BdewBuilding, temperatureC: number): number {
  const p = BDEW_SIGMOID[building];
  const heating = temperatureC < SIGMOID_POLE_C ? p.a / (1 + (p.b / (temperatureC - SIGMOID_POLE_C)) ** p.c) : 0;
  const base = Math.max(
    p.summerSlope * temperatureC + p.summerOffset, p.winterSlope * temperatureC + p.winterOffset,
  );
  return Math.max(0, heating + p.d + base);
}

/** Column of the hourly factors for a reference temperature: class `ceil(T / 5) * 5`, clamped to -15..30 degrees C. */
export function temperatureClass(temperatureC: number): number {
  const classC = Math.ceil(temperatureC / BDEW_CLASS_WIDTH_K) * BDEW_CLASS_WIDTH_K;
  const clamped = Math.min(BDEW_CLASS_HIGHEST_C, Math.max(BDEW_CLASS_LOWEST_C, classC));
  return Math.min(BDEW_CLASSES - 1, (clamped - BDEW_CLASS_LOWEST_C) / BDEW_CLASS_WIDTH_K);
}

/** Hourly shape, relative, 8760 values: daily demand spread by the factors of the day's temperature class (and weekday). */
export function bdewShape(building: BdewBuilding, hourlyTemperatureC: ArrayLike<number>): Float64Array {
  const factors = BDEW_HOURLY_FACTORS[building];
  const perWeekday = factors.length > HOURS_PER_DAY;
  const shape = new Float64Array(HOURS_PER_YEAR);
  referenceTemperatureC(hourlyTemperatureC).forEach((temperatureC, day) => {
    const dailyDemand = bdewDailyDemand(building, temperatureC);
    const column = temperatureClass(temperatureC);
    const firstRow = perWeekday ? weekday(day) * HOURS_PER_DAY : 0;
    for (let hour = 0; hour < HOURS_PER_DAY; hour++) {
      shape[day * HOURS_PER_DAY + hour] = dailyDemand * (factors[firstRow + hour]?.[column] ?? 0);
    }
  });
  return shape;
}
