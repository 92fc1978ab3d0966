/** The columns of an uploaded table: which hold hours of heat, and which dates, texts or running numbers. Pure. */
import { ERRORS_SHOWN, type HourlyCsvError } from '../../shared/hourly-csv.js';
import { message } from '../../shared/message.js';
import type { TableCell } from '../../shared/ports.js';
import { columnsOf, isBlankRow, nameOf, widthOf, type FileTable } from './file-rows.js';
import { unitOf, type HourlyUnit } from './hour-units.js';
import { numberReader } from './number-text.js';

export interface HourlyColumn {
  /** Empty where nothing stands above it. */
  readonly name: string;
  /** Named in the header. */
  readonly unit: HourlyUnit | null;
  /** The first rows as they stand in the file. */
  readonly sample: readonly string[];
  /** One a row, null where there is no number; null as a whole where the column is not one of numbers. */
  readonly values: readonly (number | null)[] | null;
  /** Rows without a number, the first ones; `faultCount` has them all. */
  readonly faults: readonly HourlyCsvError[];
  readonly faultCount: number;
}

export const ROWS_SHOWN = 5;
const CELL_LIMIT = 40;

const textOf = (cell: TableCell | undefined): string => {
  if (cell === null || cell === undefined) return '';
  return (cell instanceof Date ? cell.toISOString().slice(0, 16).replace('T', ' ') : String(cell)).slice(0, CELL_LIMIT);
};

function faultAt(table: FileTable, index: number, column: number): HourlyCsvError | null {
  const cells = table.body[index] ?? [];
  const row = table.firstRow + index;
  if (isBlankRow(cells)) return { row, said: message('errors:file.emptyRow') };
  if (cells.length !== widthOf(table)) return { row, said: message('errors:file.columns', { columns: String(cells.length), first: String(widthOf(table)) }) };
  const input = textOf(cells[column]);
  return { row, said: input === '' ? message('errors:file.noValue') : message('errors:file.unreadable', { input }) };
}

interface ParsedColumn extends HourlyColumn { readonly values: readonly (number | null)[] }

function parseColumn(table: FileTable, column: number): ParsedColumn {
  const cells = table.body.map((row) => (row.length === widthOf(table) ? row[column] ?? null : null));
  const read = numberReader(cells.filter((cell) => typeof cell === 'string'));
  const values = cells.map((cell) => {
    const value = typeof cell === 'string' ? read(cell) : typeof cell === 'number' ? cell : Number.NaN;
    return Number.isFinite(value) ? value : null;
  });
  const missing = values.flatMap((value, index) => (value === null ? [index] : []));
  const name = nameOf(table, column);
  return {
    name, unit: unitOf(name), values, faultCount: missing.length,
    sample: table.body.slice(0, ROWS_SHOWN).map((row) => textOf(row[column])),
    faults: missing.slice(0, ERRORS_SHOWN).flatMap((index) => faultAt(table, index, column) ?? []),
  };
}

const TIME_NAMES = [
  'date', 'time', 'timestamp', 'hour', 'hours', 'hr', 'day', 'weekday', 'month', 'year', 'week', 'no', 'nr', 'index', 'row',
  'dato', 'tid', 'tidspunkt', 'klokkeslett', 'klokka', 'dag', 'ukedag', 'måned', 'år', 'uke', 'rad', 'h', 't',
];
const BY_TIME_NAME = new RegExp(String.raw`^(?:${TIME_NAMES.join('|')})(?!\p{L})`, 'iu');
const LEAST_RUN = 24;
const HOURS_PER_DAY = 24;

/** Steps of one size, as of hours, serial dates and clock ticks; or hours of a day, over and over. */
function isRunning(values: readonly (number | null)[]): boolean {
  const numbers = values.filter((value) => value !== null);
  if (numbers.length < LEAST_RUN) return false;
  const steps = numbers.slice(1).map((value, index) => value - (numbers[index] ?? 0));
  const step = steps[0] ?? 0;
  const isEven = step !== 0 && steps.every((each) => Math.abs(each - step) <= Math.abs(step) / 1000);
  return isEven || steps.every((each) => each === 1 || each === 1 - HOURS_PER_DAY);
}

/** 20270131 or 202701311300, in order. */
function isCompactDate(values: readonly (number | null)[]): boolean {
  let before = -Infinity;
  return values.every((value) => {
    const inOrder = value !== null && value >= before && /^(19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])(\d\d){0,3}$/.test(String(value));
    before = value ?? before;
    return inOrder;
  });
}

const holdsNumbers = ({ values, faultCount }: ParsedColumn): boolean => values.length > 0 && faultCount * 2 <= values.length;
const isTime = ({ name, unit, values }: ParsedColumn): boolean => (unit === null && BY_TIME_NAME.test(name)) || isCompactDate(values);
const countsOn = ({ unit, values }: ParsedColumn): boolean => unit === null && isRunning(values);

/**
 * Every column; those that are not hours of heat carry no values. Where a column of steps is the only one of numbers, it is what was
 * meant; where none has numbers, the last one is, with what is wrong in each of its rows.
 */
export function columnsIn(table: FileTable): readonly HourlyColumn[] {
  const parsed = Array.from({ length: columnsOf(table) }, (_, column) => parseColumn(table, column));
  const numbers = parsed.filter((column) => holdsNumbers(column) && !isTime(column));
  const varying = numbers.filter((column) => !countsOn(column));
  const meant = new Set(varying.length > 0 ? varying : numbers.length > 0 ? numbers.slice(-1) : parsed.slice(-1));
  return parsed.map((column) => (meant.has(column) ? column : { ...column, values: null, faults: [], faultCount: 0 }));
}
