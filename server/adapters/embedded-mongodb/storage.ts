import { resolve } from 'node:path';
import { ObjectId } from 'bson';
import { open, type Key, type RootDatabase } from 'lmdb';
import { decodePlain, encode, indexKey, isRangeable, pick, type Doc } from './bson-value.js';
import { fail, MongoFault } from './mongo-fault.js';
import { compileFilter, elementsOf, fieldsRead, valuesAt } from './query.js';

/** Loose: a document has several entries or a shortened one; then the index tells neither a sort order nor both ends of a range. */
export interface Index {
  readonly id: number, name: string, key: Readonly<Doc>, unique?: boolean, sparse?: boolean;
  readonly partialFilterExpression?: Doc, expireAfterSeconds?: number;
  isLoose?: boolean;
}
export interface Collection { readonly id: number, database: string, name: string, indexes: Index[] }
export interface Stored { readonly record: number, bytes: Buffer }

/** The one lmdb tree: [0] the catalogue, [collection id, record] documents, [index id, ...values, record] entries. */
const CATALOG = [0], LAST = Infinity, NOTHING = Buffer.alloc(0), CHUNK = 100, MAX_DOCUMENT_BYTES = 16 * 1024 * 1024, MAX_KEY_BYTES = 1900;
const openPaths = new Set<string>();

/** A key for every combination of values; a missing field counts as null, an empty array as undefined. */
function keysOf(index: Index, doc: Doc): Key[][] {
  const fields = Object.keys(index.key).map((path) => valuesAt(doc, path.split('.')));
  if (index.sparse && fields.flat().every((value) => value === undefined)) return [];
  if (index.partialFilterExpression && !compileFilter(index.partialFilterExpression)(doc)) return [];
  if (fields.filter((values) => values.some(Array.isArray)).length > 1) fail(171, `cannot index parallel arrays in ${index.name}`);
  const keys = fields.map(elementsOf).reduce<Key[][]>((prefixes, values) => {
    index.isLoose ||= values.length > 1 || !values.every(isRangeable);
    const ends = new Map(values.map(indexKey).map((end) => [JSON.stringify(end), end]));
    return prefixes.flatMap((prefix) => [...ends.values()].map((end) => [...prefix, ...end]));
  }, [[]]);
  if (!keys.some((key) => Buffer.byteLength(JSON.stringify(key)) > MAX_KEY_BYTES)) return keys;
  fail(17280, `key too long for index ${index.name}`);
}
function duplicateKey({ database, name }: Collection, index: Index, doc: Doc): MongoFault {
  const keyValue = Object.fromEntries(Object.keys(index.key).map((path) => [path, valuesAt(doc, path.split('.'))[0] ?? null]));
  const shown = (value: unknown): string => (value instanceof ObjectId ? `ObjectId('${value.toHexString()}')` : JSON.stringify(value));
  const words = Object.entries(keyValue).map(([path, value]) => `${path}: ${shown(value)}`).join(', ');
  const message = `E11000 duplicate key error collection: ${database}.${name} index: ${index.name} dup key: { ${words} }`;
  return new MongoFault(11000, message, { keyPattern: index.key, keyValue });
}

/** Documents as BSON and entries for every index. What can fail is checked before the first put, so a refused document leaves no trace. */
export class Storage {
  readonly collections = new Map<string, Collection>();
  readonly db: RootDatabase<Buffer, Key>;
  private readonly path: string;
  private readonly isIndexed = new Map<number, ReturnType<typeof fieldsRead>>();
  private nextId = 1;

