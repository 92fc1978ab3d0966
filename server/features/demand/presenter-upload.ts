import type { FieldDefinition, FormValues, FormView } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { message } from '../../shared/message.js';
import { HOURLY_UNITS } from './hour-units.js';
import type { UploadChoice } from './index.js';
import { ROWS_SHOWN, type HourlyColumn } from './number-columns.js';

const nameOf = ({ t }: Pick<Localised, 't'>, { name }: HourlyColumn, index: number): string =>
  (name === '' ? t('demand:upload.unnamed', { number: String(index + 1) }) : name);

/** Which column, and in which unit; a table with one column of numbers asks for the unit alone. */
export function choiceFields(localised: Localised, choice: UploadChoice | null): readonly FieldDefinition[] {
  if (choice === null) return [];
  const numbers = choice.table.columns.flatMap((column, index) => (column.values === null ? [] : [{ value: String(index), label: nameOf(localised, column, index) }]));
  return [
    { name: 'hourlyColumn', type: 'radios', label: message('demand:field.hourlyColumn'), required: true, options: numbers },
    {
      name: 'hourlyUnit', type: 'select', label: message('demand:field.hourlyUnit'), hint: message('demand:hint.hourlyUnit'), required: true,
      options: HOURLY_UNITS.map((unit) => ({ value: unit, label: message(`demand:hourlyUnit.${unit.replace('/h', 'PerHour')}`) })),
    },
  ];
}

export const choiceValues = (choice: UploadChoice | null): FormValues =>
  (choice === null ? {} : { hourlyColumn: String(choice.chosen.column), hourlyUnit: choice.chosen.unit });

const MOST_DIGITS = 6;
/** As many decimals as there are: the reader sees how the file's comma or point was taken. */
const digitsOf = (value: number): number => Math.min(MOST_DIGITS, (/\.(\d+)$/.exec(String(value))?.[1] ?? '').length);

function cellOf({ number }: Localised, { values, sample }: HourlyColumn, row: number) {
  const value = values?.[row];
  return { isNumber: values !== null, text: typeof value === 'number' ? number(value, digitsOf(value)) : sample[row] ?? '' };
}

export function presentUploadChoice(localised: Localised, choice: UploadChoice | null, { fields }: FormView) {
  if (choice === null) return null;
  const { t } = localised;
  const { table: { fileName, columns, firstRow, rows, leftOut } } = choice;
  return {
    caption: t('demand:upload.caption', { file: fileName, count: Math.min(ROWS_SHOWN, rows) }),
    heads: columns.map((column, index) => ({ name: nameOf(localised, column, index), isNumber: column.values !== null })),
    rows: Array.from({ length: Math.min(ROWS_SHOWN, rows) }, (_, row) => ({
      number: String(firstRow + row), cells: columns.map((column) => cellOf(localised, column, row)),
    })),
    leftOut: leftOut > 0 ? t('demand:upload.leftOut', { count: leftOut }) : undefined,
    isOneColumn: fields['hourlyColumn']?.options?.length === 1,
    column: fields['hourlyColumn'], unit: fields['hourlyUnit'],
  };
}
