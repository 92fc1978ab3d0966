import { BSONRegExp, BSONType } from 'bson';
import { Aggregator } from 'mingo/aggregator';
import { Context, evalExpr } from 'mingo/core';
import { Lazy } from 'mingo/lazy';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import * as stages from 'mingo/operators/pipeline';
import * as projections from 'mingo/operators/projection';
import * as queries from 'mingo/operators/query';
import { Query } from 'mingo/query';
import type { Options } from 'mingo/types';
import { compareBson, decodeExact, decodePlain, encode, isDocument, isNumeric, isPattern, pick, rankOf, typeOf, type Doc } from './bson-value.js';
import { fail, unsupported } from './mongo-fault.js';

/** What MongoDB sees at a dotted path: through arrays into their documents; undefined where a field is missing. */
export function valuesAt(node: unknown, path: readonly string[], at = 0, found: unknown[] = []): unknown[] {
  const name = path[at];
  if (name === undefined) found.push(node);
  else if (Array.isArray(node)) {
    if (/^\d+$/.test(name) && Number(name) < node.length) valuesAt(node[Number(name)], path, at + 1, found);
    for (const element of node) if (isDocument(element)) valuesAt(element, path, at, found);
  } else valuesAt(isDocument(node) && Object.hasOwn(node, name) ? node[name] : undefined, path, at + 1, found);
  return found;
}
/** The same as an index and a sort see it: an array by its elements, an empty one as undefined, a missing field as null. */
export const elementsOf = (values: readonly unknown[]): unknown[] => (values.length === 0 ? [undefined]
  : values.flatMap((value) => (!Array.isArray(value) ? [value ?? null] : value.length > 0 ? value as unknown[] : [undefined])));
/** Which top-level fields a filter, a sort or stages may read; undefined where they may read all. */
export function fieldsRead(...parts: readonly unknown[]): ((field: string) => boolean) | undefined {
  const namesIn = (node: unknown): string[] => (typeof node === 'string' ? [node] : Array.isArray(node) ? node.flatMap(namesIn)
    : isDocument(node) ? Object.entries(node).flatMap(([name, value]) => [name, ...namesIn(value)]) : []);
  const names = new Set(namesIn(parts).map((name) => name.replace(/^\$(?!\$)/, '').split('.')[0]));
  return ['$$ROOT', '$$CURRENT', 'getField'].some((name) => names.has(name)) ? undefined : (field) => names.has(field);
}
/** Conditions that must all hold, as [path, condition]; what stands in $or or $nor is not among them. */
export function conjuncts(filter: Doc): [path: string, condition: unknown][] {
  return Object.entries(filter).flatMap(([path, condition]) =>
    (path === '$and' ? (condition as Doc[]).flatMap(conjuncts) : path.startsWith('$') ? [] : [[path, condition] as [string, unknown]]));
}

type Test = (value: unknown) => boolean;
type Operator = (path: string, argument: unknown, options?: Options) => Test;
/** Of the values at the path one, or an element of one, must pass. */
const some = (testFor: (argument: unknown) => Test): Operator => (path, argument) => {
  const names = path.split('.'), test = testFor(argument);
  return (doc) => valuesAt(doc, names).some((value) => test(value) || (Array.isArray(value) && value.some(test)));
};
const not = (operator: Operator): Operator => (path, argument) => {
  const test = operator(path, argument);
  return (doc) => !test(doc);
};
function matchesPattern(pattern: unknown): Test {
  const { source, flags } = pattern instanceof BSONRegExp ? { source: pattern.pattern, flags: pattern.options } : pattern as RegExp;
  // The codec reads MongoDB's s as JavaScript's g.
  const regExp = new RegExp(source, flags.replace('g', 's'));
  return (value) => (typeof value === 'string' ? regExp.test(value) : isPattern(value) && compareBson(value, pattern) === 0);
}
function equals(target: unknown): Test {
  if (target === null || target === undefined) return (value) => value === null || value === undefined;
  if (isPattern(target)) return matchesPattern(target);
  return (value) => value === target || (rankOf(value) === rankOf(target) && compareBson(value, target) === 0);
}
function isIn(list: unknown): Test {
  const tests = Array.isArray(list) ? list.map(equals) : fail(2, '$in needs an array');
  return (value) => tests.some((test) => test(value));
}
const hasType = (wanted: unknown): Test => (value) => [wanted].flat().some((type) =>
  type === typeOf(value) || type === BSONType[typeOf(value)] || (type === 'number' && isNumeric(value)));
const hasRest = (argument: unknown): Test => (value) => {
  const [divisor, rest] = argument as number[];
  return isNumeric(value) && Math.trunc(Number(value)) % Number(divisor) === rest;
};
const $eq = some(equals), $in = some(isIn);
/** mingo's own wants an array. */
const $all: Operator = (path, list, options) => {
  const tests = (list as Doc[]).map((one) =>
    (isDocument(one) && '$elemMatch' in one ? queries.$elemMatch(path, one.$elemMatch as Doc, options as never) : $eq(path, one)) as Test);
  return (doc) => tests.length > 0 && tests.every((test) => test(doc));
};
const $exists: Operator = (path, wanted) => (doc) => valuesAt(doc, path.split('.')).some((value) => value !== undefined) === Boolean(wanted);