  /** One process a folder: lmdb would allow two, and lists them, but the catalogue is kept in memory. */
  constructor(dataDir: string) {
    this.path = resolve(dataDir, 'store');
    const inUse = (pid: number) => new Error(`The data folder ${dataDir} is in use by process ${pid}. Stop it first, or choose another DATA_DIR.`);
    if (openPaths.has(this.path)) throw inUse(process.pid);
    this.db = open<Buffer, Key>({ path: this.path, encoding: 'binary' });
    this.readCatalog();
    const other = [...this.db.readerList().matchAll(/^\s*(\d+) /gm)].find(([, pid]) => Number(pid) !== process.pid);
    if (other) {
      void this.db.close();
      throw inUse(Number(other[1]));
    }
    openPaths.add(this.path);
  }
  async close(): Promise<void> {
    await this.db.flushed;
    await this.db.close();
    openPaths.delete(this.path);
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

  count({ id }: Collection): number { return this.db.getKeysCount({ start: [id], end: [id, LAST] }); }
  ensure(database: string, name: string): Collection {
    const known = this.collections.get(`${database}.${name}`);
    if (known) return known;
    if (/[$\0]/.test(name)) fail(73, `Invalid namespace specified '${database}.${name}'`);
    const [id, indexId] = [this.nextId, this.nextId + 1];
    const collection: Collection = { id, database, name, indexes: [{ id: indexId, name: '_id_', key: { _id: 1 }, unique: true }] };
    this.collections.set(`${database}.${name}`, collection);
    this.saveCatalog(2);
    return collection;
  }
  drop(collection: Collection): void {
    for (const { id } of [collection, ...collection.indexes]) this.clear(id);
    this.collections.delete(`${collection.database}.${collection.name}`);
    this.saveCatalog();
  }
  addIndex(collection: Collection, spec: Omit<Index, 'id'>): void {
    const index: Index = { ...spec, id: this.nextId };
    try {
      for (const { key, value } of this.range(collection.id)) {
        for (const entry of this.entries([index], value, Number(key.at(-1))).values()) {
          this.checkFree(collection, index, entry, value);
          this.db.putSync(entry, NOTHING);
        }
      }
    } catch (error) {
      this.clear(index.id);
      throw error;
    }
    collection.indexes.push(index);
    this.saveCatalog(1);
  }
  dropIndex(indexes: Index[], index: Index): void {
    this.clear(index.id);
    indexes.splice(indexes.indexOf(index), 1);
    this.saveCatalog();
  }

  /** Inserts (nothing before), replaces, or removes (nothing after) a document with its index entries. */
  put(collection: Collection, before: Stored | undefined, after: Buffer | undefined): void {
    if (after && after.length > MAX_DOCUMENT_BYTES) fail(10334, `BSONObj size: ${after.length} exceeds ${MAX_DOCUMENT_BYTES}`);
    const { id, indexes } = collection;
    const [last] = before ? [] : [...this.db.getKeys({ start: [id, LAST], end: [id], reverse: true, limit: 1 })] as Key[][];
    const record = before?.record ?? Number(last?.[1] ?? 0) + 1;
    const isIndexed = this.indexedFields(collection), [old, next] = [before?.bytes, after].map((bytes) => bytes && pick(bytes, isIndexed));
    const changed = old && next?.equals(old) ? [] : indexes;
    const [removed, added] = [this.entries(changed, old, record), this.entries(changed, next, record)];
    for (const [text, entry] of added) {
      if (removed.delete(text)) added.delete(text);
      else if (next) this.checkFree(collection, indexes.find((index) => index.id === entry[0]), entry, next);
    }
    if (after) this.db.putSync([id, record], after);
    else this.db.removeSync([id, record]);
    for (const entry of removed.values()) this.db.removeSync(entry);
    for (const entry of added.values()) this.db.putSync(entry, NOTHING);
  }
  private indexedFields({ id, indexes }: Collection): ReturnType<typeof fieldsRead> {
    const parts = () => indexes.map(({ key, partialFilterExpression }) => [key, partialFilterExpression]);
    if (!this.isIndexed.has(id)) this.isIndexed.set(id, fieldsRead(parts()));
    return this.isIndexed.get(id);
  }
  private entries(indexes: readonly Index[], bytes: Buffer | undefined, record: number): Map<string, Key[]> {
    if (!bytes || indexes.length === 0) return new Map();
    const doc = decodePlain(bytes), looseBefore = indexes.filter(({ isLoose }) => isLoose).length;
    const entries = indexes.flatMap((index) => keysOf(index, doc).map((key) => [index.id, ...key, record]));
    if (indexes.filter(({ isLoose }) => isLoose).length !== looseBefore) this.saveCatalog();
    return new Map(entries.map((entry) => [JSON.stringify(entry), entry]));
  }
  /** A new entry of a unique index: nobody else may have the same key. */
  private checkFree(collection: Collection, index: Index | undefined, entry: readonly Key[], bytes: Buffer): void {
    const key = entry.slice(1, -1);
    if (index?.unique && !this.range(index.id, key, key).next().done) throw duplicateKey(collection, index, decodePlain(bytes));
  }
  /** From one key to another, both with all that begin with them, a chunk at a time: a slow reader holds no transaction open. */
  * range(id: number, first: readonly Key[] = [], last: readonly Key[] = [], reverse = false): Generator<{ key: Key[]; value: Buffer }> {
    const [from, end] = reverse ? [[id, ...last, LAST], [id, ...first]] : [[id, ...first], [id, ...last, LAST]];
    for (let start = from, size = CHUNK; size === CHUNK;) {
      const chunk = [...this.db.getRange({ start, end, reverse, exclusiveStart: start !== from, limit: CHUNK })] as { key: Key[]; value: Buffer }[];
      yield* chunk;
      [start, size] = [chunk.at(-1)?.key ?? end, chunk.length];
    }
  }
  private clear(id: number): void {
    for (const { key } of this.range(id)) this.db.removeSync(key);
  }
  private readCatalog(): void {
    const { nextId = 1, collections = [] } = decodePlain(this.db.get(CATALOG) ?? encode({}));
    this.nextId = Number(nextId);
    this.collections.clear();
    this.isIndexed.clear();
    for (const collection of collections as Collection[]) this.collections.set(`${collection.database}.${collection.name}`, collection);
  }
  private saveCatalog(idsTaken = 0): void {
    this.isIndexed.clear();
    this.nextId += idsTaken;
    this.db.putSync(CATALOG, encode({ nextId: this.nextId, collections: [...this.collections.values()] }));
  }
}
