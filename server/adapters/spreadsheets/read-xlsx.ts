import { unzipSync, zipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/universal';
import type { SheetRead, TableCell } from '../../shared/ports.js';

/** A year of 40 columns is about 20 MB of XML. */
const MOST_UNPACKED_BYTES = 40 * 1024 * 1024;
const MOST_ENTRIES = 500;
const HOURS = 8760;

type Row = readonly TableCell[];

class TooLargeError extends Error {}

/**
 * The workbook packed anew without compression. An entry never unpacks to more than the size that the directory states for it, and the
 * sum of those is looked at before each: so no later reader can be made to unpack more.
 */
function withinLimits(file: Uint8Array): ArrayBuffer {
  let [bytes, entries] = [0, 0];
  const unpacked = unzipSync(file, {
    filter: ({ name, originalSize }) => {
      entries += 1;
      const isRead = /\.xml(\.rels)?$/.test(name);
      if (isRead) bytes += originalSize;
      if (bytes > MOST_UNPACKED_BYTES || entries > MOST_ENTRIES) throw new TooLargeError();
      return isRead;
    },
  });
  return zipSync(unpacked, { level: 0 }).buffer;
}

const isNumber = (cell: TableCell): boolean => typeof cell === 'number' || (typeof cell === 'string' && /^\s*[-+]?\d[\d\s.,]{0,30}$/.test(cell));
const isEmpty = (cell: TableCell): boolean => cell === null || cell === '';
const numberedRows = (rows: readonly Row[]): number => rows.filter((row) => row.some(isNumber)).length;

function withoutEmptyEnd(rows: readonly Row[]): readonly Row[] {
  const last = rows.findLastIndex((row) => !row.every(isEmpty));
  return rows.slice(0, last + 1);
}

async function readSheets(file: Uint8Array): Promise<SheetRead> {
  const sheets = (await readXlsxFile(withinLimits(file))).map(({ data }) => withoutEmptyEnd(data as unknown as readonly Row[]));
  const rows = sheets.find((sheet) => numberedRows(sheet) >= HOURS) ?? sheets.find((sheet) => numberedRows(sheet) > 0);
  return rows === undefined ? { ok: false, fault: 'no-numbers' } : { ok: true, rows };
}

/** Run in a thread: the rows of a workbook's sheet with numbers. What the libraries throw about is the sender's file. */
export default function readXlsx(file: Uint8Array): Promise<SheetRead> {
  return readSheets(file).catch((error: unknown) => ({ ok: false, fault: error instanceof TooLargeError ? 'too-large' : 'unreadable' }));
}
