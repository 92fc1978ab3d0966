import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Spreadsheets } from '../shared/ports.js';

const WRITER = fileURLToPath(new URL('./spreadsheets/write-xlsx.js', import.meta.url));

/**
 * Office Open XML workbooks of one sheet: numbers are numbers, dates dates (UTC), and the header stays in sight. Written one at a time
 * in a thread that ends with the last: ten thousand rows take a second in which the process goes on answering.
 */
export function createSpreadsheets(): Spreadsheets {
  const pool = new Piscina({ filename: WRITER, minThreads: 0, maxThreads: 1, idleTimeout: 0 });
  return { xlsx: async (table) => Buffer.from(await pool.run(table) as Uint8Array) };
}
