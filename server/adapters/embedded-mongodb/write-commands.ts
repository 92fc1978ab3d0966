import { asDoc, decodeExact, decodePlain, encode, pick, type Doc } from '../mongodb-language/bson-value.js';
import { asFault, fail } from '../mongodb-language/mongo-fault.js';
import { search } from './plan.js';
import { projector } from '../mongodb-language/query.js';
import { checkOptions, firstBatch, namespaceOf, type Commands, type Request, type Session } from './session.js';
import { compileChange, identified, upserted } from '../mongodb-language/update.js';

type Kind = 'insert' | 'update' | 'delete';
/** A statement by bulkWrite's names: `plain` holds options and filter, `exact` filter, update and document as they may be stored. */
interface Statement { readonly plain: Doc, exact: Doc }
interface Write extends Statement { readonly kind: Kind, namespace: string, lets?: unknown, document?: Buffer }
/** `before` and `after` are of the last document. */
interface Outcome { readonly n: number, nModified?: number, upserted?: { _id: unknown }, before?: Buffer | undefined, after?: Buffer | undefined }
interface Done extends Outcome { readonly kind: Kind, index: number }

/** The update's plain form is not asked for: that is most bytes of the statement. */
function parse(bytes: Buffer, filterName = 'filter', updateName = 'updateMods'): Statement {
  const { [filterName]: filter, ...options } = decodePlain(pick(bytes, (name) => name !== updateName && name !== 'document'));
  const exact = decodeExact(bytes);
  return { plain: { ...options, filter }, exact: { filter: exact[filterName], update: exact[updateName], document: exact.document } };
}
function insert({ storage }: Session, namespace: string, given: Buffer): Outcome {
  const after = identified(given);
  storage.put(storage.ensure(namespace), undefined, after);
  return { n: 1, after };
}
/** All rows of `multi` are found before the first is changed; bytes that stay the same are not written and do not count as modified. */
function run(session: Session, { kind, namespace, plain, exact, lets, document }: Write): Outcome {
  if (kind === 'insert') return insert(session, namespace, document ?? encode(asDoc(exact.document)));
  const { filter, sort, hint, multi = false, upsert, arrayFilters = [] } = plain, { storage } = session;
  if (multi && sort) fail(9, 'Cannot specify sort with multi=true');
  const change = { filter: asDoc(filter), update: exact.update as Doc, arrayFilters: arrayFilters as Doc[], lets, multi };
  const alter = kind === 'update' ? compileChange(change) : undefined, collection = storage.collections.get(namespace);
  const rows = [...search(storage, collection, { filter, sort, hint, lets, limit: multi ? 0 : 1, fields: [] })];
  if (rows.length === 0 && upsert && alter) {
    const doc = upserted(asDoc(exact.filter), change, alter);
    return { ...insert(session, namespace, encode(doc)), upserted: { _id: doc._id }, nModified: 0 };
  }
  let nModified = 0, after: Buffer | undefined;
  for (const row of rows) {
    after = alter && encode(alter(decodeExact(row.bytes), false));
    if (!collection || after?.equals(row.bytes)) continue;
    storage.put(collection, row, after);
    nModified += 1;
  }
  return { n: rows.length, nModified, before: rows.at(-1)?.bytes, after };
}
/** Statements one by one in one transaction; the first fault ends an ordered batch, an unordered one goes on. */
async function runAll(session: Session, { plain: { ordered }, statements }: Request, writeOf: (statement: Buffer) => Write) {
  const isBatch = statements.length > 0 && statements.every((one) => Buffer.isBuffer(one));
  if (!isBatch) fail(16, 'Write batch sizes must be between 1 and 100000, of documents.');
  const done: Done[] = [], errors: Doc[] = [];
  await session.storage.write(() => {
    for (const [index, statement] of statements.entries()) {
      try {
        const write = writeOf(statement);
        done.push({ index, kind: write.kind, ...run(session, write) });
      } catch (error) {
        const { code, message, detail } = asFault(error);
        errors.push({ index, code, errmsg: message, ...detail });
        if (ordered !== false) break;
      }
    }
  });
  const total = (kind: Kind, count: (one: Done) => unknown): number =>
    done.reduce((sum, one) => sum + (one.kind === kind ? Number(count(one) ?? 0) : 0), 0);
  return { done, errors, total };
}
const batch = (kind: Kind, writeOf: (statement: Buffer) => Partial<Write>) => async (session: Session, request: Request): Promise<Doc> => {
  const namespace = namespaceOf(request), { let: lets } = request.plain;
  const { done, errors, total } = await runAll(session, request, (one) => ({ kind, namespace, lets, plain: {}, exact: {}, ...writeOf(one) }));
  const made = done.flatMap(({ index, upserted: one }) => (one ? [{ index, ...one }] : []));
  return {
    n: total(kind, ({ n }) => n), ...(kind === 'update' && { nModified: total(kind, ({ nModified }) => nModified) }),
    ...(made.length > 0 && { upserted: made }), ...(errors.length > 0 && { writeErrors: errors }),
  };
};
/** What the driver's client.bulkWrite sends: writes on many collections in one command, their results as a cursor. */
async function bulkWrite(session: Session, request: Request): Promise<Doc> {
  const { nsInfo, let: lets, errorsOnly, cursor } = request.plain;
  const { done, errors, total } = await runAll(session, request, (bytes) => {
    const { plain, exact } = parse(bytes), [kind] = Object.keys(plain) as [Kind];
    checkOptions(kind, 'document filter updateMods multi upsert hint arrayFilters sort', plain);
    const { ns: namespace } = asDoc((nsInfo as Doc[])[Number(plain[kind])]);
    return { kind, namespace: (namespace ?? fail(2, 'BulkWrite ops entry has an invalid nsInfo index')) as string, plain, exact, lets };
  });
  const succeeded = errorsOnly ? [] : done.map(({ index, n, nModified, upserted: made }) => ({ ok: 1, idx: index, n, nModified, upserted: made }));
  const failed = errors.map(({ index, ...error }) => ({ ok: 0, idx: Number(index), ...error, n: 0 }));
  const rows = [...succeeded, ...failed].sort((a, b) => a.idx - b.idx).map(encode);
  return {
    ...firstBatch(session, 'admin.$cmd.bulkWrite', rows, asDoc(cursor).batchSize ?? Infinity), nErrors: errors.length,
    nInserted: total('insert', ({ n }) => n), nDeleted: total('delete', ({ n }) => n),
    nUpserted: total('update', (one) => one.upserted !== undefined), nMatched: total('update', (one) => (one.upserted ? 0 : one.n)),
    nModified: total('update', ({ nModified }) => nModified),
  };
}
const FIND_AND_MODIFY: Commands[string] = ['query sort remove update new fields upsert arrayFilters hint let', (session, request) => {
  const { remove, new: isNew, fields, let: lets } = request.plain, project = projector(asDoc(fields)), kind = remove ? 'delete' : 'update';
  const write = { kind, namespace: namespaceOf(request), lets, ...parse(request.body, 'query', 'update') } as const;
  return session.storage.write(() => {
    const { n, upserted: made, before, after } = run(session, write), value = isNew ? after : before;
    const lastErrorObject = { n, ...(!remove && { updatedExisting: n > 0 && !made }), ...(made && { upserted: made._id }) };
    return { lastErrorObject, value: value ? decodeExact(project(value)) : null };
  });
}];
export const WRITE_COMMANDS: Commands = {
  insert: ['documents ordered', batch('insert', (document) => ({ document }))],
  update: ['updates ordered let', batch('update', (bytes) => {
    const statement = parse(bytes, 'q', 'u');
    checkOptions('updates', 'filter multi upsert hint arrayFilters sort', statement.plain);
    return statement;
  })],
  delete: ['deletes ordered let', batch('delete', (bytes) => {
    const { plain: { limit, ...plain }, exact } = parse(bytes, 'q');
    checkOptions('deletes', 'filter hint', plain);
    return { plain: { ...plain, multi: limit !== 1 }, exact };
  })],
  bulkWrite: ['ops nsInfo ordered let errorsOnly cursor', bulkWrite], findAndModify: FIND_AND_MODIFY, findandmodify: FIND_AND_MODIFY,
};
