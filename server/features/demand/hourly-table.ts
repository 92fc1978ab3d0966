/** An uploaded table between its file and the 8760 values in kW: taken at once where nothing is to choose. Pure. */
import {
  countError, describeCsvError, ERRORS_SHOWN, limitError, moreRows, withoutLeapDay, type HourlyCsvError,
} from '../../shared/hourly-csv.js';
import { message, type Said } from '../../shared/message.js';
import { isYearLong, tableOf, type FileRow } from './file-rows.js';
import { fromKw, toKw, type HourlyUnit } from './hour-units.js';
import { columnsIn, type HourlyColumn } from './number-columns.js';

export interface HourlyTable {
  readonly fileName: string;
  /** The row of the file that holds hour 0; the first is 1. */
  readonly firstRow: number;
  readonly rows: number;
  readonly columns: readonly HourlyColumn[];
  /** Columns of numbers that are not offered, there being too many. */
  readonly leftOut: number;
}

/** What the reader has chosen, or what is proposed. */
export interface ColumnChoice {
  readonly column: number;
  readonly unit: HourlyUnit;
}

export type ReadTable =
  | { readonly kind: 'values'; readonly valuesKw: readonly number[] }
  | { readonly kind: 'choice'; readonly table: HourlyTable; readonly proposed: ColumnChoice }
  | { readonly kind: 'refused'; readonly errors: readonly Said[] };

export type ReadColumn = Exclude<ReadTable, { readonly kind: 'choice' }>;

export const MOST_COLUMNS = 12;
const MOST_OTHER_COLUMNS = 2;
const HIGHEST_KW = 1e7;
/** Quarter-hours are four times a year's hours; what is longer is not looked at any closer. */
const MOST_ROWS = 50_000;

const isComplete = ({ values, faultCount }: HourlyColumn): boolean => values !== null && faultCount === 0;

/** The last column with a number in every row whose header names a unit, else the last with a number in every row, else the last. */
function proposedColumn(columns: readonly HourlyColumn[]): number {
  const unitNamed = columns.findLastIndex((column) => isComplete(column) && column.unit !== null);
  const complete = columns.findLastIndex(isComplete);
  return [unitNamed, complete].find((index) => index !== -1) ?? columns.findLastIndex(({ values }) => values !== null);
}

function refusal(errors: readonly HourlyCsvError[], more: number): ReadColumn {
  const count = errors.length + more;
  return { kind: 'refused', errors: [...errors.slice(0, ERRORS_SHOWN).map(describeCsvError), ...moreRows(Math.max(0, count - ERRORS_SHOWN))] };
}

/** One column in kW; or what is wrong, row by row, in the unit that the file has. */
export function readColumn({ columns, firstRow, rows }: Pick<HourlyTable, 'columns' | 'firstRow' | 'rows'>, { column, unit }: ColumnChoice): ReadColumn {
  const found = columns[column];
  if (found === undefined || found.values === null) return { kind: 'refused', errors: [message('demand:upload.noColumn')] };
  const limits = { min: 0, max: fromKw(HIGHEST_KW, unit), unit };
  const beyond = found.values.flatMap((value, index) => (value === null ? [] : limitError(firstRow + index, String(value), value, limits) ?? []));
  const inOrder = [...found.faults, ...beyond].sort((one, other) => (one.row ?? 0) - (other.row ?? 0));
  const errors = [...countError(rows), ...inOrder];
  if (errors.length > 0) return refusal(errors, found.faultCount - found.faults.length);
  return { kind: 'values', valuesKw: withoutLeapDay(found.values.map((value) => toKw(value ?? 0, unit))) };
}

/** What is kept for the choice: at most twelve columns of numbers, the last ones and the proposed one, and the first others beside them. */
function bounded(columns: readonly HourlyColumn[], proposed: number): { kept: readonly HourlyColumn[]; column: number; leftOut: number } {
  const indices = columns.map((_, index) => index);
  const numbers = indices.filter((index) => columns[index]?.values !== null);
  const last = numbers.slice(-MOST_COLUMNS);
  const offered = last.includes(proposed) ? last : [proposed, ...last.slice(1)];
  const others = indices.filter((index) => columns[index]?.values === null).slice(0, MOST_OTHER_COLUMNS);
  const shown = indices.filter((index) => offered.includes(index) || others.includes(index));
  return { kept: shown.flatMap((index) => columns[index] ?? []), column: shown.indexOf(proposed), leftOut: numbers.length - offered.length };
}

export function readTable(fileName: string, rows: readonly FileRow[]): ReadTable {
  const table = tableOf(rows);
  if (table.body.length === 0) return { kind: 'refused', errors: [message('errors:file.empty')] };
  if (table.body.length > MOST_ROWS) return refusal(countError(table.body.length), 0);
  const columns = columnsIn(table);
  const column = proposedColumn(columns);
  const proposed = columns[column];
  const unit = proposed?.unit ?? 'kW';
  const read = readColumn({ columns, firstRow: table.firstRow, rows: table.body.length }, { column, unit });
  const isOnly = columns.filter(({ values }) => values !== null).length === 1;
  // Without a header the form's own word stands: kW.
  const isClear = isOnly && (proposed?.unit !== null || proposed.name === '');
  const canChoose = isYearLong(table.body.length) && columns.some(isComplete) && (!isOnly || read.kind === 'values');
  if (isClear || !canChoose) return read;
  const { kept, column: index, leftOut } = bounded(columns, column);
  return {
    kind: 'choice', proposed: { column: index, unit },
    table: { fileName, firstRow: table.firstRow, rows: table.body.length, columns: kept, leftOut },
  };
}
