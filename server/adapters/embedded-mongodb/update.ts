import { Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import { compareBson, decodePlain, encode, isDocument, isNumeric, typeName, type Doc } from './bson-value.js';
import { MongoFault } from './mongo-fault.js';
import { compareSortKeys, compileFilter, runPipeline, sortKeyOf } from './query.js';

export interface UpdateContext {
  readonly filter: Doc;
  readonly arrayFilters?: readonly Doc[];
  readonly variables?: Doc;
  readonly inserting?: boolean;
}
type Container = Record<string, unknown>;
/** Changes `holder[key]`; a missing field reads undefined, a result of undefined leaves the field alone. */
type Operator = (old: unknown, argument: unknown, path: string) => unknown;
const PIPELINE_STAGES = new Set(['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith']);
const INT32_LIMIT = 2n ** 31n, INT64_LIMIT = 2n ** 63n;

/** Conditions that must all hold, as [path, condition]; what is inside $or or $nor is not among them. */
export function conjuncts(filter: Doc): [string, unknown][] {
  return Object.entries(filter).flatMap(([path, condition]) =>
    (path === '$and' ? (condition as Doc[]).flatMap(conjuncts) : path.startsWith('$') ? [] : [[path, condition] as [string, unknown]]));
}

const asBigInt = (value: unknown): bigint => (value instanceof Long ? value.toBigInt() : BigInt(Number(value)));

/** MongoDB's number types: decimal wins over double, double over long, int grows into long. */
function arithmetic(name: '$inc' | '$mul' | '$bit', onDouble: (a: number, b: number) => number, onInt: (a: bigint, b: bigint) => bigint): Operator {
  return (old, argument, path) => {
    if (!isNumeric(argument)) throw new MongoFault(14, `Cannot ${name === '$inc' ? 'increment' : 'multiply'} with non-numeric argument: {${path}: ${JSON.stringify(argument)}}`);
    if (old !== undefined && !isNumeric(old)) throw new MongoFault(14, `Cannot apply ${name} to a value of non-numeric type. {${path}} has the field of non-numeric type ${typeName(old)}`);
    const types = [typeName(old ?? argument), typeName(argument)];
    if (types.includes('decimal')) {
      if (old === undefined && name === '$inc') return argument;
      throw new MongoFault(115, `${name} on decimal values is not supported by the embedded store`);
    }
    if (old === undefined && name === '$inc') return argument;
    if (types.includes('double')) return new Double(onDouble(Number(old ?? 0), Number(argument)));
    const result = onInt(asBigInt(old ?? 0), asBigInt(argument));
    if (result >= INT64_LIMIT || result < -INT64_LIMIT) throw new MongoFault(2, `Failed to apply ${name} operations to current value of '${path}'`);
    return types.includes('long') || result >= INT32_LIMIT || result < -INT32_LIMIT ? Long.fromBigInt(result) : new Int32(Number(result));
  };
}
const bitwise: Operator = (old, argument, path) => Object.entries(argument as Doc).reduce((value: unknown, [name, operand]) => {
  const onInt = { and: (a: bigint, b: bigint) => a & b, or: (a: bigint, b: bigint) => a | b, xor: (a: bigint, b: bigint) => a ^ b }[name];
  if (!onInt) throw new MongoFault(2, `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
  return arithmetic('$bit', Number, onInt)(value ?? new Int32(0), operand, path);
}, old);

function arrayAt(operator: string, old: unknown, path: string): unknown[] {
  if (old === undefined) return [];
  if (!Array.isArray(old)) throw new MongoFault(2, `The field '${path}' must be an array but is of type ${typeName(old)} (${operator})`);
  return old;
}
const eachOf = (argument: unknown): unknown[] => {
  if (!isDocument(argument) || !('$each' in argument)) return [argument];
  if (!Array.isArray(argument.$each)) throw new MongoFault(2, `The argument to $each must be an array but it was of type ${typeName(argument.$each)}`);
  return argument.$each;
};
const push: Operator = (old, argument, path) => {
  const modifiers = isDocument(argument) && '$each' in argument ? argument : {};
  const list = [...arrayAt('$push', old, path)];
  list.splice(modifiers.$position === undefined ? list.length : Number(modifiers.$position), 0, ...eachOf(argument));
  const sort = modifiers.$sort;
  if (isDocument(sort)) {
    const compare = compareSortKeys(sort);
    list.sort((a, b) => compare(sortKeyOf(a as Doc, sort), sortKeyOf(b as Doc, sort)));
  } else if (sort !== undefined) list.sort((a, b) => compareBson(a, b) * Number(sort));
  if (modifiers.$slice === undefined) return list;
  const length = Number(modifiers.$slice);
  return length < 0 ? list.slice(length) : list.slice(0, length);
};
const isAmong = (list: readonly unknown[], value: unknown): boolean => list.some((element) => compareBson(element, value) === 0);
const addToSet: Operator = (old, argument, path) => eachOf(argument)
  .reduce((list: unknown[], value) => (isAmong(list, value) ? list : [...list, value]), arrayAt('$addToSet', old, path));
function pulls(argument: unknown): (element: unknown) => boolean {
  if (!isDocument(argument)) return (element) => compileFilter({ value: argument })({ value: element });
  if (Object.keys(argument).some((name) => name.startsWith('$'))) return (element) => compileFilter({ value: argument })({ value: element });
  const matches = compileFilter(argument);
  return (element) => isDocument(element) && matches(element);
}
const better = (sign: 1 | -1): Operator => (old, argument) => (old === undefined || compareBson(argument, old) * sign > 0 ? argument : undefined);
const currentDate: Operator = (_old, argument) => {
  if (isDocument(argument) && argument.$type === 'timestamp') return new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
  if (argument === true || (isDocument(argument) && argument.$type === 'date')) return new Date();
  throw new MongoFault(2, "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}");
};
const ifArray = (operator: string, change: (list: unknown[], argument: unknown) => unknown[]): Operator =>
  (old, argument, path) => (old === undefined ? undefined : change(arrayAt(operator, old, path), argument));
const set: Operator = (_old, argument) => argument;

const OPERATORS: Readonly<Record<string, Operator>> = {
  $set: set, $setOnInsert: set, $unset: set, $rename: set, $currentDate: currentDate, $min: better(-1), $max: better(1),
  $inc: arithmetic('$inc', (a, b) => a + b, (a, b) => a + b), $mul: arithmetic('$mul', (a, b) => a * b, (a, b) => a * b), $bit: bitwise,
  $push: push, $addToSet: addToSet,
  $pop: ifArray('$pop', (list, end) => (Number(end) < 0 ? list.slice(1) : list.slice(0, -1))),
  $pull: ifArray('$pull', (list, argument) => { const isPulled = pulls(argument); return list.filter((element) => !isPulled(element)); }),
  $pullAll: ifArray('$pullAll', (list, values) => list.filter((element) => !isAmong(values as unknown[], element))),
};
const NEVER_CREATES = new Set(['$unset', '$rename', '$pop', '$pull', '$pullAll']);

/** The element the filter matched: the first that on its own satisfies the conditions on that array. */
function matchedElement(path: readonly string[], list: readonly unknown[], context: UpdateContext): number {
  const prefix = path.join('.');
  const conditions = conjuncts(context.filter).filter(([name]) => name === prefix || name.startsWith(`${prefix}.`));
  const tests = conditions.map(([name, condition]) => compileFilter({ [`v${name.slice(prefix.length)}`]: condition }));
  const found = conditions.length === 0 ? -1 : list.findIndex((element) => tests.every((test) => test({ v: [element] })));
  if (found < 0) throw new MongoFault(2, 'The positional operator did not find the match needed from the query.');
  return found;
}

/** Replaces $, $[] and $[name] by the positions they stand for. */
function concretePaths(doc: Doc, path: readonly string[], context: UpdateContext): string[][] {
  const at = path.findIndex((name) => name.startsWith('$'));
  if (at < 0) return [[...path]];
  const [before, marker] = [path.slice(0, at), path[at] ?? ''];
  const list = before.reduce<unknown>((node, name) => (typeof node === 'object' && node !== null ? (node as Container)[name] : undefined), doc);
  if (!Array.isArray(list)) {
    if (marker === '$' && !context.inserting) matchedElement(before, [], context);
    throw new MongoFault(2, `The path '${before.join('.')}' must exist in the document in order to apply array updates.`);
  }
  const positions = marker === '$' ? [matchedElement(before, list, context)] : [...list.keys()].filter(elementFilter(marker, list, context));
  return positions.flatMap((position) => concretePaths(doc, [...before, String(position), ...path.slice(at + 1)], context));
}
function elementFilter(marker: string, list: readonly unknown[], { arrayFilters = [] }: UpdateContext): (position: number) => boolean {
  const name = marker.slice(2, -1);
  if (name === '') return () => true;
  const filter = arrayFilters.find((candidate) => Object.keys(candidate).some((key) => key === name || key.startsWith(`${name}.`) || key.startsWith('$')));
  if (!filter) throw new MongoFault(2, `No array filter found for identifier '${name}' in path`);
  const test = compileFilter(filter);
  return (position) => test({ [name]: list[position] });
}

function holderOf(doc: Doc, path: readonly string[], create: boolean): Container | undefined {
  let node: unknown = doc;
  for (const [at, name] of path.entries()) {
    const parent = node as Container;
    const isIndex = Array.isArray(node) && /^\d+$/.test(name);
    if (!isDocument(node) && !isIndex) {
      if (!create) return undefined;
      throw new MongoFault(28, `Cannot create field '${name}' in element {${path[at - 1]}: ${JSON.stringify(node)}}`);
    }
    if (at === path.length - 1) return parent;
    if (!Object.hasOwn(parent, name)) {
      if (!create) return undefined;
      put(parent, name, {});
    }
    node = parent[name];
  }
  return undefined;
}
function put(holder: Container, name: string, value: unknown): void {
  if (Array.isArray(holder)) while (holder.length < Number(name)) holder.push(null);
  Object.defineProperty(holder, name, { value, writable: true, enumerable: true, configurable: true });
}
function unset(holder: Container, name: string): void {
  if (Array.isArray(holder)) put(holder, name, null);
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete, no-param-reassign
  else delete holder[name];
}

function apply(doc: Doc, operator: string, path: readonly string[], argument: unknown): void {
  const [holder, name] = [holderOf(doc, path, !NEVER_CREATES.has(operator)), path.at(-1) ?? ''];
  if (!holder || (NEVER_CREATES.has(operator) && !Object.hasOwn(holder, name))) return;
  const old = Object.hasOwn(holder, name) ? holder[name] : undefined;
  if (operator === '$unset' || operator === '$rename') unset(holder, name);
  if (operator === '$rename') apply(doc, '$set', String(argument).split('.'), old);
  const value = operator === '$unset' || operator === '$rename' ? undefined : OPERATORS[operator]?.(old, argument, path.join('.'));
  if (value !== undefined) put(holder, name, value);
}

function changesOf(update: Doc, inserting: boolean): { path: string; operator: string; argument: unknown }[] {
  const changes = Object.entries(update).flatMap(([operator, fields]) => {
    if (!OPERATORS[operator]) throw new MongoFault(9, `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`);
    if (!isDocument(fields)) throw new MongoFault(9, `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${JSON.stringify(fields)}}`);
    return Object.entries(fields).map(([path, argument]) => ({ path, operator, argument }));
  });
  const paths = changes.flatMap(({ path, operator, argument }) => (operator === '$rename' ? [path, String(argument)] : [path])).sort();
  for (const [at, path] of paths.entries()) {
    if (path === '' || path.split('.').includes('')) throw new MongoFault(56, `An empty update path is not valid.`);
    const other = paths[at + 1];
    if (other === path || other?.startsWith(`${path}.`)) throw new MongoFault(40, `Updating the path '${other}' would create a conflict at '${path}'`);
  }
  return changes.filter(({ operator }) => operator !== '$setOnInsert' || inserting).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function replacement(doc: Doc, update: Doc): Doc {
  const dollar = Object.keys(update).find((name) => name.startsWith('$'));
  if (dollar) throw new MongoFault(52, `The dollar ($) prefixed field '${dollar}' in '${dollar}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`);
  return '_id' in doc && !('_id' in update) ? { _id: doc._id, ...update } : update;
}

/** The document after the update; `doc` may be changed. Equal bytes before and after mean that nothing was modified. */
export function updated(doc: Doc, update: Doc | readonly Doc[], context: UpdateContext): Doc {
  const id = doc._id;
  let after: Doc = doc;
  if (Array.isArray(update)) {
    const stage = (update as Doc[]).flatMap((one) => Object.keys(one)).find((name) => !PIPELINE_STAGES.has(name));
    if (stage) throw new MongoFault(72, `${stage} is not allowed to be used within an update`);
    [after = {}] = [...runPipeline([decodePlain(encode(doc))], update as Doc[], () => [], context.variables)];
  } else if (Object.keys(update)[0]?.startsWith('$')) {
    for (const { path, operator, argument } of changesOf(update as Doc, context.inserting ?? false)) {
      for (const concrete of concretePaths(doc, path.split('.'), context)) apply(doc, operator, concrete, argument);
    }
  } else after = replacement(doc, update as Doc);
  if (id !== undefined && compareBson(after._id, id) !== 0) {
    throw new MongoFault(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  }
  return after;
}

/** What an upsert starts from: the fields the filter pins to one value. */
export function seedOf(filter: Doc): Doc {
  const seed: Doc = {};
  for (const [path, condition] of conjuncts(filter)) {
    const operators = isDocument(condition) && Object.keys(condition)[0]?.startsWith('$') ? condition : { $eq: condition };
    const [value] = '$eq' in operators ? [operators.$eq] : Array.isArray(operators.$in) && operators.$in.length === 1 ? operators.$in as unknown[] : [];
    if (value !== undefined && !(value instanceof RegExp)) apply(seed, '$set', path.split('.'), value);
  }
  return seed;
}
export const withId = (doc: Doc): Doc => ({ _id: doc._id ?? new ObjectId(), ...doc });
