import { decodeExact, encode, isDocument, typeName, type Doc } from './bson-value.js';
import { asFault, MongoFault } from './mongo-fault.js';
import { matching, type Match } from './plan.js';
import { projected, sorted } from './read-commands.js';
import { textOf, type CommandSpec, type Request, type Session } from './request.js';
import type { Collection, Storage } from './storage.js';
import { seedOf, updated, withId } from './update.js';

interface Change { readonly filter: Doc; readonly update: Doc | Doc[]; readonly upsert: boolean; readonly arrayFilters: Doc[]; readonly variables: Doc }
interface Outcome { before?: Doc; after?: Doc; upsertedId?: unknown; matched: number; modified: number }

/** Statements run one by one; the first fault ends an ordered batch, an unordered one goes on. */
function eachStatement(request: Request, field: string, run: (statement: Doc, plain: Doc, index: number) => void): Doc {
  const [exact, plain] = [request.exact[field] as Doc[], request.plain[field] as Doc[]];
  if (!Array.isArray(exact) || exact.length === 0 || exact.length > 100_000) {
    throw new MongoFault(16, `Write batch sizes must be between 1 and 100000. Got ${Array.isArray(exact) ? exact.length : 0} operations.`);
  }
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
}

function checkedId(doc: Doc): Doc {
  const type = typeName(doc._id);
  if (type === 'array' || type === 'regex') throw new MongoFault(53, `The '_id' value cannot be of type ${type}`);
  const dollar = isDocument(doc._id) && Object.keys(doc._id).find((name) => name.startsWith('$'));
  if (dollar) throw new MongoFault(52, `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`);
  return doc;
}

function insert({ storage }: Session, request: Request): Promise<Doc> {
  const name = textOf(request, 'insert');
  return storage.write(() => {
    let n = 0;
    const collection = storage.ensure(request.database, name);
    const errors = eachStatement(request, 'documents', (doc) => {
      storage.insert(collection, checkedId(withId(doc)));
      n += 1;
    });
    return { n, ...errors };
  });
}

function modify(storage: Storage, collection: Collection, { record, bytes }: Match, change: Change, outcome: Outcome): void {
  const [before, doc] = [decodeExact(bytes), decodeExact(bytes)];
  const after = updated(doc, change.update, change);
  const isModified = !encode(after).equals(encode(before));
  if (isModified) storage.replace(collection, record, before, after);
  Object.assign(outcome, { before, after, matched: outcome.matched + 1, modified: outcome.modified + Number(isModified) });
}

function upsert(storage: Storage, collection: Collection, change: Change, outcome: Outcome): void {
  const isReplacement = !Array.isArray(change.update) && !Object.keys(change.update)[0]?.startsWith('$');
  const seed = seedOf(change.filter);
  const start = isReplacement ? { ...('_id' in seed && { _id: seed._id }) } : seed;
  const after = checkedId(withId(updated(start, change.update, { ...change, inserting: true })));
  storage.insert(collection, after);
  Object.assign(outcome, { after, upsertedId: after._id });
}

function changeOf(plain: Doc, update: unknown, request: Request): Change {
  if (!isDocument(update) && !Array.isArray(update)) throw new MongoFault(9, 'Update argument must be either an object or an array');
  return { filter: (plain.q ?? plain.query ?? {}) as Doc, update: Array.isArray(update) ? (plain.u ?? plain.update) as Doc[] : update, upsert: plain.upsert === true,
    arrayFilters: (plain.arrayFilters ?? []) as Doc[], variables: (plain.let ?? request.plain.let ?? {}) as Doc };
}

