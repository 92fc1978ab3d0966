import { Long } from 'bson';
import { asDoc, encode, isDocument, orderKey, type Doc } from '../mongodb-language/bson-value.js';
import { fail, unsupported } from '../mongodb-language/mongo-fault.js';
import { fieldsRead, idFirst, projector, runPipeline, valuesAt } from '../mongodb-language/query.js';
import { search, type Match, type Search, type Work } from './plan.js';
import { firstBatch, namespaceOf, nextBatch, type Commands, type Request, type Session } from './session.js';

const collectionOf = ({ storage }: Session, { database }: Request, name: unknown) => storage.collections.get(`${database}.${String(name)}`);
/** The rows of find, count and distinct; the caller reads `fields` of their documents. */
function found(session: Session, request: Request, name: unknown, fields: unknown = [], work?: Work): Generator<Match> {
  const { filter = request.plain.query, let: lets, ...options } = request.plain;
  return search(session.storage, collectionOf(session, request, name), { ...options as Search, filter, lets, fields }, work);
}
function* each<T>(rows: Iterable<T>, bytesOf: (row: T) => Uint8Array): Generator<Uint8Array> { for (const row of rows) yield bytesOf(row); }

export const READ_COMMANDS: Commands = {
  find: ['filter projection sort skip limit batchSize singleBatch hint let tailable awaitData', (session, request) => {
    const { find, projection, limit, batchSize, singleBatch, tailable, awaitData } = request.plain, project = projector(asDoc(projection));
    if (tailable || awaitData) fail(2, 'error processing query: tailable cursor requested on non capped collection');
    const rows = each(found(session, request, find), ({ bytes }) => project(bytes));
    return firstBatch(session, namespaceOf(request), rows, batchSize, Boolean(singleBatch) || Number(limit) < 0);
  }],
  getMore: ['collection batchSize', ({ cursors }, { plain }) => {
    const id = BigInt(String(plain.getMore)), cursor = cursors.get(id) ?? fail(43, `cursor id ${id} not found`);
    const batch = nextBatch(cursor, Number(plain.batchSize ?? 0) || Infinity);
    if (!cursor.next) cursors.delete(id);
    return { cursor: { nextBatch: batch, id: Long.fromBigInt(cursor.next ? id : 0n), ns: cursor.namespace } };
  }],
  killCursors: ['cursors', ({ cursors }, { plain }) => {
    const ids = (plain.cursors as unknown[]).map((id) => BigInt(String(id))), cursorsKilled = ids.filter((id) => cursors.delete(id));
    return { cursorsKilled, cursorsNotFound: ids.filter((id) => !cursorsKilled.includes(id)), cursorsAlive: [], cursorsUnknown: [] };
  }],
  aggregate: ['pipeline cursor hint let', (session, request) => {
    const { aggregate: name, cursor, hint, let: lets, pipeline } = request.plain;
    if (!Array.isArray(pipeline) || !pipeline.every(isDocument)) fail(14, "'pipeline' option must be specified as an array of objects");
    const documents = function* (from: unknown, wanted: Search): Generator<Doc> {
      for (const { doc } of search(session.storage, collectionOf(session, request, from), wanted)) yield doc;
    };
    // What a group does not read, nothing after it reads.
    const filter = pipeline[0]?.$match, upToGroup = pipeline.slice(0, pipeline.findIndex((stage) => '$group' in stage || '$count' in stage) + 1);
    const fields = upToGroup.length > 0 && fieldsRead(upToGroup) ? upToGroup : undefined;
    const source = documents(name, { filter, hint, lets, fields }), stages = pipeline.slice(filter ? 1 : 0);
    const rows = runPipeline(source, stages, lets, (from) => [...documents(from, {})]);
    const namespace = typeof name === 'string' ? namespaceOf(request) : `${request.database}.$cmd.aggregate`;
    return firstBatch(session, namespace, each(rows, (row) => encode(idFirst(row))), asDoc(cursor).batchSize);
  }],
  count: ['query limit skip hint', (session, request) => {
    const { query, skip, limit, count } = request.plain, collection = collectionOf(session, request, count);
    const isWhole = collection && Object.keys(asDoc(query)).length === 0 && !skip && !limit;
    return { n: isWhole ? session.storage.count(collection) : [...found(session, request, count)].length };
  }],
  distinct: ['key query hint', (session, request) => {
    const path = String(request.plain.key).split('.'), rows = [...found(session, request, request.plain.distinct, path)];
    const values = rows.flatMap(({ doc }) => valuesAt(doc, path).flat()).filter((value) => value !== undefined);
    return { values: [...new Map(values.map((value) => [JSON.stringify(orderKey(value)), value])).values()] };
  }],
  explain: ['verbosity', (session, request) => {
    const plain = asDoc(request.plain.explain), [[command = '', name] = []] = Object.entries(plain), work: Work = { keys: 0, documents: 0 };
    if (!['find', 'count', 'distinct'].includes(command)) unsupported(`explain of ${command}`);
    const nReturned = [...found(session, { ...request, plain }, name, [], work)].length, { index, keys, documents } = work;
    const inputStage = { stage: 'IXSCAN', indexName: index?.name, keyPattern: index?.key };
    const winningPlan = index ? { stage: 'FETCH', inputStage } : { stage: 'COLLSCAN' };
    return { queryPlanner: { namespace: `${request.database}.${String(name)}`, winningPlan, rejectedPlans: [] },
      executionStats: { executionSuccess: true, nReturned, totalKeysExamined: keys, totalDocsExamined: documents } };
  }],
};
