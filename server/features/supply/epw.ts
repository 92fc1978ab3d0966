/** EnergyPlus weather files: eight header lines, then one line an hour with the dry-bulb temperature in column 7. Pure. */
import { HOURS_PER_YEAR } from '../../engineering/index.js';
import { ERRORS_SHOWN, type HourlyCsvError, type HourlyCsvLimits, limitError } from '../../shared/hourly-csv.js';
import { message } from '../../shared/message.js';

export type Epw =
  | { readonly ok: true; readonly values: readonly number[]; readonly leapDayDropped: boolean; readonly place: string }
  | { readonly ok: false; readonly errors: readonly HourlyCsvError[]; readonly moreErrors: number };

const HEADER_LINES = 8;
/** Columns count from 0. */
const [MONTH, DAY, HOUR, DRY_BULB] = [1, 2, 3, 6];
/** What the format writes where a temperature was not measured. */
const MISSING_C = 99.9;
const FIRST_HOUR = '1 1 1';

interface Row { readonly row: number; readonly cells: readonly string[] }

export const looksLikeEpw = (text: string): boolean => /^\uFEFF?\s*LOCATION,/i.test(text);

function rowError({ row, cells }: Row, limits: HourlyCsvLimits): HourlyCsvError | null {
  const cell = cells[DRY_BULB]?.trim() ?? '';
  if (cells.length <= DRY_BULB || cell === '') return { row, said: message('supply:epw.noValue') };
  const value = Number(cell);
  if (!Number.isFinite(value)) return { row, said: message('supply:epw.unreadable', { input: cell.slice(0, 40) }) };
  if (value === MISSING_C) return { row, said: message('supply:epw.missing', { value: MISSING_C }) };
  return limitError(row, cell, value, limits);
}

function wholeFileErrors(rows: readonly Row[], counted: readonly Row[]): HourlyCsvError[] {
  if (counted.length !== HOURS_PER_YEAR) {
    return [{ row: null, said: message('supply:epw.count', { counted: String(counted.length), hours: String(HOURS_PER_YEAR) }) }];
  }
  const { cells = [], row = null } = rows[0] ?? {};
  const first = [MONTH, DAY, HOUR].map((column) => Number(cells[column])).join(' ');
  return first === FIRST_HOUR ? [] : [{ row, said: message('supply:epw.firstHour') }];
}

export function readEpw(text: string, limits: HourlyCsvLimits): Epw {
  const lines = text.replace(/\s+$/, '').split(/\r\n|\r|\n/);
  const rows = lines.map((line, index): Row => ({ row: index + 1, cells: line.split(',') })).slice(HEADER_LINES);
  const counted = rows.filter(({ cells }) => !(Number(cells[MONTH]) === 2 && Number(cells[DAY]) === 29));
  const errors = [...wholeFileErrors(rows, counted), ...counted.flatMap((row) => rowError(row, limits) ?? [])];
  if (errors.length > 0) return { ok: false, errors: errors.slice(0, ERRORS_SHOWN), moreErrors: Math.max(0, errors.length - ERRORS_SHOWN) };
  const [, city = '', , country = ''] = (lines[0] ?? '').split(',').map((cell) => cell.trim());
  return {
    ok: true, values: counted.map(({ cells }) => Number(cells[DRY_BULB])), leapDayDropped: counted.length < rows.length,
    place: [city, country].filter((part) => part !== '').join(', '),
  };
}