function update({ storage }: Session, request: Request): Promise<Doc> {
  const name = textOf(request, 'update');
  return storage.write(() => {
    const collection = storage.ensure(request.database, name);
    const total = { n: 0, nModified: 0 };
    const upserted: Doc[] = [];
    const errors = eachStatement(request, 'updates', (exact, plain, index) => {
      checkStatement(plain, ['q', 'u', 'c', 'multi', 'upsert', 'hint', 'arrayFilters', 'collation']);
      const change = changeOf(plain, exact.u, request);
      const isReplacement = !Array.isArray(change.update) && !Object.keys(change.update)[0]?.startsWith('$');
      if (plain.multi && isReplacement) throw new MongoFault(9, 'multi update is not supported for replacement-style update');
      const outcome: Outcome = { matched: 0, modified: 0 };
      const rows = matching(storage, collection, change.filter, { hint: plain.hint, variables: change.variables });
      for (const row of plain.multi ? [...rows] : [rows.next().value as Match | undefined]) if (row) modify(storage, collection, row, change, outcome);
      if (outcome.matched === 0 && change.upsert) {
        upsert(storage, collection, change, outcome);
        upserted.push({ index, _id: outcome.upsertedId });
      }
      total.n += outcome.matched + Number('upsertedId' in outcome);
      total.nModified += outcome.modified;
    });
    return { ...total, ...(upserted.length > 0 && { upserted }), ...errors };
  });
}

function checkStatement(statement: Doc, known: readonly string[]): void {
  const unknown = Object.keys(statement).find((field) => !known.includes(field));
  if (unknown) throw new MongoFault(40415, `BSON field '${unknown}' is an unknown field.`);
  if (isDocument(statement.collation) && statement.collation.locale !== 'simple') throw new MongoFault(115, 'collation is not supported by the embedded store');
}

function remove({ storage }: Session, request: Request): Promise<Doc> {
  const name = textOf(request, 'delete');
  return storage.write(() => {
    const collection = storage.find(request.database, name);
    let n = 0;
    const errors = eachStatement(request, 'deletes', (_exact, plain) => {
      checkStatement(plain, ['q', 'limit', 'hint', 'collation']);
      const rows = matching(storage, collection, plain.q as Doc, { hint: plain.hint, variables: (request.plain.let ?? {}) as Doc });
      for (const row of plain.limit === 1 ? [rows.next().value as Match | undefined] : [...rows]) {
        if (!row || !collection) continue;
        storage.remove(collection, row.record, decodeExact(row.bytes));
        n += 1;
      }
    });
    return { n, ...errors };
  });
}

function findAndModify({ storage }: Session, request: Request): Promise<Doc> {
  const { plain, exact, database } = request;
  const name = textOf(request, 'findAndModify' in plain ? 'findAndModify' : 'findandmodify');
  return storage.write(() => {
    const collection = storage.ensure(database, name);
    const [filter, sort] = [(plain.query ?? {}) as Doc, (plain.sort ?? {}) as Doc];
    const rows = matching(storage, collection, filter, { hint: plain.hint, variables: (plain.let ?? {}) as Doc });
    const row = Object.keys(sort).length > 0 ? sorted(rows, sort, 1)[0] : rows.next().value as Match | undefined;
    const outcome: Outcome = { matched: 0, modified: 0 };
    const project = projected(plain.fields);
    if (plain.remove) {
      if (row) storage.remove(collection, row.record, decodeExact(row.bytes));
      return { lastErrorObject: { n: row ? 1 : 0 }, value: row ? project(row) : null };
    }
    const change = changeOf(plain, exact.update, request);
    if (row) modify(storage, collection, row, change, outcome);
    else if (change.upsert) upsert(storage, collection, change, outcome);
    const value = plain.new ? outcome.after : outcome.before;
    const lastErrorObject = { n: Number(outcome.after !== undefined), updatedExisting: outcome.matched === 1, ...('upsertedId' in outcome && { upserted: outcome.upsertedId }) };
    return { lastErrorObject, value: value ? project({ bytes: encode(value) }) : null };
  });
}

const FIND_AND_MODIFY: CommandSpec = { run: findAndModify, fields: ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'arrayFilters', 'hint', 'let'] };
export const WRITE_COMMANDS: Readonly<Record<string, CommandSpec>> = {
  insert: { run: insert, fields: ['documents', 'ordered'] },
  update: { run: update, fields: ['updates', 'ordered', 'let'] },
  delete: { run: remove, fields: ['deletes', 'ordered', 'let'] },
  findAndModify: FIND_AND_MODIFY, findandmodify: FIND_AND_MODIFY,
};
