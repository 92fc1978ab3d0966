import write, { type Cell, type SheetData } from 'write-excel-file/node';
import type { Table, TableCell } from '../../shared/ports.js';

const DATE_FORMAT = 'yyyy-mm-dd hh:mm';
/** Characters; a column is as wide as what stands in it, within these. */
const [NARROWEST, WIDEST] = [8, 40];
const ROWS_LOOKED_AT = 200;

const lengthOf = (value: TableCell): number => (value instanceof Date ? DATE_FORMAT.length : String(value ?? '').slice(0, WIDEST).length);

function cellOf(value: TableCell): Cell {
  if (value === null) return null;
  if (value instanceof Date) return { value, type: Date, format: DATE_FORMAT };
  // A text stays a text, even one that begins like a formula.
  return typeof value === 'string' ? { value, type: String } : value;
}

const widthsOf = ({ header, rows }: Table): { width: number }[] => header.map((name, column) => ({
  width: Math.max(NARROWEST, name.length + 2, ...rows.slice(0, ROWS_LOOKED_AT).map((row) => lengthOf(row[column] ?? null))),
}));

/** Run in a thread: the bytes of one workbook. */
export default async function writeXlsx(table: Table): Promise<Uint8Array> {
  const head: Cell[] = table.header.map((value) => ({ value, type: String, fontWeight: 'bold' }));
  const data: SheetData = [head, ...table.rows.map((row) => row.map(cellOf))];
  return write(data, { sheet: table.name, columns: widthsOf(table), stickyRowsCount: 1 }).toBuffer();
}
