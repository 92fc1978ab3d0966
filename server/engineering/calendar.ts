/** Dates as YYYY-MM-DD, without a clock or a time zone. */
import { DAYS_PER_YEAR, MILLISECONDS_PER_DAY, MONTH_DAYS } from './units.js';

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

interface CalendarDate { readonly year: number; readonly month: number; readonly day: number }

function parseDate(text: string): CalendarDate | undefined {
  const [, year, month, day] = (ISO_DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const instant = new Date(Date.UTC(year, month - 1, day));
  const exists = instant.getUTCMonth() === month - 1 && instant.getUTCDate() === day;
  return exists ? { year, month, day } : undefined;
}

export const isIsoDate = (text: string): boolean => parseDate(text) !== undefined;

function requireDate(text: string): CalendarDate {
  const date = parseDate(text);
  if (!date) throw new RangeError(`a date is written YYYY-MM-DD, not ${text}`);
  return date;
}

function dayNumber(text: string): number {
  const { year, month, day } = requireDate(text);
  return Date.UTC(year, month - 1, day) / MILLISECONDS_PER_DAY;
}

/** Days from the first date to the second, negative when the second comes first. Throws RangeError on no date. */
export const daysBetween = (first: string, second: string): number => dayNumber(second) - dayNumber(first);

/** Day of the year, 0..364; 29 February counts as 28 February. Throws RangeError on no date. */
export function dayOfYearFromDate(text: string): number {
  const { month, day } = requireDate(text);
  const before = MONTH_DAYS.slice(0, month - 1).reduce((sum, days) => sum + days, 0);
  return before + Math.min(day, MONTH_DAYS[month - 1] ?? day) - 1;
}

/** Whether a day of the year lies from the first to the last date, both included; a year or more covers every day. */
export function coversDay(first: string, last: string): (day: number) => boolean {
  if (daysBetween(first, last) >= DAYS_PER_YEAR - 1) return () => true;
  const start = dayOfYearFromDate(first);
  const end = dayOfYearFromDate(last);
  return start <= end ? (day) => day >= start && day <= end : (day) => day >= start || day <= end;
}
