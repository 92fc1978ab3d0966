import { Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import { compareBson, decodePlain, encode, isDocument, isNumeric, isPattern, typeOf, type Doc } from './bson-value.js';
import { MongoFault, unsupported } from './mongo-fault.js';
import { compileFilter, runPipeline, sortBy } from './query.js';

export interface Change {
  readonly filter: Doc;
  readonly update: Doc | Doc[];
  readonly upsert: boolean;
  readonly arrayFilters: readonly Doc[];
  readonly lets: unknown;
}
/** The new value of a field; undefined, also the old value of a missing one, leaves it alone. */
type Operator = (old: unknown, argument: unknown, path: string) => unknown;
const PIPELINE_STAGES = ['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith'];

export const isOperators = (value: unknown): value is Doc => isDocument(value) && Object.keys(value)[0]?.startsWith('$') === true;
/** Conditions that must all hold, as [path, condition]; what stands in $or or $nor is not among them. */
export function conjuncts(filter: Doc): [string, unknown][] {
  return Object.entries(filter).flatMap(([path, condition]) =>
    (path === '$and' ? (condition as Doc[]).flatMap(conjuncts) : path.startsWith('$') ? [] : [[path, condition] as [string, unknown]]));
}

const asBigInt = (value: unknown): bigint => (value instanceof Long ? value.toBigInt() : BigInt(Number(value)));
/** MongoDB's number types: double wins over the integers, an int that grows becomes a long. */
function arithmetic(name: string, onDouble: (a: number, b: number) => number, onInteger: (a: bigint, b: bigint) => bigint): Operator {
  return (old, argument, path) => {
    const shown = JSON.stringify(argument);
    if (!isNumeric(argument)) throw new MongoFault(14, `Cannot ${name === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${shown}}`);
    if (old !== undefined && !isNumeric(old)) {
      throw new MongoFault(14, `Cannot apply ${name} to a value of non-numeric type. The field '${path}' is of non-numeric type ${typeOf(old)[0]}`);
    }
    if (old === undefined && name === '$inc') return argument;
    const types = [old ?? argument, argument].map((value) => typeOf(value)[0]);
    if (types.includes('decimal')) throw unsupported(`${name} on a decimal`);
    if (types.includes('double')) return new Double(onDouble(Number(old ?? 0), Number(argument)));
    const result = onInteger(asBigInt(old ?? 0), asBigInt(argument));
    if (BigInt.asIntN(64, result) !== result) throw new MongoFault(2, `Failed to apply ${name} operations to current value of '${path}'`);
    return types.includes('long') || BigInt.asIntN(32, result) !== result ? Long.fromBigInt(result) : new Int32(Number(result));
  };
}
const BITS: Doc = { and: (a: bigint, b: bigint) => a & b, or: (a: bigint, b: bigint) => a | b, xor: (a: bigint, b: bigint) => a ^ b };
const bitwise: Operator = (old, argument, path) => Object.entries(argument as Doc).reduce((value, [name, operand]) => {
  if (!BITS[name]) throw new MongoFault(2, `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
  return arithmetic('$bit', Number, BITS[name] as (a: bigint, b: bigint) => bigint)(value ?? new Int32(0), operand, path);
}, old);

const onArray = (operator: string, change: (list: unknown[], argument: unknown) => unknown[]): Operator => (old, argument, path) => {
  const list = old ?? (NEVER_CREATES.has(operator) ? undefined : []);
  if (Array.isArray(list) && old !== null) return change([...list as unknown[]], argument);
  if (list === undefined) return undefined;
  throw new MongoFault(2, `The field '${path}' must be an array but is of type ${typeOf(old)[0]}, so ${operator} cannot be applied`);
};
function eachOf(argument: unknown): unknown[] {
  if (!isDocument(argument) || !('$each' in argument)) return [argument];
  if (Array.isArray(argument.$each)) return argument.$each;
  throw new MongoFault(2, `The argument to $each must be an array but it was of type ${typeOf(argument.$each)[0]}`);
}
function push(list: unknown[], argument: unknown): unknown[] {
  const { $position, $sort, $slice } = isDocument(argument) && '$each' in argument ? argument : {} as Doc;
  list.splice(Number($position ?? list.length), 0, ...eachOf(argument));
  const ordered = $sort === undefined ? list : isDocument($sort) ? sortBy(list, $sort, (value) => value as Doc) : list.sort((a, b) => compareBson(a, b) * Number($sort));
  return $slice === undefined ? ordered : Number($slice) < 0 ? ordered.slice(Number($slice)) : ordered.slice(0, Number($slice));
}
const isAmong = (list: readonly unknown[], value: unknown): boolean => list.some((element) => compareBson(element, value) === 0);
function pull(list: unknown[], argument: unknown): unknown[] {
  const isWhole = !isDocument(argument) || isOperators(argument);
  const matches = compileFilter(isWhole ? { value: argument } : argument);
  return list.filter((element) => (isWhole ? !matches({ value: element }) : !(isDocument(element) && matches(element))));
}
function currentDate(_old: unknown, argument: unknown): unknown {
  const type = isDocument(argument) ? argument.$type : argument === true ? 'date' : undefined;
  if (type === 'timestamp') return new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
  if (type === 'date') return new Date();
  throw new MongoFault(2, "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}");
}
const set: Operator = (_old, argument) => argument;
const better = (sign: number): Operator => (old, argument) => (old === undefined || compareBson(argument, old) * sign > 0 ? argument : undefined);

const NEVER_CREATES = new Set(['$unset', '$rename', '$pop', '$pull', '$pullAll']);
const OPERATORS: Readonly<Record<string, Operator>> = {
  $set: set, $setOnInsert: set, $unset: set, $rename: set, $currentDate: currentDate, $min: better(-1), $max: better(1), $bit: bitwise,
  $inc: arithmetic('$inc', (a, b) => a + b, (a, b) => a + b), $mul: arithmetic('$mul', (a, b) => a * b, (a, b) => a * b), $push: onArray('$push', push),
  $addToSet: onArray('$addToSet', (list, argument) => eachOf(argument).reduce<unknown[]>((all, value) => (isAmong(all, value) ? all : [...all, value]), list)),
  $pop: onArray('$pop', (list, end) => (Number(end) < 0 ? list.slice(1) : list.slice(0, -1))), $pull: onArray('$pull', pull),
  $pullAll: onArray('$pullAll', (list, values) => list.filter((element) => !isAmong(values as unknown[], element))),
};

/** Which elements a marker stands for: $ the first that the filter matches on its own, $[] all, $[name] those of the array filter. */
function isMarked(marker: string, list: readonly unknown[], path: string, { filter, arrayFilters }: Change): (position: number) => boolean {
  if (marker === '$[]') return () => true;
  if (marker === '$') {
    const conditions = conjuncts(filter).filter(([name]) => name === path || name.startsWith(`${path}.`));
    const tests = conditions.map(([name, condition]) => compileFilter({ [`list${name.slice(path.length)}`]: condition }));
    const first = tests.length === 0 ? -1 : list.findIndex((element) => tests.every((test) => test({ list: [element] })));
    if (first < 0) throw new MongoFault(2, 'The positional operator did not find the match needed from the query.');
    return (position) => position === first;
  }
  const name = marker.slice(2, -1);
  const chosen = arrayFilters.find((one) => new RegExp(`"${name}[".]`).test(JSON.stringify(one)));
  if (!chosen) throw new MongoFault(2, `No array filter found for identifier '${name}' in path '${path}.${marker}'`);
  const test = compileFilter(chosen);
  return (position) => test({ [name]: list[position] });
}
function concretePaths(doc: Doc, path: readonly string[], change: Change): string[][] {
  const at = path.findIndex((name) => name.startsWith('$'));
  if (at < 0) return [[...path]];
  const [before, marker] = [path.slice(0, at), path[at] ?? ''];
  const list = before.reduce<unknown>((node, name) => (node as Doc | undefined)?.[name], doc);
  if (!Array.isArray(list)) throw new MongoFault(2, `The path '${before.join('.')}' must exist in the document in order to apply array updates.`);
  return [...list.keys()].filter(isMarked(marker, list, before.join('.'), change))
    .flatMap((position) => concretePaths(doc, [...before, String(position), ...path.slice(at + 1)], change));
}

function put(holder: Doc | unknown[], name: string, value: unknown): void {
  if (Array.isArray(holder)) while (holder.length < Number(name)) holder.push(null);
  Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: true });
}
function apply(doc: Doc, operator: string, [name = '', ...rest]: readonly string[], argument: unknown, path = name): void {
  const [isMissing, creates] = [!Object.hasOwn(doc, name), !NEVER_CREATES.has(operator)];
  if (isMissing && !creates) return;
  if (Array.isArray(doc) && !/^\d+$/.test(name)) throw new MongoFault(28, `Cannot create field '${name}' in an array`);
  if (rest.length > 0) {
    if (isMissing) put(doc, name, {});
    const child = doc[name];
    if (isDocument(child) || Array.isArray(child)) return apply(child as Doc, operator, rest, argument, `${path}.${rest[0]}`);
    if (creates) throw new MongoFault(28, `Cannot create field '${rest[0]}' in element {${name}: ${JSON.stringify(child)}}`);
  } else if (operator !== '$unset') {
    const value = OPERATORS[operator]?.(isMissing ? undefined : doc[name], argument, path);
    if (value !== undefined) put(doc, name, value);
  } else if (Array.isArray(doc)) put(doc, name, null);
  else Reflect.deleteProperty(doc, name);
}
function rename(doc: Doc, from: readonly string[], to: string): void {
  const holder = from.slice(0, -1).reduce<unknown>((node, name) => (isDocument(node) ? node[name] : undefined), doc);
  const name = from.at(-1) ?? '';
  if (!isDocument(holder) || !Object.hasOwn(holder, name)) return;
  const value = holder[name];
  apply(doc, '$unset', from, '');
  apply(doc, '$set', to.split('.'), value);
}

function changesOf(update: Doc, isInsert: boolean): { path: string; operator: string; argument: unknown }[] {
  const changes = Object.entries(update).flatMap(([operator, fields]) => {
    if (!OPERATORS[operator]) throw new MongoFault(9, `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`);
    if (!isDocument(fields)) throw new MongoFault(9, `Modifiers operate on fields but we found type ${typeOf(fields)[0]} instead. For example: {$mod: {<field>: ...}}`);
    return Object.entries(fields).map(([path, argument]) => ({ path, operator, argument }));
  });
  const paths = changes.flatMap(({ path, operator, argument }) => (operator === '$rename' ? [path, String(argument)] : [path]));
  for (const [at, path] of paths.entries()) {
    if (path.split('.').includes('')) throw new MongoFault(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
    const other = paths.find((one, index) => index !== at && `${one}.`.startsWith(`${path}.`));
    if (other) throw new MongoFault(40, `Updating the path '${other}' would create a conflict at '${path}'`);
  }
  return changes.filter(({ operator }) => operator !== '$setOnInsert' || isInsert).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The document after the change; `doc` itself may be changed. Equal bytes before and after mean that nothing was modified. */
export function updated(doc: Doc, change: Change, isInsert = false): Doc {
  const { update } = change;
  const id = doc._id;
  let after = doc;
  if (Array.isArray(update)) {
    const stage = update.flatMap((one) => Object.keys(one)).find((name) => !PIPELINE_STAGES.includes(name));
    if (stage) throw new MongoFault(72, `${stage} is not allowed to be used within an update`);
    const [result] = runPipeline([decodePlain(encode(doc))], update, () => [], change.lets);
    after = { ...(id !== undefined && { _id: id }), ...result as Doc };
  } else if (isOperators(update)) {
    for (const { path, operator, argument } of changesOf(update, isInsert)) {
      for (const concrete of concretePaths(doc, path.split('.'), change)) {
        if (operator === '$rename') rename(doc, concrete, String(argument));
        else apply(doc, operator, concrete, argument);
      }
    }
  } else {
    const dollar = Object.keys(update).find((name) => name.startsWith('$'));
    if (dollar) throw new MongoFault(52, `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document.`);
    after = { ...(id !== undefined && { _id: id }), ...update as Doc };
  }
  if (id === undefined || compareBson(after._id, id) === 0) return after;
  throw new MongoFault(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
}

/** What an upsert inserts: the fields that the filter pins to one value, then the change. */
export function upserted(change: Change): Doc {
  const seed: Doc = {};
  for (const [path, condition] of conjuncts(change.filter)) {
    const { $eq, $in } = isOperators(condition) ? condition : { $eq: condition } as Doc;
    const value = $eq === undefined && Array.isArray($in) && $in.length === 1 ? $in[0] as unknown : $eq;
    if (value !== undefined && !isPattern(value) && (isOperators(change.update) || Array.isArray(change.update) || path === '_id')) apply(seed, '$set', path.split('.'), value);
  }
  return withId(updated(seed, change, true));
}
export const withId = (doc: Doc): Doc => ({ _id: doc._id === undefined ? new ObjectId() : doc._id, ...doc });
