/** Where a moment or a date lies in the year of 8760 hours that the hourly series count: local standard time, 29 February dropped. */
import { HOURS_PER_YEAR, monthHours } from '../../engineering/index.js';

/** Central European Time all year round, as meters count: the series know no summer time. */
const STANDARD_TIME_OFFSET_HOURS = 1;
const MILLISECONDS_PER_HOUR = 3_600_000;
const HOURS_PER_DAY = 24;
const FEBRUARY = 2;
const LAST_COUNTED_DAY_OF_FEBRUARY = 28;

export interface LocalMoment {
  readonly isoDate: string;
  readonly year: number;
  /** 0..8759; on 29 February the same hour of the day before. */
  readonly hourOfYear: number;
}

const yearOf = (isoDate: string): number => Number(isoDate.slice(0, 4));

function hourAt(month: number, day: number, hour: number): number {
  return (monthHours[month - 1] ?? 0) + (day - 1) * HOURS_PER_DAY + hour;
}

export function localMoment(now: Date): LocalMoment {
  const local = new Date(now.getTime() + STANDARD_TIME_OFFSET_HOURS * MILLISECONDS_PER_HOUR);
  const [month, day] = [local.getUTCMonth() + 1, local.getUTCDate()];
  const counted = month === FEBRUARY ? Math.min(day, LAST_COUNTED_DAY_OF_FEBRUARY) : day;
  return {
    isoDate: local.toISOString().slice(0, 10), year: local.getUTCFullYear(), hourOfYear: hourAt(month, counted, local.getUTCHours()),
  };
}

/** First hour of a date within a year: 0 when it lies before the year, 8760 when after; 29 February begins with 1 March. */
export function firstHourOf(isoDate: string, year: number): number {
  if (yearOf(isoDate) !== year) return yearOf(isoDate) < year ? 0 : HOURS_PER_YEAR;
  return hourAt(Number(isoDate.slice(5, 7)), Number(isoDate.slice(8, 10)), 0);
}
