import { asDoc, encode, type Doc } from '../mongodb-language/bson-value.js';
import type { Index } from '../mongodb-language/index-keys.js';
import { fail, unsupported } from '../mongodb-language/mongo-fault.js';
import { compileFilter } from '../mongodb-language/query.js';
import { firstBatch, namespaceOf, type Commands, type Request, type Session } from './session.js';
import type { Collection } from './storage.js';

/** MongoDB 8.0, wire version 25: the first whose drivers send bulkWrite. */
const hello = (): Doc => ({
  helloOk: true, ismaster: true, isWritablePrimary: true, readOnly: false, minWireVersion: 0, maxWireVersion: 25, localTime: new Date(),
  maxBsonObjectSize: 16 * 1024 * 1024, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000, logicalSessionTimeoutMinutes: 30,
});
const HELLO = ['client compression helloOk speculativeAuthenticate saslSupportedMechs backpressure loadBalanced', hello] as const;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const ofDatabase = ({ storage }: Session, { database }: Request) => [...storage.collections.values()].filter((one) => one.database === database);
const lookUp = ({ storage }: Session, request: Request): Collection | undefined => storage.collections.get(namespaceOf(request));
const known = (session: Session, request: Request): Collection =>
  lookUp(session, request) ?? fail(26, `ns does not exist: ${namespaceOf(request)}`);

const INDEX_OPTIONS = ['key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds'];
function indexSpec(given: Doc): Omit<Index, 'id'> {
  const unknown = Object.keys(given).find((option) => ![...INDEX_OPTIONS, 'background', 'v', 'ns'].includes(option));
  if (unknown === 'collation') unsupported('collation');
  if (unknown) fail(197, `The field '${unknown}' is not valid for an index specification.`);
  const fields = Object.entries(asDoc(given.key)), special = fields.find(([path, sign]) => Math.abs(Number(sign)) !== 1 || path.includes('$**'));
  if (fields.length === 0) fail(67, 'Index keys cannot be an empty object.');
  if (special) fail(67, `Unknown index plugin '${String(special[1])}': the embedded store has ascending and descending indexes only`);
  compileFilter(asDoc(given.partialFilterExpression));
  const set = INDEX_OPTIONS.filter((option) => given[option] !== undefined && given[option] !== false);
  return Object.fromEntries(set.map((option) => [option, given[option]])) as never;
}
/** True where the same index exists; the conflicts are MongoDB's. */
function exists({ indexes }: Collection, spec: Omit<Index, 'id'>): boolean {
  const [sameName, sameKey] = [indexes.find(({ name }) => name === spec.name), indexes.find(({ key }) => isSame(key, spec.key))];
  const isEqual = sameKey && INDEX_OPTIONS.every((option) => isSame(sameKey[option as 'name'], spec[option as 'name']));
  if (sameName && sameName !== sameKey) fail(86, `An existing index has the same name as the requested index: ${JSON.stringify(spec)}`);
  if (!sameKey || sameKey.name === '_id_') return sameKey !== undefined;
  if (!sameName) fail(85, `Index already exists with a different name: ${sameKey.name}`);
  return isEqual || fail(85, `An equivalent index already exists with the same name but different options: ${JSON.stringify(spec)}`);
}

export const ADMIN_COMMANDS: Commands = {
  hello: HELLO, isMaster: HELLO, ismaster: HELLO, ping: ['', () => ({})], endSessions: ['', () => ({})],
  buildInfo: ['', () => ({ version: '8.0.0', versionArray: [8, 0, 0, 0], bits: 64, modules: ['heatmatch-embedded'] })],
  create: ['', (session, request) => {
    if (lookUp(session, request)) fail(48, `Collection ${namespaceOf(request)} already exists.`);
    return session.storage.write(() => (session.storage.ensure(namespaceOf(request)), {}));
  }],
  drop: ['', (session, request) => {
    const collection = lookUp(session, request);
    return session.storage.write(() => (collection && session.storage.drop(collection), { nIndexesWas: collection?.indexes.length ?? 0 }));
  }],
  dropDatabase: ['', (session, request) =>
    session.storage.write(() => (ofDatabase(session, request).forEach((one) => session.storage.drop(one)), { dropped: request.database }))],
  listDatabases: ['filter nameOnly authorizedDatabases', ({ storage }, { plain }) => {
    const names = [...new Set([...storage.collections.values()].map(({ database }) => database))].sort();
    const databases = names.map((name) => ({ name, sizeOnDisk: 0, empty: false })).filter(compileFilter(asDoc(plain.filter)));
    return plain.nameOnly ? { databases: databases.map(({ name }) => ({ name })) } : { databases, totalSize: 0 };
  }],
  listCollections: ['filter nameOnly cursor authorizedCollections', (session, request) => {
    const { plain, database } = request, idIndex = { v: 2, key: { _id: 1 }, name: '_id_' };
    const rows = ofDatabase(session, request).map(({ name }) => ({ name, type: 'collection', options: {}, info: { readOnly: false }, idIndex }))
      .filter(compileFilter(asDoc(plain.filter))).map((row) => encode(plain.nameOnly ? { name: row.name, type: row.type } : row));
    return firstBatch(session, `${database}.$cmd.listCollections`, rows, asDoc(plain.cursor).batchSize);
  }],
  createIndexes: ['indexes commitQuorum', (session, request) => {
    const specs = (request.plain.indexes as Doc[]).map(indexSpec);
    return session.storage.write(() => {
      const createdCollectionAutomatically = !lookUp(session, request), collection = session.storage.ensure(namespaceOf(request));
      const numIndexesBefore = collection.indexes.length;
      for (const spec of specs) if (!exists(collection, spec)) session.storage.addIndex(collection, spec);
      return { numIndexesBefore, numIndexesAfter: collection.indexes.length, createdCollectionAutomatically };
    });
  }],
  dropIndexes: ['index', (session, request) => {
    const { indexes } = known(session, request), wanted = [request.plain.index].flat(), nIndexesWas = indexes.length;
    const chosen = indexes.filter(({ name, key }) => (wanted[0] === '*' ? name !== '_id_' : wanted.some((one) => one === name || isSame(one, key))));
    if (chosen.length === 0 && wanted[0] !== '*') fail(27, `index not found with name [${wanted.map((one) => JSON.stringify(one)).join()}]`);
    if (chosen.some(({ name }) => name === '_id_')) fail(72, 'cannot drop _id index');
    return session.storage.write(() => (chosen.forEach((index) => session.storage.dropIndex(indexes, index)), { nIndexesWas }));
  }],
  listIndexes: ['cursor', (session, request) => {
    const rows = known(session, request).indexes.map((index) =>
      encode({ v: 2, ...index, id: undefined, isLoose: undefined, ...(index.name === '_id_' && { unique: undefined }) }));
    return firstBatch(session, namespaceOf(request), rows, asDoc(request.plain.cursor).batchSize);
  }],
};
