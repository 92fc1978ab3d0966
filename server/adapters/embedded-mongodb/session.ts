import { Long } from 'bson';
import { decodeExact, isDocument, type Doc } from './bson-value.js';
import { MongoFault, unsupported } from './mongo-fault.js';
import type { Storage } from './storage.js';

/** A command twice: plain for filters and options, exact for what is stored. */
export interface Request { readonly database: string; readonly plain: Doc; readonly exact: Doc }
interface Cursor { readonly namespace: string; readonly rows: Iterator<Uint8Array>; next?: Uint8Array | undefined; usedAt: number }
export interface Session { readonly storage: Storage; readonly cursors: Map<bigint, Cursor> }
export interface Command { readonly run: (session: Session, request: Request) => Doc | Promise<Doc>; readonly options: string }

const HARMLESS = '$db lsid $clusterTime $readPreference readConcern writeConcern comment maxTimeMS allowDiskUse bypassDocumentValidation noCursorTimeout collation';
const MAX_BATCH_BYTES = 15 * 1024 * 1024, FIRST_BATCH = 101;

/** An option does something, is harmless, or is refused. */
export function checkOptions(name: string, options: string, given: Doc): void {
  if ('txnNumber' in given || 'startTransaction' in given) throw new MongoFault(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  if (isDocument(given.collation) && given.collation.locale !== 'simple') throw unsupported('collation');
  const unknown = Object.keys(given).find((option) => ![name, ...options.split(' '), ...HARMLESS.split(' ')].includes(option));
  if (unknown) throw new MongoFault(40415, `BSON field '${name}.${unknown}' is an unknown field.`);
  if (isDocument(given.writeConcern) && Number(given.writeConcern.w) > 1) throw new MongoFault(2, "cannot use 'w' > 1 when a host is not replicated");
}
export const asDoc = (value: unknown): Doc => (isDocument(value) ? value : {});
export function collectionName({ plain }: Request): string {
  const [[command, name] = []] = Object.entries(plain);
  if (typeof name !== 'string' || name === '') throw new MongoFault(73, `collection name of ${command} has invalid type or is empty`);
  return name;
}

export function fillBatch(cursor: Cursor, size: number): Doc[] {
  const pull = (): Uint8Array | undefined => cursor.rows.next().value as Uint8Array | undefined;
  const batch: Doc[] = [];
  let row = cursor.next ?? pull();
  for (let bytes = 0; row && batch.length < size && (bytes += row.length) < MAX_BATCH_BYTES + row.length; row = pull()) batch.push(decodeExact(row));
  Object.assign(cursor, { next: row, usedAt: Date.now() });
  return batch;
}
/** The first page of an answer; what does not fit waits for getMore. */
export function firstBatch({ cursors }: Session, namespace: string, rows: Iterable<Uint8Array>, batchSize: unknown, isSingle = false): Doc {
  const cursor: Cursor = { namespace, rows: rows[Symbol.iterator](), usedAt: 0 };
  const batch = fillBatch(cursor, Number(batchSize ?? FIRST_BATCH));
  const id = cursor.next && !isSingle ? BigInt(Date.now()) * 1_000_000n + BigInt(Math.floor(Math.random() * 1_000_000)) : 0n;
  if (id > 0n) cursors.set(id, cursor);
  return { cursor: { firstBatch: batch, id: Long.fromBigInt(id), ns: namespace } };
}
