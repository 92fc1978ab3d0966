/** Files with a value for each hour of a year, as spreadsheets and loggers write them. Pure: text in, values or row-exact errors out. */
import { HOURS_PER_YEAR } from '../engineering/index.js';
import { message, type Said } from './message.js';

export interface HourlyCsvLimits {
  readonly min: number;
  readonly max: number;
  readonly unit: Said;
}

export interface HourlyCsvError {
  /** Line of the file, the first is 1, a header counts; null for the file as a whole. */
  readonly row: number | null;
  readonly said: Said;
}

export type HourlyCsv =
  | { readonly ok: true; readonly values: readonly number[]; readonly leapDayDropped: boolean }
  | { readonly ok: false; readonly errors: readonly HourlyCsvError[]; readonly moreErrors: number };

const HOURS_PER_LEAP_YEAR = 8784;
const LEAP_DAY_HOURS = [1416, 1440] as const;
export const ERRORS_SHOWN = 10;

interface Row { readonly row: number; readonly cells: readonly string[] }

const decimal = (cell: string): number => Number(cell.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.'));
const isNumber = (cell: string): boolean => cell.trim() !== '' && Number.isFinite(decimal(cell));

function toText(file: string | Uint8Array): string {
  return (typeof file === 'string' ? file : new TextDecoder('utf-8').decode(file)).replace(/^\uFEFF/, '');
}

/** `7,12` may be a decimal comma or hour 7 with the value 12; the hours then count up by one. */
function countsUp(lines: readonly string[]): boolean {
  const firsts = lines.slice(0, 24).map((line) => Number(line.split(',')[0]));
  return firsts.length > 1 && (firsts[0] === 0 || firsts[0] === 1) && firsts.every((first, index) => first === (firsts[0] ?? 0) + index);
}

/** Null where each line is one number with a decimal comma. */
export function delimiterOf(lines: readonly string[]): string | null {
  const [first = '', ...rest] = lines;
  const data = rest.length > 0 ? rest : [first];
  const found = [';', '\t'].find((mark) => data[0]?.includes(mark));
  if (found !== undefined) return found;
  const looksDecimal = data.slice(0, 24).every((line) => /^"?-?\d+(,\d+)?"?$/.test(line.trim()));
  return looksDecimal && !countsUp(data) ? null : ',';
}

function rowsOf(text: string): Row[] {
  const lines = text.replace(/\s+$/, '').split(/\r\n|\r|\n/);
  const delimiter = delimiterOf(lines);
  const unquote = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1').trim();
  const rows = lines.map((line, index) => ({ row: index + 1, cells: (delimiter === null ? [line] : line.split(delimiter)).map(unquote) }));
  const header = rows[0]?.cells.at(-1) ?? '';
  return header !== '' && !isNumber(header) && rows.length > 1 ? rows.slice(1) : rows;
}

const ABOVE = 'errors:file.above';

export function limitError(row: number, input: string, value: number, { min, max, unit }: HourlyCsvLimits): HourlyCsvError | null {
  if (value < min) return { row, said: message('errors:file.below', { input, unit, limit: String(min) }) };
  return value > max ? { row, said: message(ABOVE, { input, unit, limit: String(max) }) } : null;
}

function checkRow({ row, cells }: Row, width: number, limits: HourlyCsvLimits): HourlyCsvError | null {
  const cell = cells.at(-1) ?? '';
  if (cells.every((each) => each === '')) return { row, said: message('errors:file.emptyRow') };
  if (cells.length !== width) return { row, said: message('errors:file.columns', { columns: String(cells.length), first: String(width) }) };
  if (!isNumber(cell)) return { row, said: cell === '' ? message('errors:file.noValue') : message('errors:file.unreadable', { input: cell.slice(0, 40) }) };
  return limitError(row, cell, decimal(cell), limits);
}

export function countError(count: number): HourlyCsvError[] {
  if (count === HOURS_PER_YEAR || count === HOURS_PER_LEAP_YEAR) return [];
  return [{ row: null, said: message('errors:file.count', { values: String(count), hours: String(HOURS_PER_YEAR) }) }];
}

/** The values of a leap year lose 29 February. */
export const withoutLeapDay = (values: readonly number[]): readonly number[] =>
  (values.length === HOURS_PER_LEAP_YEAR ? values.filter((_, hour) => hour < LEAP_DAY_HOURS[0] || hour >= LEAP_DAY_HOURS[1]) : values);

/**
 * 8760 values from the last column of a CSV file: `,` `;` or tab between columns, `.` or `,` as decimal mark, with or without a
 * header. A leap year's 8784 values lose 29 February.
 */
export function readHourlyCsv(file: string | Uint8Array, limits: HourlyCsvLimits): HourlyCsv {
  const text = toText(file);
  if (text.trim() === '') return { ok: false, errors: [{ row: null, said: message('errors:file.empty') }], moreErrors: 0 };
  const rows = rowsOf(text);
  const width = rows[0]?.cells.length ?? 1;
  const errors = [...countError(rows.length), ...rows.flatMap((row) => checkRow(row, width, limits) ?? [])];
  if (errors.length > 0) {
    return { ok: false, errors: errors.slice(0, ERRORS_SHOWN), moreErrors: Math.max(0, errors.length - ERRORS_SHOWN) };
  }
  const values = rows.map(({ cells }) => decimal(cells.at(-1) ?? ''));
  return { ok: true, leapDayDropped: values.length === HOURS_PER_LEAP_YEAR, values: withoutLeapDay(values) };
}

export const describeCsvError = ({ row, said }: HourlyCsvError): Said => (row === null ? said : message('errors:file.row', { row: String(row), what: said }));
export const moreRows = (count: number): readonly Said[] => (count > 0 ? [message('errors:file.more', { count })] : []);
export const isAbove = ({ said }: HourlyCsvError): boolean => typeof said !== 'string' && said.key === ABOVE;
