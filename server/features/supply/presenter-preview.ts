import { monthHours } from '../../engineering/index.js';
import type { Localised } from '../../shared/i18n.js';
import type { HourlyUpload, ReadUpload, UploadField } from './hourly-upload.js';
import { keptNameName, keptValuesName } from './hourly-upload.js';

const hoursOf = (values: readonly number[], month: number): readonly number[] => values.slice(monthHours[month], monthHours[month + 1]);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const highest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), -Infinity);

export interface SeriesWords {
  readonly unit: string;
  readonly digits: number;
}

function presentPreview({ t, number, months }: Localised, { file, values }: HourlyUpload, { unit, digits }: SeriesWords) {
  const print = (value: number): string => number(value, digits);
  const withUnit = (value: number): string => (unit === '' ? print(value) : `${print(value)}\u00a0${unit}`);
  return {
    figures: [
      { value: withUnit(file.mean), label: t('supply:upload.meanOfYear') }, { value: withUnit(file.max), label: t('supply:upload.highest') },
      { value: withUnit(file.min), label: t('supply:upload.lowest') },
    ],
    unit: unit === '' ? t('supply:upload.fraction') : unit,
    months: months.map((month, index) => ({ month, mean: print(mean(hoursOf(values, index))), max: print(highest(hoursOf(values, index))) })),
  };
}

/** What a form shows of a file: its errors, what is kept of it, and what it adds up to. */
export function presentUpload(localised: Localised, field: UploadField, { upload, errors }: ReadUpload, words: SeriesWords) {
  return {
    errors, name: upload?.file.name ?? null, isFresh: upload?.isFresh ?? false,
    ...(upload?.isFresh === true && {
      kept: { valuesName: keptValuesName(field), nameName: keptNameName(field), values: upload.values.join(','), name: upload.file.name },
    }),
    preview: upload === null ? null : presentPreview(localised, upload, words),
  };
}
