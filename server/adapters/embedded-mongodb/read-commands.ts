import { Long } from 'bson';
import { decodeExact, decodePlain, encode, isDocument, orderKey, type Doc } from './bson-value.js';
import { MongoFault, unsupported } from './mongo-fault.js';
import { matching, type Match, type Work } from './plan.js';
import { idFirst, projector, runPipeline, sortBy, valuesAt } from './query.js';
import { asDoc, collectionName, fillBatch, firstBatch, type Command, type Request, type Session } from './session.js';

function* page<T>(rows: Iterable<T>, skip: number, limit: number): Generator<T> {
  let at = 0;
  for (const row of rows) {
    if (at >= skip) yield row;
    at += 1;
    if (at >= skip + limit) return;
  }
}

/** Inclusion and exclusion pass exact values on untouched; expressions need plain numbers. */
export function projected(fields: unknown): (bytes: Uint8Array) => Uint8Array {
  const projection = asDoc(fields);
  if (Object.keys(projection).length === 0) return (bytes) => bytes;
  const [project, isExact] = [projector(projection), Object.values(projection).every((value) => !isDocument(value))];
  return (bytes) => encode(project(isExact ? decodeExact(bytes) : decodePlain(bytes)));
}

function found({ storage }: Session, { database, plain }: Request, name: string, work?: Work): Iterable<Match> {
  const [sort, skip, limit] = [asDoc(plain.sort), Number(plain.skip ?? 0), Math.abs(Number(plain.limit ?? 0)) || Infinity];
  if (skip < 0) throw new MongoFault(51024, `BSON field 'skip' value must be >= 0, actual value '${skip}'`);
  const options = { hint: plain.hint, lets: plain.let, ...(work && { work }) };
  const rows = matching(storage, storage.collections.get(`${database}.${name}`), asDoc(plain.filter ?? plain.query), options);
  return page(Object.keys(sort).length > 0 ? sortBy(rows, sort, ({ doc }) => doc, skip + limit) : rows, skip, limit);
}

function find(session: Session, request: Request): Doc {
  const [{ plain, database }, name] = [request, collectionName(request)];
  if (plain.tailable || plain.awaitData) throw new MongoFault(2, 'error processing query: tailable cursor requested on non capped collection');
  const project = projected(plain.projection);
  const rows = (function* () { for (const { bytes } of found(session, request, name)) yield project(bytes); })();
  return firstBatch(session, `${database}.${name}`, rows, plain.batchSize, Boolean(plain.singleBatch) || Number(plain.limit) < 0);
}

function getMore({ cursors }: Session, { plain }: Request): Doc {
  const id = BigInt(String(plain.getMore));
  const cursor = cursors.get(id);
  if (!cursor) throw new MongoFault(43, `cursor id ${id} not found`);
  const nextBatch = fillBatch(cursor, Number(plain.batchSize ?? 0) || Infinity);
  if (!cursor.next) cursors.delete(id);
  return { cursor: { nextBatch, id: Long.fromBigInt(cursor.next ? id : 0n), ns: cursor.namespace } };
}

function killCursors({ cursors }: Session, { plain }: Request): Doc {
  const ids = (plain.cursors as unknown[]).map((id) => BigInt(String(id)));
  const cursorsKilled = ids.filter((id) => cursors.delete(id));
  return { cursorsKilled, cursorsNotFound: ids.filter((id) => !cursorsKilled.includes(id)), cursorsAlive: [], cursorsUnknown: [] };
}

function aggregate(session: Session, { plain, database }: Request): Doc {
  const { aggregate: name, pipeline, cursor, hint, let: lets } = plain;
  if (!Array.isArray(pipeline) || !pipeline.every(isDocument)) throw new MongoFault(14, "'pipeline' option must be specified as an array of objects");
  const documents = function* (from: string, filter: Doc, options = {}): Generator<Doc> {
    for (const { doc } of matching(session.storage, session.storage.collections.get(`${database}.${from}`), filter, options)) yield doc;
  };
  const filter = isDocument(pipeline[0]?.$match) ? pipeline[0].$match : undefined;
  const rows = runPipeline(documents(String(name), filter ?? {}, { hint, lets }), filter ? pipeline.slice(1) : pipeline, (from) => [...documents(from, {})], lets);
  const encoded = (function* () { for (const row of rows) yield encode(idFirst(row)); })();
  return firstBatch(session, `${database}.${typeof name === 'string' ? name : '$cmd.aggregate'}`, encoded, asDoc(cursor).batchSize);
}

function count(session: Session, request: Request): Doc {
  const [{ plain, database }, name] = [request, collectionName(request)];
  const collection = session.storage.collections.get(`${database}.${name}`);
  const isWhole = Object.keys(asDoc(plain.query)).length === 0 && !plain.skip && !plain.limit;
  return { n: collection && isWhole ? session.storage.count(collection) : [...found(session, request, name)].length };
}

function distinct(session: Session, request: Request): Doc {
  const path = String(request.plain.key).split('.');
  const values = [...found(session, request, collectionName(request))].flatMap(({ doc }) => valuesAt(doc, path).flat()).filter((value) => value !== undefined);
  return { values: [...new Map(values.map((value) => [JSON.stringify(orderKey(value)), value])).values()] };
}

function explain(session: Session, request: Request): Doc {
  const plain = asDoc(request.plain.explain);
  const [[command = '', name] = []] = Object.entries(plain);
  if (!['find', 'count', 'distinct'].includes(command)) throw unsupported(`explain of ${command}`);
  const work: Work = { keysExamined: 0, documentsExamined: 0 };
  const nReturned = [...found(session, { ...request, plain }, String(name), work)].length;
  const winningPlan = work.index ? { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: work.index.name, keyPattern: work.index.key } } : { stage: 'COLLSCAN' };
  return { queryPlanner: { namespace: `${request.database}.${String(name)}`, winningPlan, rejectedPlans: [] },
    executionStats: { executionSuccess: true, nReturned, totalKeysExamined: work.keysExamined, totalDocsExamined: work.documentsExamined } };
}

export const READ_COMMANDS: Readonly<Record<string, Command>> = {
  find: { run: find, options: 'filter projection sort skip limit batchSize singleBatch hint let tailable awaitData' },
  aggregate: { run: aggregate, options: 'pipeline cursor hint let' }, count: { run: count, options: 'query limit skip hint' },
  distinct: { run: distinct, options: 'key query hint' }, explain: { run: explain, options: 'verbosity' },
  getMore: { run: getMore, options: 'collection batchSize' }, killCursors: { run: killCursors, options: 'cursors' },
};
