/** Dates of a plan on its own axis: hours from day 0 in years of 8760 hours, 29 February counted as the 28th. */
import { dayOfYearFromDate } from '../calendar.js';
import { HOURS_PER_DAY, HOURS_PER_YEAR } from '../units.js';

const YEAR_DIGITS = 4;
const absoluteHour = (date: string): number =>
  Number(date.slice(0, YEAR_DIGITS)) * HOURS_PER_YEAR + dayOfYearFromDate(date) * HOURS_PER_DAY;

/** The first commissioning; without one the first start of a demand; null when nobody gives a date. */
export function firstDate(availableFrom: readonly (string | undefined)[], startDates: readonly (string | undefined)[]): string | null {
  const earliest = (dates: readonly (string | undefined)[]): string | undefined =>
    dates.filter((date) => date !== undefined).sort()[0];
  return earliest(availableFrom) ?? earliest(startDates) ?? null;
}

/** Hour of the year at which day 0 begins. */
export const firstHour = (date: string | null): number => (date === null ? 0 : dayOfYearFromDate(date) * HOURS_PER_DAY);

/** Start of a connection: when both building and partner are there, not before day 0. */
export function startOf(day0: string | null, availableFrom: string | undefined, startDate: string | undefined): {
  readonly startHour: number; readonly startDate: string | null;
} {
  const latest = [day0, availableFrom, startDate].filter((date) => date !== null && date !== undefined).sort().at(-1) ?? null;
  return { startHour: latest === null || day0 === null ? 0 : absoluteHour(latest) - absoluteHour(day0), startDate: latest };
}
