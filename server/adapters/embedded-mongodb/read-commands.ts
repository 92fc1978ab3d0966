import { Long } from 'bson';
import { asDoc, encode, isDocument, orderKey, type Doc } from './bson-value.js';
import { fail, unsupported } from './mongo-fault.js';
import { search, type Match, type Search, type Work } from './plan.js';
import { fieldsRead, idFirst, projector, runPipeline, valuesAt } from './query.js';
import { firstBatch, namespaceOf, nextBatch, type Command, type Request, type Session } from './session.js';

/** The rows of find, count and distinct; the caller reads `fields` of their documents. */
function* found({ storage }: Session, { database, plain }: Request, name: unknown, fields: unknown = [], work?: Work): Generator<Match> {
  const { filter = plain.query, sort, hint, let: lets, skip = 0, limit = 0 } = plain;
  if (Number(skip) < 0) fail(51024, `BSON field 'skip' value must be >= 0, actual value '${String(skip)}'`);
  const end = Number(skip) + (Math.abs(Number(limit)) || Infinity);
  const rows = search(storage, storage.collections.get(`${database}.${String(name)}`), { filter, sort, hint, lets, keep: end, fields, work });
  let at = 0;
  for (const row of rows) {
    if ((at += 1) > Number(skip)) yield row;
    if (at >= end) return;
  }
}
function find(session: Session, request: Request): Doc {
  const { plain } = request, namespace = namespaceOf(request);
  if (plain.tailable || plain.awaitData) fail(2, 'error processing query: tailable cursor requested on non capped collection');
  const project = projector(asDoc(plain.projection));
  const rows = found(session, request, namespace[1]);
  const answers = (function* () { for (const { bytes } of rows) yield project(bytes); })();
  return firstBatch(session, namespace.join('.'), answers, plain.batchSize, Boolean(plain.singleBatch) || Number(plain.limit) < 0);
}
function getMore({ cursors }: Session, { plain }: Request): Doc {
  const id = BigInt(String(plain.getMore));
  const cursor = cursors.get(id) ?? fail(43, `cursor id ${id} not found`);
  const batch = nextBatch(cursor, Number(plain.batchSize ?? 0) || Infinity);
  if (!cursor.next) cursors.delete(id);
  return { cursor: { nextBatch: batch, id: Long.fromBigInt(cursor.next ? id : 0n), ns: cursor.namespace } };
}
function killCursors({ cursors }: Session, { plain }: Request): Doc {
  const ids = (plain.cursors as unknown[]).map((id) => BigInt(String(id)));
  const cursorsKilled = ids.filter((id) => cursors.delete(id));
  return { cursorsKilled, cursorsNotFound: ids.filter((id) => !cursorsKilled.includes(id)), cursorsAlive: [], cursorsUnknown: [] };
}
function aggregate(session: Session, { plain, database }: Request): Doc {
  const { aggregate: name, pipeline, cursor, hint, let: lets } = plain;
  if (!Array.isArray(pipeline) || !pipeline.every(isDocument)) return fail(14, "'pipeline' option must be specified as an array of objects");
  const documents = function* (from: unknown, wanted: Search): Generator<Doc> {
    for (const { doc } of search(session.storage, session.storage.collections.get(`${database}.${String(from)}`), wanted)) yield doc;
  };
  const filter = isDocument(pipeline[0]?.$match) ? pipeline[0].$match : undefined;
  // What a group does not read, nothing after it reads.
  const last = pipeline.findIndex((stage) => '$group' in stage || '$count' in stage);
  const fields = last >= 0 && fieldsRead(pipeline.slice(0, last + 1)) ? pipeline.slice(0, last + 1) : undefined;
  const rows = runPipeline(documents(name, { filter, hint, lets, fields }), pipeline.slice(filter ? 1 : 0), lets, (from) => [...documents(from, {})]);
  const answers = (function* () { for (const row of rows) yield encode(idFirst(row)); })();
  return firstBatch(session, `${database}.${typeof name === 'string' ? name : '$cmd.aggregate'}`, answers, asDoc(cursor).batchSize);
}
function count(session: Session, request: Request): Doc {
  const { plain, database } = request, collection = session.storage.collections.get(`${database}.${String(plain.count)}`);
  const isWhole = Object.keys(asDoc(plain.query)).length === 0 && !plain.skip && !plain.limit;
  return { n: collection && isWhole ? session.storage.count(collection) : [...found(session, request, plain.count)].length };
}
function distinct(session: Session, request: Request): Doc {
  const path = String(request.plain.key).split('.');
  const values = [...found(session, request, request.plain.distinct, path)].flatMap(({ doc }) => valuesAt(doc, path).flat());
  return { values: [...new Map(values.filter((one) => one !== undefined).map((one) => [JSON.stringify(orderKey(one)), one])).values()] };
}
function explain(session: Session, request: Request): Doc {
  const plain = asDoc(request.plain.explain), [[command = '', name] = []] = Object.entries(plain);
  if (!['find', 'count', 'distinct'].includes(command)) unsupported(`explain of ${command}`);
  const work: Work = { keysExamined: 0, documentsExamined: 0 };
  const nReturned = [...found(session, { ...request, plain }, name, [], work)].length;
  const fetch = { stage: 'FETCH', inputStage: { stage: 'IXSCAN', indexName: work.index?.name, keyPattern: work.index?.key } };
  const queryPlanner = { namespace: `${request.database}.${String(name)}`, winningPlan: work.index ? fetch : { stage: 'COLLSCAN' }, rejectedPlans: [] };
  const totals = { totalKeysExamined: work.keysExamined, totalDocsExamined: work.documentsExamined };
  return { queryPlanner, executionStats: { executionSuccess: true, nReturned, ...totals } };
}

export const READ_COMMANDS: Readonly<Record<string, Command>> = {
  find: { run: find, options: 'filter projection sort skip limit batchSize singleBatch hint let tailable awaitData' },
  aggregate: { run: aggregate, options: 'pipeline cursor hint let' }, count: { run: count, options: 'query limit skip hint' },
  distinct: { run: distinct, options: 'key query hint' }, explain: { run: explain, options: 'verbosity' },
  getMore: { run: getMore, options: 'collection batchSize' }, killCursors: { run: killCursors, options: 'cursors' },
};
