import { Long } from 'bson';
import { decodeExact, decodePlain, isDocument, orderKey, type Doc } from './bson-value.js';
import { MongoFault } from './mongo-fault.js';
import { matching, type Match, type Work } from './plan.js';
import { compareSortKeys, isPlainProjection, projector, runPipeline, sortKeyOf, valuesAt } from './query.js';
import { encoded, fillBatch, firstBatch, textOf, type CommandSpec, type Request, type Session } from './request.js';

const asDoc = (value: unknown): Doc => (isDocument(value) ? value : {});

export function sorted(rows: Iterable<Match>, sort: Doc, keep = Infinity): Match[] {
  const compare = compareSortKeys(sort);
  let keyed: { row: Match; key: unknown[] }[] = [];
  for (const row of rows) {
    keyed.push({ row, key: sortKeyOf(row.doc, sort) });
    // Keeps the memory of a sorted page small.
    if (keyed.length > 2 * keep + 1000) keyed = keyed.sort((a, b) => compare(a.key, b.key)).slice(0, keep);
  }
  return keyed.sort((a, b) => compare(a.key, b.key)).slice(0, keep).map(({ row }) => row);
}

function* page<T>(rows: Iterable<T>, skip: number, limit: number): Generator<T> {
  let at = 0;
  if (limit <= 0) return;
  for (const row of rows) {
    at += 1;
    if (at > skip) yield row;
    if (at >= skip + limit) return;
  }
}

export function projected(fields: unknown): (row: Pick<Match, 'bytes'>) => Doc {
  const projection = asDoc(fields);
  if (Object.keys(projection).length === 0) return ({ bytes }) => decodeExact(bytes);
  const project = projector(projection);
  const decode = isPlainProjection(projection) ? decodeExact : decodePlain;
  return ({ bytes }) => project(decode(bytes));
}

function found({ storage }: Session, { database, plain }: Request, name: string, work?: Work): Generator<Match> {
  const [filter, sort] = [asDoc(plain.filter ?? plain.query), asDoc(plain.sort)];
  const [skip, limit] = [Number(plain.skip ?? 0), Math.abs(Number(plain.limit ?? 0)) || Infinity];
  if (skip < 0) throw new MongoFault(51024, `BSON field 'skip' value must be >= 0, actual value '${skip}'`);
  const variables = asDoc(plain.let);
  const rows = matching(storage, storage.find(database, name), filter, { hint: plain.hint, variables, ...(work && { work }) });
  return page(Object.keys(sort).length > 0 ? sorted(rows, sort, skip + limit) : rows, skip, limit);
}

function find(session: Session, request: Request): Doc {
  const { plain, database } = request;
  const name = textOf(request, 'find');
  if (plain.tailable || plain.awaitData) throw new MongoFault(2, 'error processing query: tailable cursor requested on non capped collection');
  const project = projected(plain.projection);
  const rows = encoded((function* () { for (const row of found(session, request, name)) yield project(row); })());
  return firstBatch(session, `${database}.${name}`, rows, plain.batchSize, Boolean(plain.singleBatch) || Number(plain.limit ?? 0) < 0);
}

function getMore({ cursors }: Session, { plain }: Request): Doc {
  const id = BigInt(String(plain.getMore));
  const cursor = cursors.get(id);
  if (!cursor) throw new MongoFault(43, `cursor id ${id} not found`);
  cursor.usedAt = Date.now();
  const nextBatch = fillBatch(cursor, Number(plain.batchSize ?? 0) || Infinity);
  if (!cursor.next) cursors.delete(id);
  return { cursor: { nextBatch, id: Long.fromBigInt(cursor.next ? id : 0n), ns: cursor.namespace } };
}

function killCursors({ cursors }: Session, { plain }: Request): Doc {
  const ids = (plain.cursors as unknown[]).map((id) => BigInt(String(id)));
  const killed = ids.filter((id) => cursors.delete(id)).map((id) => Long.fromBigInt(id));
  return { cursorsKilled: killed, cursorsNotFound: ids.map((id) => Long.fromBigInt(id)).filter((id) => !killed.some((other) => other.equals(id))),
    cursorsAlive: [], cursorsUnknown: [] };
}

function aggregate(session: Session, request: Request): Doc {
  const { storage } = session;
  const { plain, database } = request;
  const name = typeof plain.aggregate === 'string' ? plain.aggregate : '$cmd.aggregate';
  const pipeline = plain.pipeline as Doc[];
  if (!Array.isArray(pipeline) || !pipeline.every(isDocument)) throw new MongoFault(14, "'pipeline' option must be specified as an array of objects");
  const [first = {}] = pipeline;
  const filter = asDoc(first.$match);
  const all = function* (from: string, where: Doc, hint?: unknown): Generator<Doc> {
    for (const { doc } of matching(storage, storage.find(database, from), where, { hint, variables: asDoc(plain.let) })) yield doc;
  };
  const rows = runPipeline(all(name, filter, plain.hint), '$match' in first ? pipeline.slice(1) : pipeline, (from) => [...all(from, {})], asDoc(plain.let));
  return firstBatch(session, `${database}.${name}`, encoded(rows), asDoc(plain.cursor).batchSize);
}

function count(session: Session, request: Request): Doc {
  const collection = session.storage.find(request.database, textOf(request, 'count'));
  const isWhole = Object.keys(asDoc(request.plain.query)).length === 0 && !request.plain.skip && !request.plain.limit;
  if (isWhole) return { n: collection ? session.storage.count(collection) : 0 };
  return { n: [...found(session, request, textOf(request, 'count'))].length };
}

function distinct(session: Session, request: Request): Doc {
  const path = textOf(request, 'key').split('.');
  const values = new Map<string, unknown>();
  for (const { doc } of found(session, request, textOf(request, 'distinct'))) {
    for (const value of valuesAt(doc, path).flat()) if (value !== undefined) values.set(JSON.stringify(orderKey(value)), value);
  }
  return { values: [...values.values()] };
}

function explain(session: Session, request: Request): Doc {
  const plain = asDoc(request.plain.explain);
  const [command = ''] = Object.keys(plain);
  if (!['find', 'count', 'distinct'].includes(command)) throw new MongoFault(115, `explain of ${command} is not supported by the embedded store`);
  const work: Work = { keysExamined: 0, documentsExamined: 0 };
  const nReturned = [...found(session, { ...request, plain }, String(plain[command]), work)].length;
  const winningPlan = work.indexName ? { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: work.indexName } } : { stage: 'COLLSCAN', direction: 'forward' };
  return { queryPlanner: { namespace: `${request.database}.${String(plain[command])}`, winningPlan, rejectedPlans: [] },
    executionStats: { executionSuccess: true, nReturned, totalKeysExamined: work.keysExamined, totalDocsExamined: work.documentsExamined } };
}

export const READ_COMMANDS: Readonly<Record<string, CommandSpec>> = {
  find: { run: find, fields: ['filter', 'projection', 'sort', 'skip', 'limit', 'batchSize', 'singleBatch', 'hint', 'let', 'tailable', 'awaitData'] },
  getMore: { run: getMore, fields: ['collection', 'batchSize'] },
  killCursors: { run: killCursors, fields: ['cursors'] },
  aggregate: { run: aggregate, fields: ['pipeline', 'cursor', 'hint', 'let'] },
  count: { run: count, fields: ['query', 'limit', 'skip', 'hint'] },
  distinct: { run: distinct, fields: ['key', 'query', 'hint'] },
  explain: { run: explain, fields: ['verbosity'] },
};
