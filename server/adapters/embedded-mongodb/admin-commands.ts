import { encode, type Doc } from './bson-value.js';
import { MongoFault, unsupported } from './mongo-fault.js';
import { compileFilter } from './query.js';
import { asDoc, collectionName, firstBatch, type Command, type Request, type Session } from './session.js';
import type { Collection, IndexSpec } from './storage.js';

/** MongoDB 7.0: the newest without the bulkWrite command (25), so that the driver itself refuses client.bulkWrite. */
const WIRE_VERSION = 21, VERSION = [7, 0, 0];
const hello = (): Doc => ({
  helloOk: true, ismaster: true, isWritablePrimary: true, maxBsonObjectSize: 16 * 1024 * 1024, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000,
  localTime: new Date(), logicalSessionTimeoutMinutes: 30, minWireVersion: 0, maxWireVersion: WIRE_VERSION, readOnly: false,
});
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function known({ storage }: Session, request: Request): Collection {
  const collection = storage.collections.get(`${request.database}.${collectionName(request)}`);
  if (!collection) throw new MongoFault(26, `ns does not exist: ${request.database}.${collectionName(request)}`);
  return collection;
}
function create({ storage }: Session, request: Request): Promise<Doc> {
  const [{ database }, name] = [request, collectionName(request)];
  if (storage.collections.has(`${database}.${name}`)) throw new MongoFault(48, `Collection ${database}.${name} already exists.`);
  return storage.write(() => (storage.ensure(database, name), {}));
}
function drop({ storage }: Session, request: Request): Promise<Doc> {
  const collection = storage.collections.get(`${request.database}.${collectionName(request)}`);
  return storage.write(() => (collection && storage.drop(collection), { nIndexesWas: collection?.indexes.length ?? 0 }));
}
function dropDatabase({ storage }: Session, { database }: Request): Promise<Doc> {
  const own = [...storage.collections.values()].filter((collection) => collection.database === database);
  return storage.write(() => (own.forEach((collection) => storage.drop(collection)), { dropped: database }));
}
function listDatabases({ storage }: Session, { plain }: Request): Doc {
  const names = [...new Set([...storage.collections.values()].map(({ database }) => database))].sort();
  const databases = names.map((name) => ({ name, sizeOnDisk: 0, empty: false })).filter(compileFilter(asDoc(plain.filter)));
  return plain.nameOnly ? { databases: databases.map(({ name }) => ({ name })) } : { databases, totalSize: 0 };
}
function listCollections(session: Session, { database, plain }: Request): Doc {
  const rows = [...session.storage.collections.values()].filter((collection) => collection.database === database)
    .map(({ name }) => ({ name, type: 'collection', options: {}, info: { readOnly: false }, idIndex: { v: 2, key: { _id: 1 }, name: '_id_' } }))
    .filter(compileFilter(asDoc(plain.filter))).map((row) => encode(plain.nameOnly ? { name: row.name, type: row.type } : row));
  return firstBatch(session, `${database}.$cmd.listCollections`, rows, asDoc(plain.cursor).batchSize);
}

