import { Long } from 'bson';
import { decodeExact, encode, type Doc } from './bson-value.js';
import { MongoFault } from './mongo-fault.js';
import type { Storage } from './storage.js';

export interface Request {
  readonly database: string;
  /** The command with plain numbers, for filters and options. */
  readonly plain: Doc;
  /** The same with every BSON type kept, for what is stored. */
  readonly exact: Doc;
}
export interface Cursor { readonly namespace: string; readonly rows: Iterator<Buffer>; next?: Buffer | undefined; usedAt: number }
export interface Session { readonly storage: Storage; readonly cursors: Map<bigint, Cursor> }
export type Command = (session: Session, request: Request) => Doc | Promise<Doc>;
export interface CommandSpec { readonly fields: readonly string[]; readonly run: Command }

const GENERIC = new Set(['$db', 'lsid', '$clusterTime', '$readPreference', 'readConcern', 'writeConcern', 'comment', 'maxTimeMS', 'allowDiskUse',
  'bypassDocumentValidation', 'noCursorTimeout', 'txnNumber', 'autocommit', 'startTransaction', 'collation']);

/** An option is known and does something, is known and harmless, or is refused. */
export function checkOptions(name: string, fields: readonly string[], plain: Doc): void {
  if ('txnNumber' in plain || 'startTransaction' in plain) throw new MongoFault(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  if ('collation' in plain && (plain.collation as Doc).locale !== 'simple') throw new MongoFault(115, 'collation is not supported by the embedded store');
  const unknown = Object.keys(plain).find((field) => field !== name && !fields.includes(field) && !GENERIC.has(field));
  if (unknown) throw new MongoFault(40415, `BSON field '${name}.${unknown}' is an unknown field.`);
  const { w } = (plain.writeConcern ?? {}) as { w?: unknown };
  if (typeof w === 'number' && w > 1) throw new MongoFault(2, "cannot use 'w' > 1 when a host is not replicated");
}

export function textOf(request: Request, field: string): string {
  const value = request.plain[field];
  if (typeof value !== 'string' || value === '') throw new MongoFault(73, `collection name has invalid type or is empty: ${String(value)}`);
  return value;
}

const MAX_BATCH_BYTES = 15 * 1024 * 1024;
const FIRST_BATCH = 101;
let lastCursor = BigInt(Date.now()) * 1000n;

export function fillBatch(cursor: Cursor, size: number): Doc[] {
  const batch: Doc[] = [];
  let bytes = 0;
  for (let row = cursor.next ?? (cursor.rows.next().value as Buffer | undefined); ; row = cursor.rows.next().value as Buffer | undefined) {
    if (!row || batch.length >= size || (bytes += row.length) > MAX_BATCH_BYTES) {
      // eslint-disable-next-line no-param-reassign
      cursor.next = row;
      return batch;
    }
    batch.push(decodeExact(row));
  }
}

export function firstBatch({ cursors }: Session, namespace: string, rows: Iterable<Buffer>, batchSize: unknown, singleBatch = false): Doc {
  const cursor: Cursor = { namespace, rows: rows[Symbol.iterator](), usedAt: Date.now() };
  const batch = fillBatch(cursor, batchSize === undefined ? FIRST_BATCH : Number(batchSize));
  const id = cursor.next && !singleBatch ? (lastCursor += 1n) : 0n;
  if (id > 0n) cursors.set(id, cursor);
  return { cursor: { firstBatch: batch, id: Long.fromBigInt(id), ns: namespace } };
}
export const encoded = function* (docs: Iterable<Doc>): Generator<Buffer> {
  for (const doc of docs) yield encode(doc);
};
