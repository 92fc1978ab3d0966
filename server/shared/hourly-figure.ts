import { bothSizes, type ChartFigure } from './chart-figure.js';
import { toCsv } from './csv.js';
import type { Localised } from './i18n.js';
import type { CarpetChart } from './ports.js';

export interface HourlyHeat {
  readonly title: string;
  /** 8760 values, the first hour of 1 January first, local standard time. */
  readonly valuesKw: ArrayLike<number>;
  /** First hour of each month and, thirteenth, the end of the year. */
  readonly monthHours: readonly number[];
}

const HOURS_PER_DAY = 24;
const QUARTER_DAYS = [0, 6, 12, 18] as const;
const HOURS_PER_QUARTER = 6;

export const carpetChart = ({ t, months, language }: Localised, { title, valuesKw }: HourlyHeat): CarpetChart =>
  ({ kind: 'carpet', language, title, unit: 'kW', months, hourName: t('chart:hourly.axis'), values: valuesKw });

/** Mean power of the hours of a month, of the whole day or of six hours of it. */
function meanKw({ valuesKw, monthHours }: HourlyHeat, month: number, quarter?: number): number {
  const [start, end] = [monthHours[month] ?? 0, monthHours[month + 1] ?? 0];
  let [sum, count] = [0, 0];
  for (let hour = start; hour < end; hour++) {
    const ofDay = hour % HOURS_PER_DAY;
    if (quarter !== undefined && (ofDay < quarter || ofDay >= quarter + HOURS_PER_QUARTER)) continue;
    sum += valuesKw[hour] ?? 0;
    count++;
  }
  return count === 0 ? 0 : sum / count;
}

function summaryOf({ t, power, monthNames }: Localised, heat: HourlyHeat): string {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let hour = 0; hour < heat.valuesKw.length; hour++) {
    least = Math.min(least, heat.valuesKw[hour] ?? 0);
    most = Math.max(most, heat.valuesKw[hour] ?? 0);
  }
  if (most === 0) return t('chart:hourly.none');
  if (least === most) return t('chart:hourly.constant', { power: power(most) });
  const byMonth = monthNames.map((name, month) => ({ name, mean: meanKw(heat, month) })).sort((one, other) => one.mean - other.mean);
  const [lowest, highest] = [byMonth[0], byMonth.at(-1)];
  return t('chart:hourly.summary', {
    least: power(least), most: power(most), lowest: lowest?.name ?? '', lowestMean: power(lowest?.mean ?? 0),
    highest: highest?.name ?? '', highestMean: power(highest?.mean ?? 0),
  });
}

/** A year hour by hour: a carpet plot, one sentence, a table by month and time of day. */
export function hourlyFigure(localised: Localised, heat: HourlyHeat, links: { readonly svg: string; readonly csv: string }): ChartFigure {
  const { t, number, months } = localised;
  const summary = summaryOf(localised, heat);
  const two = (hour: number): string => String(hour).padStart(2, '0');
  return {
    ...bothSizes(links.svg), csv: links.csv, summary, alt: t('chart:hourly.alt', { title: heat.title, summary }),
    table: {
      caption: t('chart:hourly.caption', { title: heat.title }),
      head: [t('chart:hourly.month'), ...QUARTER_DAYS.map((from) => t('chart:hourly.quarter', { from: two(from), to: two(from + HOURS_PER_QUARTER) })), t('chart:hourly.day')],
      rows: months.map((name, month) => ({
        name, cells: [...QUARTER_DAYS.map((quarter) => number(meanKw(heat, month, quarter))), number(meanKw(heat, month))],
      })),
    },
  };
}

export const hourlyCsv = (column: string, valuesKw: ArrayLike<number>): string =>
  toCsv(['hour', column], Array.from({ length: valuesKw.length }, (_, hour) => [hour, Number((valuesKw[hour] ?? 0).toFixed(3))]));