type Holds = (order: number) => boolean;
const ORDERS: [name: string, holds: Holds][] =
  [['$gt', (order) => order > 0], ['$gte', (order) => order >= 0], ['$lt', (order) => order < 0], ['$lte', (order) => order <= 0]];
/** Ranges stay within one type; only MinKey and MaxKey compare across types. */
const within = (holds: Holds) => some((target) => (value = null) =>
  (rankOf(value) === rankOf(target) || ['minKey', 'maxKey'].includes(typeOf(target))) && holds(compareBson(value, target)));
const compared = (result: (order: number) => unknown) => (doc: unknown, operands: unknown, options: Options) => {
  const [left, right] = evalExpr(doc, operands, options) as unknown[];
  return result(compareBson(left, right));
};

/** The order of MongoDB's sort: an array counts with its smallest (ascending) or largest (descending) element. */
export function sortBy<T>(rows: Iterable<T>, sort: Doc, docOf: (row: T) => unknown, keep = Infinity): T[] {
  const fields = Object.entries(sort).map(([path, direction]) => ({ path: path.split('.'), sign: Number(direction) }));
  if (fields.some(({ sign }) => Math.abs(sign) !== 1)) fail(15975, '$sort key ordering must be 1 (ascending) or -1 (descending)');
  const keyOf = (row: T): unknown[] => fields.map(({ path, sign }) =>
    elementsOf(valuesAt(docOf(row), path)).reduce((best, value) => (compareBson(value, best) * sign < 0 ? value : best)));
  let keyed: { row: T; key: unknown[] }[] = [];
  const cut = (): void => {
    keyed = keyed.sort((a, b) => fields.reduce((order, { sign }, at) => order || compareBson(a.key[at], b.key[at]) * sign, 0)).slice(0, keep);
  };
  // A sorted page needs no more memory than itself.
  for (const row of rows) if (keyed.push({ row, key: keyOf(row) }) > 2 * keep + 1000) cut();
  cut();
  return keyed.map(({ row }) => row);
}

const refused = Object.fromEntries(['$out', '$merge', '$setWindowFields'].map((name) => [name, () => { unsupported(name); }]));
const $sort = (rows: ReturnType<typeof Lazy>, sort: Doc) => rows.transform((docs) => Lazy(sortBy(docs, sort, (doc) => doc)));
const context = Context.init({
  accumulator: accumulators, projection: projections, pipeline: { ...stages, ...refused, $sort } as never,
  query: {
    ...queries, $eq, $ne: not($eq), $in, $nin: not($in), $exists, $all, $type: some(hasType), $mod: some(hasRest), $regex: some(matchesPattern),
    ...Object.fromEntries(ORDERS.map(([name, holds]) => [name, within(holds)])),
  },
  expression: {
    ...expressions, $eq: compared((order) => order === 0), $ne: compared(Boolean), $cmp: compared(Math.sign),
    ...Object.fromEntries(ORDERS.map(([name, holds]) => [name, compared(holds)])),
  },
});
const OPTIONS = { context, scriptEnabled: false };
const optionsFor = (lets: unknown): Partial<Options> => (lets ? { ...OPTIONS, variables: evalExpr({}, lets, OPTIONS as never) as Doc } : OPTIONS);
export function compileFilter(given: Doc, lets?: unknown): (doc: Doc) => boolean {
  const filter = Object.fromEntries(Object.entries(given).filter(([name]) => name !== '$comment'));
  const empty = ['$and', '$or', '$nor'].find((name) => Array.isArray(filter[name]) && filter[name].length === 0);
  if (empty) fail(2, `${empty} must be a nonempty array`);
  const query = new Query(filter, optionsFor(lets));
  return (doc) => query.test(doc);
}
export function runPipeline(rows: Iterable<Doc>, pipeline: Doc[], lets: unknown, collection: (name: string) => Doc[] = () => []): Iterable<Doc> {
  return new Aggregator(pipeline, { ...optionsFor(lets), collectionResolver: collection }).stream(rows) as unknown as Iterable<Doc>;
}
/** mingo appends the _id; MongoDB begins with it. */
export const idFirst = (doc: Doc): Doc => ('_id' in doc ? { _id: doc._id, ...doc } : doc);
/** Whole fields are copied as they are, parts of them as exact values; expressions need plain numbers. */
export function projector(projection: Doc): (bytes: Buffer) => Buffer {
  const paths = Object.keys(projection).filter((path) => path !== '_id'), { _id = true } = projection;
  if (paths.some((path) => path.endsWith('.$'))) unsupported('positional projection');
  if (Object.keys(projection).length === 0) return (bytes) => bytes;
  const isFlag = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean';
  const isInclusion = paths.length > 0 ? paths.some((path) => isFlag(projection[path]) && projection[path]) : Boolean(_id);
  if (isFlag(_id) && paths.every((path) => !path.includes('.') && isFlag(projection[path]) && Boolean(projection[path]) === isInclusion)) {
    return (bytes) => pick(bytes, (name) => (name === '_id' ? Boolean(_id) : Object.hasOwn(projection, name) === isInclusion));
  }
  const query = new Query({}, OPTIONS), isRead = isInclusion ? fieldsRead(projection, '_id') : undefined;
  const decode = Object.values(projection).some(isDocument) ? decodePlain : decodeExact;
  return (bytes) => encode(idFirst(query.find<Doc>([decode(pick(bytes, isRead))], projection).all()[0] ?? {}));
}
