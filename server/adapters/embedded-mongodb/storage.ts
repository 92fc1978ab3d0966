import { open, type Key, type RootDatabase } from 'lmdb';
import { decodePlain, encode, indexKey, type Doc } from './bson-value.js';
import { MongoFault } from './mongo-fault.js';
import { compileFilter, valuesAt } from './query.js';

export interface IndexSpec {
  readonly name: string;
  readonly key: Readonly<Record<string, unknown>>;
  readonly unique?: boolean;
  readonly sparse?: boolean;
  readonly partialFilterExpression?: Doc;
  readonly expireAfterSeconds?: number;
}
export interface Index extends IndexSpec { readonly id: number }
export interface Collection { readonly id: number; readonly database: string; readonly name: string; readonly indexes: Index[] }
export interface Stored { readonly record: number; readonly bytes: Buffer }

/** Key spaces of the one lmdb tree: [0, database, collection], [1, collection id, record], [2, index id, ...values, record]. */
const [CATALOG, RECORDS, ENTRIES, LAST] = [0, 1, 2, Infinity];
const SCAN_CHUNK = 256, MAX_DOCUMENT_BYTES = 16 * 1024 * 1024, MAX_KEY_BYTES = 1900;

/** A key for every combination of values; a missing field counts as null, an empty array as undefined. */
function keysOf(index: Index, doc: Doc): Key[][] {
  const paths = Object.keys(index.key);
  const fields = paths.map((path) => valuesAt(doc, path.split('.')));
  if (index.partialFilterExpression && !compileFilter(index.partialFilterExpression)(doc)) return [];
  if (index.sparse && fields.flat().every((value) => value === undefined)) return [];
  const arrays = paths.filter((path, at) => fields[at]?.some(Array.isArray) && !path.includes('.'));
  if (arrays.length > 1) throw new MongoFault(171, `cannot index parallel arrays [${arrays.join('] [')}]`);
  const keys = fields.reduce<Key[][]>((prefixes, values) => {
    const elements = values.flatMap((value) => (!Array.isArray(value) ? [value ?? null] : value.length > 0 ? value as unknown[] : [undefined]));
    const ends = new Map((elements.length > 0 ? elements : [undefined]).map(indexKey).map((key) => [JSON.stringify(key), key]));
    return prefixes.flatMap((prefix) => [...ends.values()].map((end) => [...prefix, ...end]));
  }, [[]]);
  if (keys.some((key) => Buffer.byteLength(JSON.stringify(key)) > MAX_KEY_BYTES)) throw new MongoFault(17280, `key too long for index ${index.name}`);
  return keys;
}

function duplicateKey({ database, name }: Collection, index: Index, doc: Doc): MongoFault {
  const keyValue = Object.fromEntries(Object.keys(index.key).map((path) => [path, valuesAt(doc, path.split('.'))[0] ?? null]));
  const shown = (value: unknown): string => (typeof value === 'object' && value && 'toHexString' in value ? `ObjectId('${JSON.stringify(value).slice(1, -1)}')` : JSON.stringify(value));
  const words = Object.entries(keyValue).map(([path, value]) => `${path}: ${shown(value)}`).join(', ');
  return new MongoFault(11000, `E11000 duplicate key error collection: ${database}.${name} index: ${index.name} dup key: { ${words} }`, { keyPattern: index.key, keyValue });
}

/** Documents as BSON and an entry a key for every index. What can fail is checked before the first put, so a refused document leaves no trace. */
export class Storage {
  readonly collections = new Map<string, Collection>();
  private readonly db: RootDatabase<Buffer, Key>;
  private nextId = 1;

  constructor(path: string) {
    this.db = open<Buffer, Key>({ path, encoding: 'binary' });
    this.readCatalog();
  }

  /** Writers of one moment share a commit; resolves once it is on the disk. After a failed commit (a full disk) the catalogue is read again. */
  async write<T>(action: () => T): Promise<T> {
    let outcome = (): T => { throw new Error('the transaction did not run'); };
    await this.db.transaction(() => {
      try {
        const result = action();
        outcome = () => result;
      } catch (error) {
        outcome = () => { throw error; };
      }
    }).catch((error: unknown) => { this.readCatalog(); throw error; });
    await this.db.flushed;
    this.db.resetReadTxn();
    return outcome();
  }
  async close(): Promise<void> {
    await this.db.flushed;
    await this.db.close();
  }
  ensure(database: string, name: string): Collection {
    const known = this.collections.get(`${database}.${name}`);
    if (known) return known;
    if (/[$\0]/.test(name)) throw new MongoFault(73, `Invalid namespace specified '${database}.${name}'`);
    const collection: Collection = { id: this.nextId, database, name, indexes: [{ id: this.nextId + 1, name: '_id_', key: { _id: 1 }, unique: true }] };
    this.nextId += 2;
    this.collections.set(`${database}.${name}`, collection);
    this.saveCatalog(collection);
    return collection;
  }
  drop({ id, database, name, indexes }: Collection): void {
    for (const prefix of [[RECORDS, id], ...indexes.map((index) => [ENTRIES, index.id])]) this.clear(prefix);
    this.db.removeSync([CATALOG, database, name]);
    this.collections.delete(`${database}.${name}`);
  }
  count({ id }: Collection): number {
    return this.db.getKeysCount({ start: [RECORDS, id], end: [RECORDS, id, LAST] });
  }

