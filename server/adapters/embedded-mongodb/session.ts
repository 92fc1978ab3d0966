import { Long } from 'bson';
import { StoredList, type Doc } from '../mongodb-language/bson-value.js';
import { fail, unsupported } from '../mongodb-language/mongo-fault.js';
import type { Storage } from './storage.js';

/** A command, plain; the documents or statements of a write stay bytes, as does the body. */
export interface Request { readonly name: string, database: string, plain: Doc, body: Buffer, statements: readonly Buffer[] }
interface Cursor { readonly namespace: string, rows: Iterator<Uint8Array>; next?: Uint8Array | undefined, usedAt: number }
export interface Session { readonly storage: Storage, cursors: Map<bigint, Cursor> }
/** By name: the options taken beside the harmless ones, and what it does. */
export type Commands = Readonly<Record<string, readonly [options: string, run: (session: Session, request: Request) => Doc | Promise<Doc>]>>;

const HARMLESS = `$db lsid $clusterTime $readPreference readConcern writeConcern comment maxTimeMS allowDiskUse bypassDocumentValidation collation
  noCursorTimeout apiVersion apiStrict apiDeprecationErrors rawData`, MAX_BATCH_BYTES = 15 * 1024 * 1024, FIRST_BATCH = 101;
/** An option does something, is harmless, or is refused. */
export function checkOptions(name: string, options: string, given: Doc): void {
  const { readConcern, writeConcern, collation } = given as Record<string, Doc | undefined>, level = String(readConcern?.level);
  const unknown = Object.keys(given).find((option) => !`${name} ${options} ${HARMLESS}`.split(/\s+/).includes(option));
  if ('txnNumber' in given) fail(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  if (unknown) fail(40415, `BSON field '${name}.${unknown}' is an unknown field.`);
  if (collation && collation.locale !== 'simple') unsupported('collation');
  if (Number(writeConcern?.w) > 1) fail(2, "cannot use 'w' > 1 when a host is not replicated");
  if (/snapshot|linearizable/.test(level)) fail(123, `node needs to be a replica set member to use readConcern: ${level}`);
}
export function namespaceOf({ name, plain, database }: Request): string {
  const collection = plain[name];
  if (typeof collection !== 'string' || collection === '') fail(73, `the collection of ${name} has invalid type or is empty`);
  return `${database}.${collection}`;
}
export function nextBatch(cursor: Cursor, size: number): StoredList {
  const pull = () => cursor.rows.next().value as Uint8Array | undefined, batch: Uint8Array[] = [];
  let row = cursor.next ?? pull();
  for (let bytes = 0; row && batch.length < size && (bytes += row.length) < MAX_BATCH_BYTES + row.length; row = pull()) batch.push(row);
  Object.assign(cursor, { next: row, usedAt: Date.now() });
  return new StoredList(batch);
}
/** The first page of an answer; what does not fit waits for getMore. */
export function firstBatch({ cursors }: Session, namespace: string, rows: Iterable<Uint8Array>, size: unknown = FIRST_BATCH, isSingle = false): Doc {
  const cursor: Cursor = { namespace, rows: rows[Symbol.iterator](), usedAt: 0 }, batch = nextBatch(cursor, Number(size));
  const id = cursor.next && !isSingle ? BigInt(Date.now()) * 1_000_000n + BigInt(Math.floor(Math.random() * 1_000_000)) : 0n;
  if (id > 0n) cursors.set(id, cursor);
  return { cursor: { firstBatch: batch, id: Long.fromBigInt(id), ns: namespace } };
}
