import { monthHours } from '../../engineering/index.js';
import { formatNumber, MONTHS } from '../../shared/format.js';
import type { HourlyUpload, ReadUpload, UploadField } from './hourly-upload.js';
import { keptNameName, keptValuesName } from './hourly-upload.js';

function monthlyMeans(values: readonly number[]): readonly number[] {
  return MONTHS.map((_, month) => {
    const hours = values.slice(monthHours[month], monthHours[month + 1]);
    return hours.reduce((sum, value) => sum + value, 0) / hours.length;
  });
}

function monthlyMaxima(values: readonly number[]): readonly number[] {
  return MONTHS.map((_, month) => values.slice(monthHours[month], monthHours[month + 1]).reduce((highest, value) => Math.max(highest, value), -Infinity));
}

export interface SeriesWords {
  readonly unit: string;
  readonly digits: number;
}

function presentPreview({ file, values }: HourlyUpload, { unit, digits }: SeriesWords) {
  const print = (value: number): string => formatNumber(value, digits);
  const means = monthlyMeans(values);
  const maxima = monthlyMaxima(values);
  const withUnit = (value: number): string => (unit === '' ? print(value) : `${print(value)}\u00a0${unit}`);
  return {
    figures: [
      { value: withUnit(file.mean), label: 'Mean of the year' }, { value: withUnit(file.max), label: 'Highest hour' },
      { value: withUnit(file.min), label: 'Lowest hour' },
    ],
    unit: unit === '' ? 'fraction' : unit,
    months: MONTHS.map((month, index) => ({ month, mean: print(means[index] ?? 0), max: print(maxima[index] ?? 0) })),
  };
}

/** What a form shows of a file: its errors, what is kept of it, and what it adds up to. */
export function presentUpload(field: UploadField, { upload, errors }: ReadUpload, words: SeriesWords) {
  return {
    errors, name: upload?.file.name ?? null, isFresh: upload?.isFresh ?? false,
    ...(upload?.isFresh === true && {
      kept: { valuesName: keptValuesName(field), nameName: keptNameName(field), values: upload.values.join(','), name: upload.file.name },
    }),
    preview: upload === null ? null : presentPreview(upload, words),
  };
}
