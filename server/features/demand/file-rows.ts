/** An uploaded file as rows of cells, whatever wrote it. Pure. */
import { HOURS_PER_YEAR } from '../../engineering/index.js';
import { delimiterOf } from '../../shared/hourly-csv.js';
import type { TableCell } from '../../shared/ports.js';
import { unitOf } from './hour-units.js';

export type FileRow = readonly TableCell[];

/** What stands above the hours, and the hours; `firstRow` is the row of the file that holds hour 0, the first is 1. */
export interface FileTable {
  readonly header: readonly FileRow[];
  readonly body: readonly FileRow[];
  readonly firstRow: number;
}

const HOURS_PER_LEAP_YEAR = 8784;
const HEADER_ROWS = 10;
/** Cells of a row that are looked at. */
const COLUMNS_READ = 256;

const startsWith = (bytes: Uint8Array, ...marks: readonly number[]): boolean => marks.every((mark, index) => bytes[index] === mark);
export const isWorkbook = (bytes: Uint8Array): boolean => startsWith(bytes, 0x50, 0x4b, 0x03, 0x04);
/** Excel's format until 2003, of which only the signature is known here. */
export const isOldWorkbook = (bytes: Uint8Array): boolean => startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0);

/** UTF-8, Excel's "Unicode text", or what Excel calls CSV on a Western European machine. */
function decode(bytes: Uint8Array): string {
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** `heat_kw,cooling_kw` above `300,200` are two columns; `Heat, kW` above `300,2` is one with a decimal comma. */
function isTwoColumns(header: string): boolean {
  const names = header.split(',').map((name) => name.trim());
  return names.length === 2 && !header.includes('"') && names.every((name) => name !== '' && /\p{L}/u.test(name)) && !isUnitAlone(names[1] ?? '');
}
const isUnitAlone = (text: string): boolean => text.length <= 6 && unitOf(text) !== null;

function delimiterIn(lines: readonly string[]): string | null {
  const found = delimiterOf(lines);
  const [header = '', first = ''] = lines;
  return found === null && first.includes(',') && isTwoColumns(header) ? ',' : found;
}

/** Quoted cells may hold the delimiter, and quotes doubled. */
function splitLine(line: string, delimiter: string | null): string[] {
  if (delimiter === null || !line.includes('"')) {
    return (delimiter === null ? [line] : line.split(delimiter)).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1').trim());
  }
  const cells: string[] = [];
  let [cell, quoted] = ['', false];
  for (const sign of line) {
    if (sign === '"') quoted = !quoted;
    if (sign === delimiter && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell].map((each) => each.trim().replace(/^"(.*)"$/, '$1').replaceAll('""', '"').trim());
}

/** Empty for a file without content. */
export function readDelimited(bytes: Uint8Array): readonly FileRow[] {
  const text = decode(bytes).replace(/^\uFEFF/, '').trimEnd();
  if (text === '') return [];
  const lines = text.split(/\r\n|\r|\n/);
  const delimiter = delimiterIn(lines);
  return lines.map((line) => splitLine(line, delimiter));
}

const isBlank = (cell: TableCell): boolean => cell === null || (typeof cell === 'string' && cell.trim() === '');
export const isBlankRow = (row: FileRow): boolean => row.every(isBlank);
const holdsNumber = (row: FileRow): boolean => row.slice(0, COLUMNS_READ)
  .some((cell) => typeof cell === 'number' || cell instanceof Date || (typeof cell === 'string' && /^[-+]?[\d\s.,\u00a0\u202f]*\d$/.test(cell.slice(0, COLUMNS_READ))));

export const isYearLong = (rows: number): boolean => rows === HOURS_PER_YEAR || rows === HOURS_PER_LEAP_YEAR;

/** Names, and titles and units around them: as many rows as leave a year, where that is possible. */
function headerRows(rows: readonly FileRow[]): number {
  const firstNumbers = rows.slice(0, HEADER_ROWS + 1).findIndex(holdsNumber);
  const most = firstNumbers === -1 ? Math.min(1, rows.length - 1) : firstNumbers;
  // Names may be numbers themselves, such as years.
  if (most === 0) return isYearLong(rows.length - 1) ? 1 : 0;
  const fitting = Array.from({ length: most }, (_, index) => index + 1).find((count) => isYearLong(rows.length - count));
  return fitting ?? 1;
}

export function tableOf(all: readonly FileRow[]): FileTable {
  const rows = all.slice(0, all.findLastIndex((row) => !isBlankRow(row)) + 1);
  const count = rows.length > 1 ? headerRows(rows) : 0;
  return { header: rows.slice(0, count), body: rows.slice(count), firstRow: count + 1 };
}

export const widthOf = ({ body }: FileTable): number => body[0]?.length ?? 0;
export const columnsOf = (table: FileTable): number => Math.min(widthOf(table), COLUMNS_READ);

const NAME_LIMIT = 60;

/** Distinct words of the header rows above one column; a title across the sheet stands over the first. */
export function nameOf({ header }: FileTable, column: number): string {
  const words = header.map((row) => row[column] ?? '').map((cell) => (cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).trim()));
  return [...new Set(words.filter((word) => word !== ''))].join(' ').slice(0, NAME_LIMIT);
}
