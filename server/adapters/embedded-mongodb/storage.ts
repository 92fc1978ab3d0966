import { open, type Key, type RootDatabase } from 'lmdb';
import { decodeExact, decodePlain, encode, indexKey, type Doc } from './bson-value.js';
import { MongoFault } from './mongo-fault.js';
import { compileFilter, valuesAt } from './query.js';

export interface Index {
  readonly id: number;
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly partialFilterExpression?: Doc;
  readonly expireAfterSeconds?: number;
}
export interface Collection {
  readonly id: number;
  readonly database: string;
  readonly name: string;
  readonly indexes: Index[];
  nextRecord: number;
}
export interface Stored { readonly record: number; readonly bytes: Buffer }

/** Key spaces of the one lmdb tree: [0, database, collection], [1, collection id, record], [2, index id, ...values, record]. */
const CATALOG = 0, RECORDS = 1, ENTRIES = 2;
const LAST = Infinity;
const EMPTY = Buffer.alloc(0);
const SCAN_CHUNK = 256;
const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
const MAX_KEY_BYTES = 1900;

function keysOf(index: Index, doc: Doc): Key[][] {
  if (index.partialFilterExpression && !compileFilter(index.partialFilterExpression)(doc)) return [];
  const fields = Object.keys(index.key).map((path) => valuesAt(doc, path.split('.')));
  if (index.sparse && fields.every((values) => values.every((value) => value === undefined))) return [];
  const arrays = Object.keys(index.key).filter((path, at) => fields[at]?.some(Array.isArray) && !path.includes('.'));
  if (arrays.length > 1) throw new MongoFault(171, `cannot index parallel arrays [${arrays.join('] [')}]`);
  const unique = new Map<string, Key[]>();
  const combine = (at: number, prefix: Key[]): void => {
    const values = fields[at];
    if (!values) return void unique.set(JSON.stringify(prefix), prefix);
    const elements = values.flatMap((value) => (Array.isArray(value) ? (value.length > 0 ? value as unknown[] : [undefined]) : [value ?? null]));
    for (const value of elements.length > 0 ? elements : [undefined]) combine(at + 1, [...prefix, ...indexKey(value)]);
  };
  combine(0, []);
  const keys = [...unique.values()];
  if (keys.some((key) => Buffer.byteLength(JSON.stringify(key)) > MAX_KEY_BYTES)) throw new MongoFault(17280, `key too long for index ${index.name}`);
  return keys;
}

const shown = (value: unknown): string => (value === undefined ? 'null' : typeof value === 'object' && value !== null && 'toHexString' in value
  ? `ObjectId('${String(value)}')` : JSON.stringify(value));

function duplicateKey(collection: Collection, index: Index, doc: Doc): MongoFault {
  const keyValue = Object.fromEntries(Object.keys(index.key).map((path) => [path, valuesAt(doc, path.split('.'))[0] ?? null]));
  const words = Object.entries(keyValue).map(([path, value]) => `${path}: ${shown(value)}`).join(', ');
  const where = `collection: ${collection.database}.${collection.name} index: ${index.name}`;
  return new MongoFault(11000, `E11000 duplicate key error ${where} dup key: { ${words} }`, { keyPattern: index.key, keyValue });
}

/**
 * Documents as BSON, and an entry a key for every index, in one lmdb tree. Everything is checked before the first put of a document, so a
 * refused document leaves nothing behind; a transaction carries the document and its entries together.
 */
export class Storage {
  readonly collections = new Map<string, Collection>();
  private nextId = 1;

  private constructor(private readonly db: RootDatabase<Buffer, Key>) {
    for (const { key, value } of db.getRange({ start: [CATALOG], end: [RECORDS] })) {
      const [, database, name] = key as [number, string, string];
      const stored = decodePlain(value) as unknown as Pick<Collection, 'id' | 'indexes'>;
      const [last] = db.getKeys({ start: [RECORDS, stored.id, LAST], end: [RECORDS, stored.id], reverse: true, limit: 1 });
      this.collections.set(`${database}.${name}`, { ...stored, database, name, nextRecord: last ? Number((last as Key[])[2]) + 1 : 1 });
      this.nextId = Math.max(this.nextId, stored.id + 1, ...stored.indexes.map((index) => index.id + 1));
    }
  }

  static open(path: string): Storage {
    return new Storage(open<Buffer, Key>({ path, encoding: 'binary', cache: false }));
  }

  /** Writers of one moment share a commit; the promise resolves when it is on the disk. */
  async write<T>(action: () => T): Promise<T> {
    const result = await this.db.transaction(action);
    await this.db.flushed;
    return result;
  }

  async close(): Promise<void> {
    await this.db.flushed;
    await this.db.close();
  }

  find(database: string, name: string): Collection | undefined {
    return this.collections.get(`${database}.${name}`);
  }

  ensure(database: string, name: string): Collection {
    const known = this.find(database, name);
    if (known) return known;
    if (name === '' || name.includes('$') || name.includes('\0')) throw new MongoFault(73, `Invalid namespace specified '${database}.${name}'`);
    const index: Index = { id: this.nextId + 1, name: '_id_', key: { _id: 1 }, unique: true };
    const collection: Collection = { id: this.nextId, database, name, indexes: [index], nextRecord: 1 };
    this.nextId += 2;
    this.collections.set(`${database}.${name}`, collection);
    this.saveCatalog(collection);
    return collection;
  }

