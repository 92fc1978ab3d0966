import { decodeExact, encode, isDocument, typeOf, type Doc } from './bson-value.js';
import { asFault, MongoFault } from './mongo-fault.js';
import { matching, type Match } from './plan.js';
import { sortBy } from './query.js';
import { projected } from './read-commands.js';
import { asDoc, checkOptions, collectionName, type Command, type Request, type Session } from './session.js';
import type { Collection } from './storage.js';
import { isOperators, updated, upserted, withId, type Change } from './update.js';

interface Outcome { readonly before?: Doc; readonly after?: Doc; readonly isModified?: boolean; readonly isUpsert?: boolean }

/** Statements one by one in one transaction; the first fault ends an ordered batch, an unordered one goes on. */
function eachStatement({ storage }: Session, request: Request, field: string, run: (exact: Doc, plain: Doc, index: number) => void): Promise<Doc> {
  const [exact, plain] = [request.exact[field], request.plain[field]] as [Doc[], Doc[]];
  if (!Array.isArray(exact) || exact.length === 0) throw new MongoFault(16, 'Write batch sizes must be between 1 and 100000. Got 0 operations.');
  return storage.write(() => {
    const writeErrors: Doc[] = [];
    for (const [index, statement] of exact.entries()) {
      try {
        run(statement, plain[index] ?? {}, index);
      } catch (error) {
        const { code, message, detail } = asFault(error);
        writeErrors.push({ index, code, errmsg: message, ...detail });
        if (request.plain.ordered !== false) break;
      }
    }
    return writeErrors.length > 0 ? { writeErrors } : {};
  });
}

function storable(doc: Doc): Doc {
  const [type] = typeOf(doc._id);
  if (['array', 'regex', 'undefined'].includes(type)) throw new MongoFault(53, `The '_id' value cannot be of type ${type}`);
  const dollar = Object.keys(asDoc(doc._id)).find((name) => name.startsWith('$'));
  if (dollar) throw new MongoFault(52, `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`);
  return doc;
}

async function insert(session: Session, request: Request): Promise<Doc> {
  const name = collectionName(request);
  let n = 0;
  const errors = await eachStatement(session, request, 'documents', (doc) => {
    session.storage.put(session.storage.ensure(request.database, name), undefined, storable(withId(doc)));
    n += 1;
  });
  return { n, ...errors };
}

function changeOf(plain: Doc, filter: unknown, update: unknown, lets: unknown): Change {
  if (!isDocument(update) && !Array.isArray(update)) throw new MongoFault(9, 'Update argument must be either an object or an array');
  return { filter: asDoc(filter), update: update as Doc, upsert: plain.upsert === true, arrayFilters: (plain.arrayFilters ?? []) as Doc[], lets };
}

/** Changes the rows; with none, inserts where the change says so. Bytes that stay the same are not written and do not count as modified. */
function changeRows({ storage }: Session, collection: Collection, rows: readonly Match[], change: Change): Outcome[] {
  if (rows.length === 0 && change.upsert) {
    const after = storable(upserted(change));
    storage.put(collection, undefined, after);
    return [{ after, isUpsert: true }];
  }
  return rows.map(({ record, bytes }) => {
    const [before, after] = [decodeExact(bytes), updated(decodeExact(bytes), change)];
    const isModified = !encode(after).equals(encode(before));
    if (isModified) storage.put(collection, before, after, record);
    return { before, after, isModified };
  });
}
const firstOf = <T>(rows: Iterable<T>): T[] => { for (const row of rows) return [row]; return []; };

async function update(session: Session, request: Request): Promise<Doc> {
  const [name, upsertedIds] = [collectionName(request), [] as Doc[]];
  let [n, nModified] = [0, 0];
  const errors = await eachStatement(session, request, 'updates', (exact, plain, index) => {
    checkOptions('updates', 'q u multi upsert hint arrayFilters', plain);
    const lets = request.plain.let;
    const change = changeOf(plain, plain.q, Array.isArray(plain.u) ? plain.u : exact.u, lets);
    if (plain.multi && isDocument(change.update) && !isOperators(change.update)) throw new MongoFault(9, 'multi update is not supported for replacement-style update');
    const collection = session.storage.ensure(request.database, name);
    const rows = matching(session.storage, collection, change.filter, { hint: plain.hint, lets });
    for (const outcome of changeRows(session, collection, plain.multi ? [...rows] : firstOf(rows), change)) {
      n += 1;
      nModified += Number(outcome.isModified ?? false);
      if (outcome.isUpsert) upsertedIds.push({ index, _id: outcome.after?._id });
    }
  });
  return { n, nModified, ...(upsertedIds.length > 0 && { upserted: upsertedIds }), ...errors };
}

async function remove(session: Session, request: Request): Promise<Doc> {
  const collection = session.storage.collections.get(`${request.database}.${collectionName(request)}`);
  let n = 0;
  const errors = await eachStatement(session, request, 'deletes', (_exact, plain) => {
    checkOptions('deletes', 'q limit hint', plain);
    const rows = matching(session.storage, collection, asDoc(plain.q), { hint: plain.hint, lets: request.plain.let });
    for (const { record, bytes } of plain.limit === 1 ? firstOf(rows) : [...rows]) {
      if (collection) session.storage.put(collection, decodeExact(bytes), undefined, record);
      n += 1;
    }
  });
  return { n, ...errors };
}

function findAndModify(session: Session, request: Request): Promise<Doc> {
  const [{ plain, exact, database }, name] = [request, collectionName(request)];
  const [filter, sort, project] = [asDoc(plain.query), asDoc(plain.sort), projected(plain.fields)];
  return session.storage.write(() => {
    const collection = session.storage.ensure(database, name);
    const found = matching(session.storage, collection, filter, { hint: plain.hint, lets: plain.let });
    const rows = Object.keys(sort).length > 0 ? sortBy(found, sort, ({ doc }) => doc, 1) : firstOf(found);
    if (plain.remove) {
      for (const { record, bytes } of rows) session.storage.put(collection, decodeExact(bytes), undefined, record);
      return { lastErrorObject: { n: rows.length }, value: rows[0] ? decodeExact(project(rows[0].bytes)) : null };
    }
    const change = changeOf(plain, filter, Array.isArray(plain.update) ? plain.update : exact.update, plain.let);
    const [outcome] = changeRows(session, collection, rows, change);
    const value = plain.new ? outcome?.after : outcome?.before;
    const lastErrorObject = { n: Number(outcome !== undefined), updatedExisting: rows.length > 0, ...(outcome?.isUpsert && { upserted: outcome.after?._id }) };
    return { lastErrorObject, value: value ? decodeExact(project(encode(value))) : null };
  });
}

const FIND_AND_MODIFY: Command = { run: findAndModify, options: 'query sort remove update new fields upsert arrayFilters hint let' };
export const WRITE_COMMANDS: Readonly<Record<string, Command>> = {
  insert: { run: insert, options: 'documents ordered' }, update: { run: update, options: 'updates ordered let' },
  delete: { run: remove, options: 'deletes ordered let' }, findAndModify: FIND_AND_MODIFY, findandmodify: FIND_AND_MODIFY,
};