  /** In the order of insertion, a chunk at a time: a slow reader holds no transaction open. */
  * scan({ id }: Collection): Generator<Stored> {
    for (let from = 0, length = SCAN_CHUNK; length === SCAN_CHUNK;) {
      const chunk = [...this.db.getRange({ start: [RECORDS, id, from], end: [RECORDS, id, LAST], limit: SCAN_CHUNK })];
      for (const { key, value } of chunk) yield { record: from = Number((key as Key[])[2]), bytes: value };
      [from, length] = [from + 1, chunk.length];
    }
  }
  read({ id }: Collection, record: number): Buffer | undefined {
    return this.db.get([RECORDS, id, record]);
  }

  /** Record numbers of the entries from one key to another, both with all that begin with them. */
  records(index: Index, start: readonly Key[], end: readonly Key[]): number[] {
    return [...this.db.getKeys({ start: [ENTRIES, index.id, ...start], end: [ENTRIES, index.id, ...end, LAST] })].map((key) => Number((key as Key[]).at(-1)));
  }

  /** Inserts (nothing before), replaces, or removes (nothing after) a document with its index entries. */
  put(collection: Collection, before: Doc | undefined, after: Doc | undefined, known?: number): void {
    const bytes = after && encode(after);
    if (bytes && bytes.length > MAX_DOCUMENT_BYTES) throw new MongoFault(10334, `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_DOCUMENT_BYTES}`);
    const record = known ?? this.nextRecord(collection);
    const entries = collection.indexes.map((index) => ({ id: index.id, old: before ? keysOf(index, before) : [], keys: after ? this.freeKeys(collection, index, after, record) : [] }));
    if (bytes) this.db.putSync([RECORDS, collection.id, record], bytes);
    else this.db.removeSync([RECORDS, collection.id, record]);
    for (const { id, old, keys } of entries) {
      for (const key of old) this.db.removeSync([ENTRIES, id, ...key, record]);
      for (const key of keys) this.db.putSync([ENTRIES, id, ...key, record], Buffer.alloc(0));
    }
  }
  addIndex(collection: Collection, spec: IndexSpec): void {
    const index: Index = { ...spec, id: this.nextId };
    this.nextId += 1;
    try {
      for (const { record, bytes } of this.scan(collection)) {
        for (const key of this.freeKeys(collection, index, decodePlain(bytes), record)) this.db.putSync([ENTRIES, index.id, ...key, record], Buffer.alloc(0));
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
  private nextRecord({ id }: Collection): number {
    const [last] = this.db.getKeys({ start: [RECORDS, id, LAST], end: [RECORDS, id], reverse: true, limit: 1 });
    return Number((last as Key[] | undefined)?.[2] ?? 0) + 1;
  }
  private freeKeys(collection: Collection, index: Index, doc: Doc, record: number): Key[][] {
    const keys = keysOf(index, doc);
    if (index.unique && keys.some((key) => this.records(index, key, key).some((holder) => holder !== record))) throw duplicateKey(collection, index, doc);
    return keys;
  }
  private readCatalog(): void {
    this.collections.clear();
    for (const { key, value } of this.db.getRange({ start: [CATALOG], end: [RECORDS] })) {
      const [, database = '', name = ''] = key as string[];
      const stored = decodePlain(value) as unknown as Pick<Collection, 'id' | 'indexes'>;
      this.collections.set(`${database}.${name}`, { ...stored, database, name });
      this.nextId = Math.max(this.nextId, stored.id + 1, ...stored.indexes.map((index) => index.id + 1));
    }
  }
  private saveCatalog({ id, database, name, indexes }: Collection): void {
    this.db.putSync([CATALOG, database, name], encode({ id, indexes }));
  }
  private clear(prefix: readonly Key[]): void {
    for (const key of [...this.db.getKeys({ start: [...prefix], end: [...prefix, LAST] })]) this.db.removeSync(key);
  }
}
