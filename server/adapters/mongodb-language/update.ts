import { Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import {
  asDoc, compareBson, decodeExact, decodePlain, encode, isDocument, isNumeric, isOperators, isPattern, orderKey, pick, typeOf, type Doc,
} from './bson-value.js';
import { fail, unsupported } from './mongo-fault.js';
import { compileFilter, conjuncts, runPipeline, sortBy } from './query.js';

export interface Change { readonly filter: Doc, update: Doc | Doc[], arrayFilters: readonly Doc[], lets: unknown }
/** Alters an exact document, and returns it or its successor. */
export type Alter = (doc: Doc, isInsert: boolean) => Doc;
/** The new value of a field: undefined, also the old value of a missing one, leaves it alone. */
type Operator = (old: unknown, argument: unknown, path: string) => unknown;
type Numbers<T> = (a: T, b: T) => T;
const REMOVED = Symbol('removed'), NEVER_CREATES = ['$unset', '$rename', '$pop', '$pull', '$pullAll'];
const PIPELINE_STAGES = ['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith'];

const asBigInt = (value: unknown): bigint => (value instanceof Long ? value.toBigInt() : BigInt(Number(value)));
/** MongoDB's number types: double wins over the integers, an int that grows becomes a long. */
const arithmetic = (name: string, onInteger: Numbers<bigint>, onDouble?: Numbers<number>): Operator => (old = new Int32(0), argument, path) => {
  if (!isNumeric(argument)) fail(14, `Cannot apply ${name} with non-numeric argument: {${path}: ${JSON.stringify(argument)}}`);
  if (!isNumeric(old)) fail(14, `Cannot apply ${name} to the field '${path}' of non-numeric type ${typeOf(old)[0]}`);
  const types = [old, argument].map((value) => typeOf(value)[0]);
  if (types.includes('decimal') || (types.includes('double') && !onDouble)) unsupported(`${name} on ${types.join(' and ')}`);
  if (types.includes('double')) return new Double(onDouble?.(Number(old), Number(argument)) ?? NaN);
  const result = onInteger(asBigInt(old), asBigInt(argument));
  if (BigInt.asIntN(64, result) !== result) fail(2, `Failed to apply ${name} operations to current value of '${path}'`);
  return types.includes('long') || BigInt.asIntN(32, result) !== result ? Long.fromBigInt(result) : new Int32(Number(result));
};
const BITS: Readonly<Record<string, Numbers<bigint>>> = { and: (a, b) => a & b, or: (a, b) => a | b, xor: (a, b) => a ^ b };
const bitwise: Operator = (old, argument, path) => Object.entries(asDoc(argument)).reduce((value, [name, operand]) => {
  if (BITS[name]) return arithmetic('$bit', BITS[name])(value, operand, path);
  fail(2, `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
}, old);

const onArray = (change: (list: unknown[], argument: unknown) => unknown[]): Operator => (old = [], argument, path) => {
  if (Array.isArray(old)) return change([...old as unknown[]], argument);
  fail(2, `The field '${path}' must be an array but is of type ${typeOf(old)[0]}`);
};
function eachOf(argument: unknown): unknown[] {
  const { $each = [argument] } = asDoc(argument);
  if (Array.isArray($each)) return $each;
  fail(2, `The argument to $each must be an array but it was of type ${typeOf($each)[0]}`);
}
function push(list: unknown[], argument: unknown): unknown[] {
  const { $position = list.length, $sort, $slice = Infinity } = isDocument(argument) && '$each' in argument ? argument : {} as Doc;
  list.splice(Number($position), 0, ...eachOf(argument));
  const [order, docOf] = isDocument($sort) ? [$sort, (value: unknown) => value] : [{ value: $sort }, (value: unknown) => ({ value })];
  const sorted = $sort === undefined ? list : sortBy(list, order, docOf);
  return Number($slice) < 0 ? sorted.slice(Number($slice)) : sorted.slice(0, Number($slice));
}
const isAmong = (list: unknown, value: unknown): boolean => (list as unknown[]).some((element) => compareBson(element, value) === 0);
const addToSet = (list: unknown[], argument: unknown) =>
  eachOf(argument).reduce<unknown[]>((all, value) => (isAmong(all, value) ? all : [...all, value]), list);
function pull(list: unknown[], argument: unknown): unknown[] {
  const isWhole = !isDocument(argument) || isOperators(argument);
  const matches = compileFilter(isWhole ? { value: argument } : argument);
  return list.filter((element) => !matches(isWhole ? { value: element } : asDoc(element)) || (!isWhole && !isDocument(element)));
}
function pop(list: unknown[], end: unknown): unknown[] {
  if (Math.abs(Number(end)) !== 1) fail(9, `$pop expects 1 or -1, found: ${String(end)}`);
  return Number(end) < 0 ? list.slice(1) : list.slice(0, -1);
}
function currentDate(_old: unknown, argument: unknown): unknown {
  const type = argument === true ? 'date' : asDoc(argument).$type;
  if (type === 'date') return new Date();
  if (type === 'timestamp') return new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
  fail(2, "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}");
}
const set: Operator = (_old, argument) => argument;
const better = (sign: number): Operator => (old, argument) => (old === undefined || compareBson(argument, old) * sign > 0 ? argument : undefined);
const OPERATORS: Readonly<Record<string, Operator>> = {
  $set: set, $setOnInsert: set, $unset: () => REMOVED, $rename: () => REMOVED, $currentDate: currentDate, $min: better(-1), $max: better(1),
  $inc: arithmetic('$inc', (a, b) => a + b, (a, b) => a + b), $mul: arithmetic('$mul', (a, b) => a * b, (a, b) => a * b), $bit: bitwise,
  $push: onArray(push), $addToSet: onArray(addToSet), $pop: onArray(pop), $pull: onArray(pull),
  $pullAll: onArray((list, values) => list.filter((element) => !isAmong(values, element))),
};
interface Step { readonly path: string, operator: string, argument: unknown }

/** Which elements a marker stands for: $ the first that the filter matches on its own, $[] all, $[name] those of the array filter. */
function marked(marker: string, list: readonly unknown[], path: string, { filter, arrayFilters }: Change): number[] {
  const name = marker.slice(2, -1);
  if (marker === '$') {
    const tests = conjuncts(filter).filter(([one]) => `${one}.`.startsWith(`${path}.`))
      .map(([one, condition]) => compileFilter({ [`list${one.slice(path.length)}`]: condition }));
    const first = tests.length === 0 ? -1 : list.findIndex((element) => tests.every((test) => test({ list: [element] })));
    if (first < 0) fail(2, 'The positional operator did not find the match needed from the query.');
    return [first];
  }
  const chosen = name === '' ? {} : arrayFilters.find((one) => new RegExp(`"${name}[".]`).test(JSON.stringify(one)));
  if (!chosen) fail(2, `No array filter found for identifier '${name}' in path '${path}.${marker}'`);
  const test = compileFilter(chosen);
  return [...list.keys()].filter((at) => test({ [name]: list[at] }));
}
function put(node: Doc | unknown[], name: string, value: unknown): void {
  if (value === undefined) return;
  if (Array.isArray(node)) while (node.length < Number(name)) node.push(null);
  else if (value === REMOVED) return void Reflect.deleteProperty(node, name);
  // Not an assignment: the name may be __proto__.
  Object.defineProperty(node, name, { value: value === REMOVED ? null : value, writable: true, enumerable: true, configurable: true });
}
function applyAt(node: Doc | unknown[], [name = '', ...rest]: readonly string[], step: Step, change: Change, parents: readonly string[] = []): void {
  const [isMissing, creates, path] = [!Object.hasOwn(node, name), !NEVER_CREATES.includes(step.operator), [...parents, name]];
  if (/^\$($|\[)/.test(name)) {
    if (!Array.isArray(node)) fail(2, `The path '${parents.join('.')}' must be an array in order to apply array updates.`);
    for (const at of marked(name, node, parents.join('.'), change)) applyAt(node, [String(at), ...rest], step, change, parents);
  } else if (isMissing && !creates) return;
  else if (Array.isArray(node) && !/^\d+$/.test(name)) fail(28, `Cannot create field '${name}' in an array`);
  else if (rest.length === 0) put(node, name, OPERATORS[step.operator]?.((node as Doc)[name], step.argument, path.join('.')));
  else {
    if (isMissing) put(node, name, {});
    const child = (node as Doc)[name];
    if (isDocument(child) || Array.isArray(child)) applyAt(child, rest, step, change, path);
    else if (creates) fail(28, `Cannot create field '${rest[0]}' in element {${name}: ${JSON.stringify(child)}}`);
  }
}
function rename(doc: Doc, step: Step, change: Change): void {
  const path = step.path.split('.');
  const value = path.reduce<unknown>((node, name) => asDoc(node)[name], doc);
  if (value === undefined) return;
  applyAt(doc, path, step, change);
  applyAt(doc, String(step.argument).split('.'), { ...step, operator: '$set', argument: value }, change);
}
/** The steps in the order of their paths, as MongoDB takes them. */
function stepsOf(update: Doc): Step[] {
  const steps = Object.entries(update).flatMap(([operator, fields]) => {
    if (!OPERATORS[operator]) fail(9, `Unknown modifier: ${operator}. Expected a valid update modifier or a pipeline`);
    if (!isDocument(fields)) fail(9, `Modifiers operate on fields but we found type ${typeOf(fields)[0]} instead.`);
    return Object.entries(fields).map(([path, argument]) => ({ path, operator, argument }));
  });
  const paths = steps.flatMap(({ path, operator, argument }) => (operator === '$rename' ? [path, String(argument)] : [path]));
  for (const [at, path] of paths.entries()) {
    if (path.split('.').includes('')) fail(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
    const other = paths.find((one, index) => index !== at && `${one}.`.startsWith(`${path}.`));
    if (other) fail(40, `Updating the path '${other}' would create a conflict at '${path}'`);
  }
  return steps.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const withIdOf = ({ _id }: Doc, next: Doc): Doc => ({ ...(_id !== undefined && { _id }), ...next });
/** A document to be inserted, with the _id first: the one that it has, or a new one. */
export function identified(given: Buffer): Buffer {
  const isFirst = given.toString('latin1', 5, 9) === '_id\0', doc = isFirst ? {} : decodeExact(given);
  const bytes = isFirst ? given : encode(withIdOf({ _id: doc._id === undefined ? new ObjectId() : doc._id }, doc));
  const { _id } = decodePlain(pick(bytes, (name) => name === '_id')), [type] = typeOf(_id);
  const dollar = Object.keys(asDoc(_id)).find((field) => field.startsWith('$'));
  if (['array', 'regex', 'undefined'].includes(type)) fail(53, `The '_id' value cannot be of type ${type}`);
  if (dollar) fail(52, `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`);
  return bytes;
}
function alterBy(change: Change): Alter {
  const { update } = change;
  if (Array.isArray(update)) {
    const stage = update.flatMap((one) => Object.keys(one)).find((name) => !PIPELINE_STAGES.includes(name));
    if (stage) fail(72, `${stage} is not allowed to be used within an update`);
    return (doc) => withIdOf(doc, [...runPipeline([decodePlain(encode(doc))], update, change.lets)][0] ?? {});
  }
  if (!isOperators(update)) {
    const dollar = Object.keys(update).find((name) => name.startsWith('$'));
    if (dollar) fail(52, `The dollar ($) prefixed field '${dollar}' is not allowed in the context of a replacement document.`);
    return (doc) => withIdOf(doc, update);
  }
  const steps = stepsOf(update);
  return (doc, isInsert) => {
    for (const step of steps) {
      if (step.operator === '$rename') rename(doc, step, change);
      else if (step.operator !== '$setOnInsert' || isInsert) applyAt(doc, step.path.split('.'), step, change);
    }
    return doc;
  };
}
/** What is wrong with the change itself is refused before a document is looked at. */
export function compileChange(change: Change): Alter {
  const [alter, idOf] = [alterBy(change), (doc: Doc) => JSON.stringify(orderKey(doc._id))];
  return (doc, isInsert) => {
    const id = idOf(doc);
    const after = alter(doc, isInsert);
    if (id === idOf({}) || idOf(after) === id) return after;
    fail(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  };
}
/** What an upsert inserts: the fields that the filter pins to one value, then the change. */
export function upserted(exactFilter: Doc, change: Change, alter: Alter): Doc {
  const [seed, isReplacement] = [{} as Doc, !Array.isArray(change.update) && !isOperators(change.update)];
  for (const [path, condition] of conjuncts(exactFilter)) {
    const { $eq, $in } = isOperators(condition) ? condition : { $eq: condition } as Doc;
    const argument = $eq === undefined && Array.isArray($in) && $in.length === 1 ? $in[0] as unknown : $eq;
    const isPinned = argument !== undefined && !isPattern(argument) && (!isReplacement || path === '_id');
    if (isPinned) applyAt(seed, path.split('.'), { path, operator: '$set', argument }, change);
  }
  return withIdOf({ _id: new ObjectId() }, alter(seed, true));
}