const INDEX_OPTIONS = ['key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds'];
function indexSpec(given: Doc): IndexSpec {
  const unknown = Object.keys(given).find((option) => ![...INDEX_OPTIONS, 'background', 'v', 'ns'].includes(option));
  if (unknown === 'collation') throw unsupported('collation');
  if (unknown) throw new MongoFault(197, `The field '${unknown}' is not valid for an index specification.`);
  const fields = Object.entries(asDoc(given.key));
  if (fields.length === 0) throw new MongoFault(67, 'Index keys cannot be an empty object.');
  const special = fields.find(([path, direction]) => Math.abs(Number(direction)) !== 1 || path.includes('$**'));
  if (special) throw new MongoFault(67, `Unknown index plugin '${String(special[1])}': the embedded store has ascending and descending indexes only`);
  compileFilter(asDoc(given.partialFilterExpression));
  return Object.fromEntries(INDEX_OPTIONS.filter((option) => given[option] !== undefined && given[option] !== false).map((option) => [option, given[option]])) as unknown as IndexSpec;
}
/** True where the same index exists; the conflicts are MongoDB's. */
function exists({ indexes }: Collection, spec: IndexSpec): boolean {
  const [sameName, sameKey] = [indexes.find(({ name }) => name === spec.name), indexes.find(({ key }) => isSame(key, spec.key))];
  if (sameName && sameName !== sameKey) throw new MongoFault(86, `An existing index has the same name as the requested index. Requested index: ${JSON.stringify(spec)}`);
  if (sameKey && sameKey.name !== '_id_' && !sameName) throw new MongoFault(85, `Index already exists with a different name: ${sameKey.name}`);
  const isEqual = sameKey !== undefined && INDEX_OPTIONS.every((option) => isSame(sameKey[option as 'name'], spec[option as 'name']));
  if (sameKey && sameKey.name !== '_id_' && !isEqual) throw new MongoFault(85, `An equivalent index already exists with the same name but different options. Requested index: ${JSON.stringify(spec)}`);
  return sameKey !== undefined;
}
function createIndexes({ storage }: Session, request: Request): Promise<Doc> {
  const [{ database, plain }, name] = [request, collectionName(request)];
  const specs = (plain.indexes as Doc[]).map(indexSpec);
  return storage.write(() => {
    const createdCollectionAutomatically = !storage.collections.has(`${database}.${name}`);
    const collection = storage.ensure(database, name);
    const numIndexesBefore = collection.indexes.length;
    for (const spec of specs) if (!exists(collection, spec)) storage.addIndex(collection, spec);
    return { numIndexesBefore, numIndexesAfter: collection.indexes.length, createdCollectionAutomatically };
  });
}
function dropIndexes(session: Session, request: Request): Promise<Doc> {
  const [collection, wanted] = [known(session, request), [request.plain.index].flat()];
  const nIndexesWas = collection.indexes.length;
  const chosen = collection.indexes.filter(({ name, key }) => (wanted[0] === '*' ? name !== '_id_' : wanted.some((one) => one === name || isSame(one, key))));
  if (chosen.length === 0 && wanted[0] !== '*') throw new MongoFault(27, `index not found with name [${wanted.map((one) => JSON.stringify(one)).join()}]`);
  if (chosen.some(({ name }) => name === '_id_')) throw new MongoFault(72, 'cannot drop _id index');
  return session.storage.write(() => (chosen.forEach((index) => session.storage.dropIndex(collection, index)), { nIndexesWas }));
}
function listIndexes(session: Session, request: Request): Doc {
  const { indexes, name } = known(session, request);
  const rows = indexes.map((index) => encode({ v: 2, ...index, id: undefined, ...(index.name === '_id_' && { unique: undefined }) }));
  return firstBatch(session, `${request.database}.${name}`, rows, asDoc(request.plain.cursor).batchSize);
}

const HELLO: Command = { run: hello, options: 'client compression helloOk speculativeAuthenticate saslSupportedMechs backpressure loadBalanced' };
const ready = (options: string, answer: Doc = {}): Command => ({ run: () => answer, options });
export const ADMIN_COMMANDS: Readonly<Record<string, Command>> = {
  hello: HELLO, isMaster: HELLO, ismaster: HELLO, ping: ready(''), endSessions: ready(''),
  buildInfo: ready('', { version: VERSION.join('.'), versionArray: VERSION, bits: 64, modules: ['heatmatch-embedded'] }),
  create: { run: create, options: '' }, drop: { run: drop, options: '' }, dropDatabase: { run: dropDatabase, options: '' },
  listDatabases: { run: listDatabases, options: 'filter nameOnly authorizedDatabases' }, dropIndexes: { run: dropIndexes, options: 'index' },
  listCollections: { run: listCollections, options: 'filter nameOnly cursor authorizedCollections' },
  createIndexes: { run: createIndexes, options: 'indexes commitQuorum' }, listIndexes: { run: listIndexes, options: 'cursor' },
};
