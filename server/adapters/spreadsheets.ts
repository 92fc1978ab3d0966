import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { SheetRead, Spreadsheets } from '../shared/ports.js';

const WRITER = fileURLToPath(new URL('./spreadsheets/write-xlsx.js', import.meta.url));
const READER = fileURLToPath(new URL('./spreadsheets/read-xlsx.js', import.meta.url));

const READING_MB = 512;
const READING_MS = 30_000;

/** A thread that ran out of memory or time has met a file that was made for it, or one that is far too large. */
function readerEnded(error: unknown): SheetRead {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || name === 'AbortError') return { ok: false, fault: 'too-large' };
  throw error;
}

/**
 * Office Open XML workbooks. Written, of one sheet: numbers are numbers, dates dates (UTC), and the header stays in sight. Written and
 * read one at a time, each in a thread that ends with the last: ten thousand rows take a second in which the process goes on answering,
 * and a file that eats memory or time ends its thread alone.
 */
export function createSpreadsheets(): Spreadsheets {
  const thread = { minThreads: 0, maxThreads: 1, idleTimeout: 0 };
  const writer = new Piscina({ ...thread, filename: WRITER });
  const reader = new Piscina({ ...thread, filename: READER, resourceLimits: { maxOldGenerationSizeMb: READING_MB } });
  return {
    xlsx: async (table) => Buffer.from(await writer.run(table) as Uint8Array),
    read: (file) => (reader.run(file, { signal: AbortSignal.timeout(READING_MS) }) as Promise<SheetRead>).catch(readerEnded),
  };
}
