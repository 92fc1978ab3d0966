import { isDocument, type Doc } from './bson-value.js';
import { MongoFault } from './mongo-fault.js';
import { encoded, firstBatch, textOf, type CommandSpec, type Request, type Session } from './request.js';
import { compileFilter } from './query.js';
import type { Collection, Index } from './storage.js';

/** Wire version of MongoDB 7.0: the newest without client.bulkWrite (25), which the driver then refuses by itself. */
const WIRE_VERSION = 21;
const VERSION = '7.0.0';

const hello = (): Doc => ({
  helloOk: true, ismaster: true, isWritablePrimary: true, maxBsonObjectSize: 16 * 1024 * 1024, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000,
  localTime: new Date(), logicalSessionTimeoutMinutes: 30, minWireVersion: 0, maxWireVersion: WIRE_VERSION, readOnly: false,
});

function collectionOf({ storage }: Session, request: Request, command: string): Collection {
  const name = textOf(request, command);
  const collection = storage.find(request.database, name);
  if (!collection) throw new MongoFault(26, `ns does not exist: ${request.database}.${name}`);
  return collection;
}

function create({ storage }: Session, request: Request): Promise<Doc> {
  const name = textOf(request, 'create');
  if (storage.find(request.database, name)) throw new MongoFault(48, `Collection ${request.database}.${name} already exists.`);
  return storage.write(() => {
    storage.ensure(request.database, name);
    return {};
  });
}

function drop(session: Session, request: Request): Promise<Doc> | Doc {
  const collection = session.storage.find(request.database, textOf(request, 'drop'));
  if (!collection) return {};
  return session.storage.write(() => {
    session.storage.drop(collection);
    return { ns: `${collection.database}.${collection.name}`, nIndexesWas: collection.indexes.length };
  });
}

function dropDatabase({ storage }: Session, { database }: Request): Promise<Doc> {
  return storage.write(() => {
    for (const collection of [...storage.collections.values()]) if (collection.database === database) storage.drop(collection);
    return { dropped: database };
  });
}

function listDatabases({ storage }: Session, { plain }: Request): Doc {
  const names = [...new Set([...storage.collections.values()].map(({ database }) => database))].sort();
  const databases = names.map((name) => ({ name, sizeOnDisk: 0, empty: false })).filter(compileFilter((plain.filter ?? {}) as Doc));
  return plain.nameOnly ? { databases: databases.map(({ name }) => ({ name })) } : { databases, totalSize: 0 };
}

function listCollections(session: Session, { database, plain }: Request): Doc {
  const own = [...session.storage.collections.values()].filter((collection) => collection.database === database);
  const rows = own.map(({ name }) => ({ name, type: 'collection', options: {}, info: { readOnly: false }, idIndex: { v: 2, key: { _id: 1 }, name: '_id_' } }))
    .filter(compileFilter((plain.filter ?? {}) as Doc)).map((row) => (plain.nameOnly ? { name: row.name, type: row.type } : row));
  return firstBatch(session, `${database}.$cmd.listCollections`, encoded(rows), (plain.cursor as Doc | undefined)?.batchSize);
}

