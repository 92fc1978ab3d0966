import { asDoc, decodeExact, decodePlain, encode, isDocument, isOperators, pick, type Doc } from '../mongodb-language/bson-value.js';
import { asFault, fail } from '../mongodb-language/mongo-fault.js';
import { projector } from '../mongodb-language/query.js';
import { compileChange, identified, upserted, type Change } from '../mongodb-language/update.js';
import { search } from './plan.js';
import { checkOptions, firstBatch, namespaceOf, type Commands, type Request, type Session } from './session.js';

type Namespace = readonly [database: string, collection: string];
type Kind = 'insert' | 'update' | 'delete';
/** One write on one collection; `plain` names its parts as bulkWrite does, `exact` holds what is stored. */
interface Write { readonly kind: Kind, namespace: Namespace, plain: Doc, exact: Doc, lets?: unknown, document?: Buffer | undefined }
/** `before` and `after` are of the last document. */
interface Outcome { readonly kind: Kind, n: number, nModified?: number, upserted?: { _id: unknown }, before?: Buffer | undefined, after?: Buffer }

const firstOf = <T>(rows: Iterable<T>): T[] => { for (const row of rows) return [row]; return []; };
function insertOne({ storage }: Session, namespace: Namespace, given: Buffer): Outcome {
  const after = identified(given);
  storage.put(storage.ensure(...namespace), undefined, after);
  return { kind: 'insert', n: 1, after };
}
/** All rows of `multi` are found before the first is changed; bytes that stay the same are not written and do not count as modified. */
function run(session: Session, { kind, namespace, plain, exact, lets, document }: Write): Outcome {
  const { filter, sort, hint, multi, upsert, arrayFilters = [] } = plain, { storage } = session;
  if (kind === 'insert') return insertOne(session, namespace, document ?? encode(asDoc(exact.document)));
  if (multi && sort) fail(9, 'Cannot specify sort with multi=true');
  const update = (Array.isArray(plain.updateMods) ? plain.updateMods : exact.updateMods) as Change['update'];
  const isRemoval = kind === 'delete', change: Change = { filter: asDoc(filter), update, arrayFilters: arrayFilters as Doc[], lets };
  if (!isRemoval && !isDocument(update) && !Array.isArray(update)) fail(9, 'Update argument must be either an object or an array');
  if (multi && isDocument(update) && !isOperators(update)) fail(9, 'multi update is not supported for replacement-style update');
  const alter = isRemoval ? undefined : compileChange(change), collection = storage.collections.get(namespace.join('.'));
  const found = search(storage, collection, { filter, sort, hint, lets, keep: multi ? Infinity : 1, fields: [] });
  const rows = multi ? [...found] : firstOf(found);
  if (rows.length === 0 && upsert && alter) {
    const doc = upserted(asDoc(exact.filter), change, alter);
    return { ...insertOne(session, namespace, encode(doc)), kind, upserted: { _id: doc._id }, nModified: 0 };
  }
  let [nModified, after] = [0, undefined as Buffer | undefined];
  for (const row of rows) {
    after = alter && encode(alter(decodeExact(row.bytes), false));
    if (!collection || after?.equals(row.bytes)) continue;
    storage.put(collection, row, after);
    nModified += 1;
  }
  return { kind, n: rows.length, ...(alter && { nModified }), before: rows.at(-1)?.bytes, ...(after && { after }) };
}
/** Statements one by one in one transaction; the first fault ends an ordered batch, an unordered one goes on. */
async function runAll(session: Session, { plain: { ordered }, statements }: Request, writeOf: (statement: Buffer) => Write) {
  const isBatch = statements.length > 0 && statements.every((one) => Buffer.isBuffer(one));
  if (!isBatch) fail(16, 'Write batch sizes must be between 1 and 100000, of documents.');
  const outcomes: [index: number, outcome: Outcome][] = [], errors: Doc[] = [];
  await session.storage.write(() => {
    for (const [index, statement] of statements.entries()) {
      try {
        outcomes.push([index, run(session, writeOf(statement))]);
      } catch (error) {
        const { code, message, detail } = asFault(error);
        errors.push({ index, code, errmsg: message, ...detail });
        if (ordered !== false) break;
      }
    }
  });
  const total = (kind: Kind, count: (outcome: Outcome) => unknown): number =>
    outcomes.reduce((sum, [, one]) => sum + (one.kind === kind ? Number(count(one) ?? 0) : 0), 0);
  return { outcomes, errors, total, writeErrors: errors.length > 0 ? { writeErrors: errors } : {} };
}
/** Of most updates the plain form is not asked for: that is most bytes of the statement. */
function decodeBoth(statement: Buffer, update: string): { plain: Doc; exact: Doc } {
  const exact = decodeExact(statement), isNeeded = Array.isArray(exact[update]);
  return { exact, plain: decodePlain(isNeeded ? statement : pick(statement, (name) => name !== update && name !== 'document')) };
}
/** What the driver's client.bulkWrite sends: writes on many collections in one command, their results as a cursor. */
async function bulkWrite(session: Session, request: Request): Promise<Doc> {
  const { nsInfo, let: lets, errorsOnly, cursor } = request.plain;
  const { outcomes, errors, total } = await runAll(session, request, (statement) => {
    const { plain, exact } = decodeBoth(statement, 'updateMods'), [kind] = Object.keys(plain) as [Kind];
    const [, database, collection] = /^([^.]+)\.(.+)$/s.exec(String(asDoc((nsInfo as Doc[])[Number(plain[kind])]).ns)) ?? [];
    checkOptions(kind, 'document filter updateMods multi upsert hint arrayFilters sort', plain);
    if (!database || !collection) return fail(2, 'BulkWrite ops entry has an invalid nsInfo index');
    return { kind, namespace: [database, collection], plain, exact, lets };
  });
  const done = outcomes.map(([idx, { n, nModified, upserted: made }]) => ({ ok: 1, idx, n, nModified, upserted: made }));
  const failed = errors.map(({ index, ...error }) => ({ ok: 0, idx: Number(index), ...error, n: 0 }));
  const rows = [...(errorsOnly ? [] : done), ...failed].sort((a, b) => a.idx - b.idx).map(encode);
  return {
    ...firstBatch(session, 'admin.$cmd.bulkWrite', rows, asDoc(cursor).batchSize ?? Infinity), nErrors: errors.length,
    nInserted: total('insert', ({ n }) => n), nDeleted: total('delete', ({ n }) => n),
    nUpserted: total('update', (one) => one.upserted !== undefined), nMatched: total('update', (one) => (one.upserted ? 0 : one.n)),
    nModified: total('update', ({ nModified }) => nModified),
  };
}
const FIND_AND_MODIFY: Commands[string] = ['query sort remove update new fields upsert arrayFilters hint let', (session, request) => {
  const { plain: { query: filter, update: updateMods, fields, let: lets, ...plain }, exact } = request;
  const namespace = namespaceOf(request), project = projector(asDoc(fields)), kind = plain.remove ? 'delete' : 'update';
  const write: Write = { kind, namespace, lets, plain: { ...plain, filter, updateMods }, exact: { filter: exact.query, updateMods: exact.update } };
  return session.storage.write(() => {
    const { n, upserted: made, before, after } = run(session, write), value = plain.new ? after : before;
    const lastErrorObject = { n, ...(kind === 'update' && { updatedExisting: n > 0 && !made }), ...(made && { upserted: made._id }) };
    return { lastErrorObject, value: value ? decodeExact(project(value)) : null };
  });
}];
export const WRITE_COMMANDS: Commands = {
  insert: ['documents ordered', async (session, request) => {
    const write = { kind: 'insert', namespace: namespaceOf(request), plain: {}, exact: {} } as const;
    const { writeErrors, total } = await runAll(session, request, (document) => ({ ...write, document }));
    return { n: total('insert', ({ n }) => n), ...writeErrors };
  }],
  update: ['updates ordered let', async (session, request) => {
    const namespace = namespaceOf(request), { let: lets } = request.plain;
    const { outcomes, writeErrors, total } = await runAll(session, request, (statement) => {
      const { plain: { q: filter, u: updateMods, ...plain }, exact } = decodeBoth(statement, 'u');
      checkOptions('updates', 'multi upsert hint arrayFilters sort', plain);
      return { kind: 'update', namespace, lets, plain: { ...plain, filter, updateMods }, exact: { filter: exact.q, updateMods: exact.u } };
    });
    const made = outcomes.flatMap(([index, one]) => (one.upserted ? [{ index, ...one.upserted }] : []));
    const counts = { n: total('update', ({ n }) => n), nModified: total('update', ({ nModified }) => nModified) };
    return { ...counts, ...(made.length > 0 && { upserted: made }), ...writeErrors };
  }],
  delete: ['deletes ordered let', async (session, request) => {
    const namespace = namespaceOf(request), { let: lets } = request.plain;
    const { writeErrors, total } = await runAll(session, request, (statement) => {
      const { q: filter, limit, ...plain } = decodePlain(statement);
      checkOptions('deletes', 'hint', plain);
      return { kind: 'delete', namespace, lets, plain: { ...plain, filter, multi: limit !== 1 }, exact: {} };
    });
    return { n: total('delete', ({ n }) => n), ...writeErrors };
  }],
  bulkWrite: ['ops nsInfo ordered let errorsOnly cursor', bulkWrite], findAndModify: FIND_AND_MODIFY, findandmodify: FIND_AND_MODIFY,
};
