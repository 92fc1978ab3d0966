import { resolve } from 'node:path';
import { open, type Key, type RootDatabase } from 'lmdb';
import { decodePlain, encode, pick } from '../mongodb-language/bson-value.js';
import { keysOf, refuseDuplicate, type Index } from '../mongodb-language/index-keys.js';
import { fail } from '../mongodb-language/mongo-fault.js';
import { fieldsRead } from '../mongodb-language/query.js';

export interface Collection { readonly id: number, namespace: string, database: string, name: string, indexes: Index[] }
export interface Stored { readonly record: number, bytes: Buffer }
type Entry = readonly [index: Index, key: Key[]];
/** The one lmdb tree: [0] the catalogue, [collection id, record] documents, [index id, ...values, record] entries. */
const CATALOG = [0], LAST = Infinity, NOTHING = Buffer.alloc(0), CHUNK = 100, MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
const openPaths = new Set<string>();

/** Documents as BSON and entries for every index. What can fail is checked before the first put, so a refused document leaves no trace. */
export class Storage {
  readonly collections = new Map<string, Collection>();
  readonly db: RootDatabase<Buffer, Key>;
  private readonly path: string;
  /** By collection: the fields that its indexes read. */
  private readonly isIndexed = new Map<number, ReturnType<typeof fieldsRead>>();
  private nextId = 1;

  /** One process a folder: lmdb would allow two, and lists them, but the catalogue is kept in memory. */
  constructor(dataDir: string) {
    this.path = resolve(dataDir, 'mongodb');
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
      try { const value = action(); outcome = () => value; } catch (error) { outcome = () => { throw error; }; }
    }).catch((error: unknown) => { this.readCatalog(); throw error; });
    await this.db.flushed;
    this.db.resetReadTxn();
    return outcome();
  }
  count({ id }: Collection): number { return this.db.getKeysCount({ start: [id], end: [id, LAST] }); }
  ensure(namespace: string): Collection {
    const known = this.collections.get(namespace), [, database = '', name = ''] = /^([^.]+)\.(.+)$/s.exec(namespace) ?? [];
    if (known) return known;
    if (!name || /[$\0]/.test(name)) fail(73, `Invalid namespace specified '${namespace}'`);
    const indexes = [{ id: this.nextId + 1, name: '_id_', key: { _id: 1 }, unique: true }];
    const collection: Collection = { id: this.nextId, namespace, database, name, indexes };
    this.collections.set(namespace, collection);
    this.saveCatalog(2);
    return collection;
  }
  drop(collection: Collection): void {
    for (const { id } of [collection, ...collection.indexes]) this.clear(id);
    this.collections.delete(collection.namespace);
    this.saveCatalog();
  }
  addIndex(collection: Collection, spec: Omit<Index, 'id'>): void {
    const index: Index = { ...spec, id: this.nextId };
    try {
      for (const { key, value } of this.range(collection.id)) {
        for (const entry of this.entries([index], value, Number(key.at(-1))).values()) {
          this.checkFree(collection, entry, value);
          this.db.putSync(entry[1], NOTHING);
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
    const { id, indexes } = collection, [last] = before ? [] : this.db.getKeys({ start: [id, LAST], end: [id], reverse: true, limit: 1 });
    const record = before?.record ?? Number((last as Key[] | undefined)?.[1] ?? 0) + 1;
    const isIndexed = this.indexedFields(collection), [old, next] = [before?.bytes, after].map((bytes) => bytes && pick(bytes, isIndexed));
    const changed = old && next?.equals(old) ? [] : indexes;
    const removed = this.entries(changed, old, record), added = this.entries(changed, next, record);
    for (const [text, entry] of added) {
      if (removed.delete(text)) added.delete(text);
      else if (next) this.checkFree(collection, entry, next);
    }
    if (after) this.db.putSync([id, record], after);
    else this.db.removeSync([id, record]);
    for (const [, key] of removed.values()) this.db.removeSync(key);
    for (const [, key] of added.values()) this.db.putSync(key, NOTHING);
  }
  private indexedFields({ id, indexes }: Collection): ReturnType<typeof fieldsRead> {
    const isIndexed = this.isIndexed.get(id) ?? fieldsRead(indexes.map(({ key, partialFilterExpression }) => [key, partialFilterExpression]));
    this.isIndexed.set(id, isIndexed);
    return isIndexed;
  }
  private entries(indexes: readonly Index[], bytes: Buffer | undefined, record: number): Map<string, Entry> {
    if (!bytes || indexes.length === 0) return new Map();
    const doc = decodePlain(bytes), countLoose = () => indexes.filter(({ isLoose }) => isLoose).length, looseBefore = countLoose();
    const entries = indexes.flatMap((index): Entry[] => keysOf(index, doc).map((key) => [index, [index.id, ...key, record]]));
    if (countLoose() !== looseBefore) this.saveCatalog();
    return new Map(entries.map((entry) => [JSON.stringify(entry[1]), entry]));
  }
  /** A new entry of a unique index: nobody else may have the same key. */
  private checkFree({ namespace }: Collection, [index, entry]: Entry, bytes: Buffer): void {
    const key = entry.slice(1, -1);
    if (index.unique && !this.range(index.id, key, key).next().done) refuseDuplicate(namespace, index, decodePlain(bytes));
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
  private clear(id: number): void { for (const { key } of this.range(id)) this.db.removeSync(key); }
  private readCatalog(): void {
    const { nextId = 1, collections = [] } = decodePlain(this.db.get(CATALOG) ?? encode({}));
    this.nextId = Number(nextId);
    this.collections.clear();
    this.isIndexed.clear();
    for (const collection of collections as Collection[]) this.collections.set(collection.namespace, collection);
  }
  private saveCatalog(idsTaken = 0): void {
    this.nextId += idsTaken;
    this.isIndexed.clear();
    this.db.putSync(CATALOG, encode({ nextId: this.nextId, collections: [...this.collections.values()] }));
  }
}