  drop(collection: Collection): void {
    this.clear([RECORDS, collection.id]);
    for (const index of collection.indexes) this.clear([ENTRIES, index.id]);
    this.db.removeSync([CATALOG, collection.database, collection.name]);
    this.collections.delete(`${collection.database}.${collection.name}`);
  }

  count(collection: Collection): number {
    return this.db.getKeysCount({ start: [RECORDS, collection.id], end: [RECORDS, collection.id, LAST] });
  }

  /** Insertion order, a chunk at a time: a slow reader holds no transaction open. */
  * scan(collection: Collection): Generator<Stored> {
    for (let from = 0, chunk: Stored[] = []; from === 0 || chunk.length === SCAN_CHUNK; from = (chunk.at(-1)?.record ?? 0) + 1) {
      chunk = [...this.db.getRange({ start: [RECORDS, collection.id, from], end: [RECORDS, collection.id, LAST], limit: SCAN_CHUNK })]
        .map(({ key, value }) => ({ record: Number((key as Key[])[2]), bytes: value }));
      yield* chunk;
    }
  }

  read(collection: Collection, record: number): Buffer | undefined {
    return this.db.get([RECORDS, collection.id, record]);
  }

  /** Record numbers of the entries between two keys, in key order. */
  * records(index: Index, start: readonly Key[], end: readonly Key[], reverse = false): Generator<number> {
    const [low, high] = [[ENTRIES, index.id, ...start], [ENTRIES, index.id, ...end, LAST]];
    const range = reverse ? { start: high, end: low, reverse } : { start: low, end: high };
    for (const key of this.db.getKeys(range).map((found) => found as Key[])) yield Number(key.at(-1));
  }

  insert(collection: Collection, doc: Doc): void {
    const bytes = this.checkedBytes(doc);
    const entries = collection.indexes.map((index) => [index, this.checkedKeys(collection, index, doc)] as const);
    const record = collection.nextRecord;
    // eslint-disable-next-line no-param-reassign
    collection.nextRecord += 1;
    this.db.putSync([RECORDS, collection.id, record], bytes);
    for (const [index, keys] of entries) for (const key of keys) this.db.putSync([ENTRIES, index.id, ...key, record], EMPTY);
  }

  replace(collection: Collection, record: number, before: Doc, after: Doc): void {
    const bytes = this.checkedBytes(after);
    const entries = collection.indexes.map((index) => [index, keysOf(index, before), this.checkedKeys(collection, index, after, record)] as const);
    this.db.putSync([RECORDS, collection.id, record], bytes);
    for (const [index, old, keys] of entries) {
      for (const key of old) this.db.removeSync([ENTRIES, index.id, ...key, record]);
      for (const key of keys) this.db.putSync([ENTRIES, index.id, ...key, record], EMPTY);
    }
  }

  remove(collection: Collection, record: number, doc: Doc): void {
    this.db.removeSync([RECORDS, collection.id, record]);
    for (const index of collection.indexes) for (const key of keysOf(index, doc)) this.db.removeSync([ENTRIES, index.id, ...key, record]);
  }

  addIndex(collection: Collection, spec: Omit<Index, 'id'>): void {
    const index: Index = { ...spec, id: this.nextId };
    this.nextId += 1;
    try {
      for (const { record, bytes } of this.scan(collection)) {
        for (const key of this.checkedKeys(collection, index, decodeExact(bytes), record)) this.db.putSync([ENTRIES, index.id, ...key, record], EMPTY);
      }
    } catch (error) {
      this.clear([ENTRIES, index.id]);
      throw error;
    }
    collection.indexes.push(index);
    this.saveCatalog(collection);
  }

  dropIndex(collection: Collection, index: Index): void {
    this.clear([ENTRIES, index.id]);
    collection.indexes.splice(collection.indexes.indexOf(index), 1);
    this.saveCatalog(collection);
  }

  private checkedBytes(doc: Doc): Buffer {
    const bytes = encode(doc);
    if (bytes.length > MAX_DOCUMENT_BYTES) throw new MongoFault(10334, `object to insert too large. size in bytes: ${bytes.length}, max size: ${MAX_DOCUMENT_BYTES}`);
    return bytes;
  }

  private checkedKeys(collection: Collection, index: Index, doc: Doc, record?: number): Key[][] {
    const keys = keysOf(index, doc);
    if (!index.unique) return keys;
    const taken = keys.some((key) => [...this.records(index, key, key)].some((holder) => holder !== record));
    if (taken) throw duplicateKey(collection, index, doc);
    return keys;
  }

  private saveCatalog({ id, database, name, indexes }: Collection): void {
    this.db.putSync([CATALOG, database, name], encode({ id, indexes }));
  }

  private clear(prefix: readonly Key[]): void {
    for (const key of [...this.db.getKeys({ start: [...prefix], end: [...prefix, LAST] })]) this.db.removeSync(key);
  }
}