const INDEX_OPTIONS = ['key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'background', 'v', 'ns'];

function indexSpec(given: Doc): Omit<Index, 'id'> {
  const { key, name, unique, sparse, partialFilterExpression, expireAfterSeconds } = given as unknown as Index;
  const unknown = Object.keys(given).find((option) => !INDEX_OPTIONS.includes(option));
  if (unknown === 'collation') throw new MongoFault(115, 'collation is not supported by the embedded store');
  if (unknown) throw new MongoFault(197, `The field '${unknown}' is not valid for an index specification.`);
  if (!isDocument(key) || Object.keys(key).length === 0) throw new MongoFault(67, 'Index keys cannot be an empty object.');
  const kind = Object.entries(key).find(([path, direction]) => ![1, -1].includes(direction) || path.includes('$**'));
  if (kind) throw new MongoFault(67, `Unknown index plugin or direction '${String(kind[1])}' for '${kind[0]}': the embedded store has ascending and descending indexes only`);
  if (partialFilterExpression) compileFilter(partialFilterExpression);
  return { key, name, ...(unique && { unique }), ...(sparse && { sparse }), ...(partialFilterExpression && { partialFilterExpression }), ...(expireAfterSeconds !== undefined && { expireAfterSeconds }) };
}

/** True where the same index exists; the conflicts are MongoDB's. */
function exists(collection: Collection, spec: Omit<Index, 'id'>): boolean {
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const sameName = collection.indexes.find(({ name }) => name === spec.name);
  if (sameName && !isSame(sameName.key, spec.key)) throw new MongoFault(86, `An existing index has the same name as the requested index. Requested index: ${JSON.stringify(spec)}`);
  const sameKey = collection.indexes.find(({ key }) => isSame(key, spec.key));
  if (!sameKey) return false;
  if (sameKey.name === '_id_') return true;
  if (sameKey.name !== spec.name) throw new MongoFault(85, `Index already exists with a different name: ${sameKey.name}`);
  const { id: _id, ...known } = sameKey;
  if (!isSame(known, spec)) throw new MongoFault(85, `An equivalent index already exists with the same name but different options. Requested index: ${JSON.stringify(spec)}`);
  return true;
}

function createIndexes({ storage }: Session, request: Request): Promise<Doc> {
  const name = textOf(request, 'createIndexes');
  const specs = (request.plain.indexes as Doc[]).map(indexSpec);
  return storage.write(() => {
    const createdCollectionAutomatically = !storage.find(request.database, name);
    const collection = storage.ensure(request.database, name);
    const numIndexesBefore = collection.indexes.length;
    for (const spec of specs) if (!exists(collection, spec)) storage.addIndex(collection, spec);
    return { numIndexesBefore, numIndexesAfter: collection.indexes.length, createdCollectionAutomatically };
  });
}

function dropIndexes(session: Session, request: Request): Promise<Doc> {
  const collection = collectionOf(session, request, 'dropIndexes');
  const wanted = request.plain.index;
  const nIndexesWas = collection.indexes.length;
  const chosen = collection.indexes.filter(({ name, key }) => (wanted === '*' ? name !== '_id_' : [wanted].flat().some((one) => one === name || JSON.stringify(one) === JSON.stringify(key))));
  if (chosen.length === 0 && wanted !== '*') throw new MongoFault(27, `index not found with name [${JSON.stringify(wanted)}]`);
  if (chosen.some(({ name }) => name === '_id_')) throw new MongoFault(72, 'cannot drop _id index');
  return session.storage.write(() => {
    for (const index of chosen) session.storage.dropIndex(collection, index);
    return { nIndexesWas };
  });
}

function listIndexes(session: Session, request: Request): Doc {
  const collection = collectionOf(session, request, 'listIndexes');
  const rows = collection.indexes.map(({ id: _id, unique, ...index }) => ({ v: 2, ...index, ...(unique && index.name !== '_id_' && { unique }) }));
  return firstBatch(session, `${request.database}.${collection.name}`, encoded(rows), (request.plain.cursor as Doc | undefined)?.batchSize);
}

const HELLO: CommandSpec = { run: hello, fields: ['client', 'compression', 'helloOk', 'speculativeAuthenticate', 'saslSupportedMechs', 'backpressure', 'loadBalanced', 'topologyVersion', 'maxAwaitTimeMS'] };
export const ADMIN_COMMANDS: Readonly<Record<string, CommandSpec>> = {
  hello: HELLO, isMaster: HELLO, ismaster: HELLO,
  ping: { run: () => ({}), fields: [] },
  endSessions: { run: () => ({}), fields: [] },
  buildInfo: { run: () => ({ version: VERSION, versionArray: VERSION.split('.').map(Number), bits: 64, modules: ['heatmatch-embedded'] }), fields: [] },
  create: { run: create, fields: [] },
  drop: { run: drop, fields: [] },
  dropDatabase: { run: dropDatabase, fields: [] },
  listDatabases: { run: listDatabases, fields: ['filter', 'nameOnly', 'authorizedDatabases'] },
  listCollections: { run: listCollections, fields: ['filter', 'nameOnly', 'cursor', 'authorizedCollections'] },
  createIndexes: { run: createIndexes, fields: ['indexes', 'commitQuorum'] },
  dropIndexes: { run: dropIndexes, fields: ['index'] },
  listIndexes: { run: listIndexes, fields: ['cursor'] },
};
