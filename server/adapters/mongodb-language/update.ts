import { Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import {
  asDoc, compareBson, decodeExact, encode, isDocument, isNumeric, isOperators, isPattern, orderKey, pick, plainOf, typeOf, type Doc,
} from './bson-value.js';
import { fail, unsupported } from './mongo-fault.js';
import { compileFilter, conjuncts, runPipeline, sortBy } from './query.js';

/** `filter`, array filters and variables are plain; the update is exact, as it may be stored. */
export interface Change { readonly filter: Doc, update: Doc | Doc[], arrayFilters: readonly Doc[], lets: unknown, multi: unknown }
/** Alters an exact document, and returns it or its successor. */
export type Alter = (doc: Doc, isInsert: boolean) => Doc;
/** The new value of a field; undefined leaves it alone. */
type Operator = (old: unknown, argument: unknown, path: string) => unknown;
interface Step { readonly path: readonly string[], operator: string, argument: unknown }
const REMOVED = Symbol('removed'), NEVER_CREATES = ['$unset', '$rename', '$pop', '$pull', '$pullAll'];
const PIPELINE_STAGES = ['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith'];

/** Written for numbers, used on bigints too. */
type Calculation = (a: number, b: number) => number;
/** MongoDB's number types: double wins over the integers, an int that grows becomes a long. */
const arithmetic = (name: string, calculate: Calculation): Operator => (old = new Int32(0), argument, path) => {
  if (!isNumeric(argument)) fail(14, `Cannot apply ${name} with non-numeric argument: {${path}: ${JSON.stringify(argument)}}`);
  if (!isNumeric(old)) fail(14, `Cannot apply ${name} to the field '${path}' of non-numeric type ${typeOf(old)}`);
  const types = [typeOf(old), typeOf(argument)];
  if (types.includes('decimal') || (types.includes('double') && name === '$bit')) unsupported(`${name} on ${types.join(' and ')}`);
  if (types.includes('double')) return new Double(calculate(Number(old), Number(argument)));
  const result = (calculate as never as (a: bigint, b: bigint) => bigint)(BigInt(String(old)), BigInt(String(argument)));
  if (BigInt.asIntN(64, result) !== result) fail(2, `Failed to apply ${name} operations to current value of '${path}'`);
  return types.includes('long') || BigInt.asIntN(32, result) !== result ? Long.fromBigInt(result) : new Int32(Number(result));
};
const BITS: Readonly<Record<string, Calculation>> = { and: (a, b) => a & b, or: (a, b) => a | b, xor: (a, b) => a ^ b };
const bitwise: Operator = (old, argument, path) => Object.entries(asDoc(argument)).reduce((value, [name, operand]) => {
  const bits = BITS[name] ?? fail(2, `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
  return arithmetic('$bit', bits)(value, operand, path);
}, old);

const onArray = (change: (list: unknown[], argument: unknown) => unknown[]): Operator => (old = [], argument, path) =>
  (Array.isArray(old) ? change(old, argument) : fail(2, `The field '${path}' must be an array but is of type ${typeOf(old)}`));
const eachOf = (argument: unknown, { $each = [argument] } = asDoc(argument)): unknown[] =>
  (Array.isArray($each) ? $each : fail(2, `The argument to $each must be an array but it was of type ${typeOf($each)}`));
function push(list: unknown[], argument: unknown): unknown[] {
  const { $position = list.length, $sort, $slice = Infinity } = isDocument(argument) && '$each' in argument ? argument : {};
  const pushed = list.toSpliced(Number($position), 0, ...eachOf(argument));
  const [order, docOf] = isDocument($sort) ? [$sort, (value: unknown) => value] : [{ value: $sort }, (value: unknown) => ({ value })];
  const sorted = $sort === undefined ? pushed : sortBy(pushed, order, docOf);
  return Number($slice) < 0 ? sorted.slice(Number($slice)) : sorted.slice(0, Number($slice));
}
const isAmong = (list: unknown[], value: unknown): boolean => list.some((element) => compareBson(element, value) === 0);
const addToSet = (list: unknown[], argument: unknown): unknown[] =>
  eachOf(argument).reduce<unknown[]>((all, value) => (isAmong(all, value) ? all : [...all, value]), list);
function pull(list: unknown[], argument: unknown): unknown[] {
  const isOfFields = isDocument(argument) && !isOperators(argument), matches = compileFilter(isOfFields ? argument : { value: argument });
  return list.filter((value) => !(isOfFields ? isDocument(value) && matches(value) : matches({ value })));
}
function pop(list: unknown[], end: unknown): unknown[] {
  return Number(end) === 1 ? list.slice(0, -1) : Number(end) === -1 ? list.slice(1) : fail(9, `$pop expects 1 or -1, found: ${String(end)}`);
}
function currentDate(_old: unknown, argument: unknown): unknown {
  const type = argument === true ? 'date' : asDoc(argument).$type;
  if (type === 'timestamp') return new Timestamp({ t: Math.floor(Date.now() / 1000), i: 1 });
  return type === 'date' ? new Date() : fail(2, "The '$type' string field is required to be 'date' or 'timestamp'");
}
const set: Operator = (_old, argument) => argument;
const better = (sign: number): Operator => (old, argument) => (old === undefined || compareBson(argument, old) * sign > 0 ? argument : undefined);
const OPERATORS: Readonly<Record<string, Operator>> = {
  $set: set, $setOnInsert: set, $unset: () => REMOVED, $rename: set, $currentDate: currentDate, $min: better(-1), $max: better(1), $bit: bitwise,
  $inc: arithmetic('$inc', (a, b) => a + b), $mul: arithmetic('$mul', (a, b) => a * b),
  $push: onArray(push), $addToSet: onArray(addToSet), $pop: onArray(pop), $pull: onArray(pull),
  $pullAll: onArray((list, values) => list.filter((element) => !isAmong(values as unknown[], element))),
};

/** Which elements a marker stands for: $ the first that the filter matches on its own, $[] all, $[name] those of the array filter. */
function marked(marker: string, list: readonly unknown[], path: string, { filter, arrayFilters }: Change): number[] {
  if (marker === '$') {
    const tests = conjuncts(filter).filter(([one]) => `${one}.`.startsWith(`${path}.`))
      .map(([one, condition]) => compileFilter({ [`list${one.slice(path.length)}`]: condition }));
    const first = list.findIndex((element) => tests.every((test) => test({ list: [element] })));
    return tests.length > 0 && first >= 0 ? [first] : fail(2, 'The positional operator did not find the match needed from the query.');
  }
  const name = marker.slice(2, -1), filterOf = arrayFilters.find((one) => new RegExp(`"${name}[".]`).test(JSON.stringify(one)));
  if (name && !filterOf) fail(2, `No array filter found for identifier '${name}' in path '${path}.${marker}'`);
  const test = compileFilter(name && filterOf ? filterOf : {});
  return [...list.keys()].filter((at) => test({ [name]: list[at] }));
}
const isContainer = (value: unknown): value is Doc | unknown[] => isDocument(value) || Array.isArray(value);
const read = (doc: Doc, path: readonly string[]): unknown =>
  path.reduce<unknown>((node, name) => (isContainer(node) && Object.hasOwn(node, name) ? (node as Doc)[name] : undefined), doc);
/** The steps that a step stands for in this document, without markers: all are known before the first is done. */
function concrete(step: Step, doc: Doc, change: Change): Step[] {
  const { path, operator, argument } = step, at = path.findIndex((name) => /^\$($|\[)/.test(name));
  if (at >= 0) {
    const list = read(doc, path.slice(0, at)), parent = path.slice(0, at).join('.');
    if (!Array.isArray(list)) fail(2, `The path '${parent}' must be an array in order to apply array updates.`);
    return marked(path[at] ?? '', list, parent, change).flatMap((index) => concrete({ ...step, path: path.with(at, String(index)) }, doc, change));
  }
  if (operator !== '$rename') return [step];
  const value = read(doc, path), target = String(argument).split('.');
  const isInArray = [path, target].some((one) => one.some((_name, depth) => Array.isArray(read(doc, one.slice(0, depth)))));
  if (isInArray) fail(2, `The source and the destination of $rename cannot be array elements: '${path.join('.')}', '${target.join('.')}'`);
  return value === undefined ? [] : [{ path, operator: '$unset', argument }, { path: target, operator: '$set', argument: value }];
}
function put(node: Doc | unknown[], name: string, value: unknown): void {
  if (value === undefined) return;
  if (Array.isArray(node)) while (node.length < Number(name)) node.push(null);
  else if (value === REMOVED) return void Reflect.deleteProperty(node, name);
  // Not an assignment: the name may be __proto__.
  Object.defineProperty(node, name, { value: value === REMOVED ? null : value, writable: true, enumerable: true, configurable: true });
}
function applyAt(node: Doc | unknown[], [name = '', ...rest]: readonly string[], { path, operator, argument }: Step): void {
  const isMissing = !Object.hasOwn(node, name), creates = !NEVER_CREATES.includes(operator);
  if (isMissing && !creates) return;
  if (Array.isArray(node) && !/^\d+$/.test(name)) fail(28, `Cannot create field '${name}' in an array`);
  if (rest.length === 0) return put(node, name, OPERATORS[operator]?.((node as Doc)[name], argument, path.join('.')));
  if (isMissing) put(node, name, {});
  const child = (node as Doc)[name];
  if (isContainer(child)) applyAt(child, rest, { path, operator, argument });
  else if (creates) fail(28, `Cannot create field '${rest[0]}' in element {${name}: ${JSON.stringify(child)}}`);
}
/** The steps in the order of their paths, as MongoDB takes them. */
function stepsOf(update: Doc): Step[] {
  const steps = Object.entries(update).flatMap(([operator, fields]) => {
    if (!OPERATORS[operator]) fail(9, `Unknown modifier: ${operator}. Expected a valid update modifier or a pipeline`);
    if (!isDocument(fields)) fail(9, `Modifiers operate on fields but we found type ${typeOf(fields)} instead.`);
    return Object.entries(fields).map(([path, argument]) => ({ path, operator, argument }));
  });
  const paths = steps.flatMap(({ path, operator, argument }) => (operator === '$rename' ? [path, String(argument)] : [path])).sort();
  for (const [at, path] of paths.entries()) {
    if (path.split('.').includes('')) fail(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
    const other = paths.find((one, index) => index !== at && `${one}.`.startsWith(`${path}.`));
    if (other) fail(40, `Updating the path '${other}' would create a conflict at '${path}'`);
  }
  return steps.sort((a, b) => (a.path < b.path ? -1 : 1)).map((step) => ({ ...step, path: step.path.split('.') }));
}

const withIdOf = ({ _id }: Doc, next: Doc): Doc => ({ ...(_id !== undefined && { _id }), ...next });
function alterBy(change: Change): Alter {
  const { update } = change;
  if (Array.isArray(update)) {
    const stage = update.flatMap((one) => Object.keys(one)).find((name) => !PIPELINE_STAGES.includes(name));
    if (stage) fail(72, `${stage} is not allowed to be used within an update`);
    const pipeline = update.map(plainOf);
    return (doc) => withIdOf(doc, [...runPipeline([plainOf(doc)], pipeline, change.lets)][0] ?? {});
  }
  if (!isDocument(update)) fail(9, 'Update argument must be either an object or an array');
  if (!isOperators(update)) {
    if (change.multi) fail(9, 'multi update is not supported for replacement-style update');
    const dollar = Object.keys(update).find((name) => name.startsWith('$'));
    if (dollar) fail(52, `The dollar ($) prefixed field '${dollar}' is not allowed in the context of a replacement document.`);
    return (doc) => withIdOf(doc, update);
  }
  const steps = stepsOf(update);
  return (doc, isInsert) => {
    const wanted = steps.filter(({ operator }) => isInsert || operator !== '$setOnInsert');
    for (const step of wanted.flatMap((one) => concrete(one, doc, change))) applyAt(doc, step.path, step);
    return doc;
  };
}
/** What is wrong with the change itself is refused before a document is looked at. */
export function compileChange(change: Change): Alter {
  const alter = alterBy(change), idOf = (doc: Doc) => JSON.stringify(orderKey(doc._id));
  return (doc, isInsert) => {
    const id = idOf(doc), after = alter(doc, isInsert);
    if (id === idOf({}) || idOf(after) === id) return after;
    fail(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  };
}
/** What an upsert inserts: the fields that the exact filter pins to one value, then the change. */
export function upserted(filter: Doc, { update }: Change, alter: Alter): Doc {
  const seed: Doc = {}, isReplacement = !Array.isArray(update) && !isOperators(update);
  for (const [path, condition] of conjuncts(filter)) {
    const { $eq, $in } = isOperators(condition) ? condition : { $eq: condition } as Doc;
    const argument = $eq === undefined && Array.isArray($in) && $in.length === 1 ? $in[0] as unknown : $eq;
    const isPinned = argument !== undefined && !isPattern(argument) && (!isReplacement || path === '_id');
    if (isPinned) applyAt(seed, path.split('.'), { path: [path], operator: '$set', argument });
  }
  return withIdOf({ _id: new ObjectId() }, alter(seed, true));
}
/** A document to be inserted, with the _id first: the one that it has, or a new one. */
export function identified(given: Buffer): Buffer {
  const isFirst = given.toString('latin1', 5, 9) === '_id\0', doc = isFirst ? {} : decodeExact(given);
  const bytes = isFirst ? given : encode(withIdOf({ _id: doc._id === undefined ? new ObjectId() : doc._id }, doc));
  const { _id } = decodeExact(pick(bytes, (name) => name === '_id')), type = typeOf(_id);
  const dollar = Object.keys(asDoc(_id)).find((field) => field.startsWith('$'));
  if (['array', 'regex', 'undefined'].includes(type)) fail(53, `The '_id' value cannot be of type ${type}`);
  if (dollar) fail(52, `_id fields may not contain '$'-prefixed fields: ${dollar} is not valid for storage.`);
  return bytes;
}
