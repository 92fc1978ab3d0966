import { BSONRegExp } from 'bson';
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
type Build = (argument: unknown) => Test;
type Holds = (order: number) => boolean;
/** An operator that a value, or one of its elements, must satisfy (or, negated, none may). */
const onValues = (build: Build, negated = false) => (selector: string, argument: unknown) => {
  const [path, test] = [selector.split('.'), build(argument)];
  const holds = (value: unknown): boolean => test(value) || (Array.isArray(value) && value.some(test));
  return (doc: unknown) => valuesAt(doc, path).some(holds) !== negated;
};
const matchesPattern: Build = (pattern) => {
  const { source, flags } = pattern instanceof BSONRegExp ? { source: pattern.pattern, flags: pattern.options } : pattern as RegExp;
  // The codec reads MongoDB's s as JavaScript's g.
  const regExp = new RegExp(source, flags.replace('g', 's'));
  return (value) => (typeof value === 'string' ? regExp.test(value) : isPattern(value) && compareBson(value, pattern) === 0);
};
const equals: Build = (target) => {
  if (target === null || target === undefined) return (value) => value === null || value === undefined;
  if (isPattern(target)) return matchesPattern(target);
  return (value) => value === target || (rankOf(value) === rankOf(target) && compareBson(value, target) === 0);
};
const isIn: Build = (list) => {
  if (!Array.isArray(list)) fail(2, '$in needs an array');
  const tests = list.map(equals);
  return (value) => tests.some((test) => test(value));
};
/** Ranges stay within one type; only MinKey and MaxKey compare across types. */
const within = (holds: Holds): Build => (target) => (value = null) =>
  (rankOf(value) === rankOf(target) || ['minKey', 'maxKey'].includes(typeOf(target)[0])) && holds(compareBson(value, target));
const hasType: Build = (wanted) => (value) =>
  [wanted].flat().some((type) => typeOf(value).slice(0, 2).includes(type) || (type === 'number' && isNumeric(value)));
const compared = (result: (order: number) => unknown) => (doc: unknown, operands: unknown, options: Options) => {
  const [left, right] = evalExpr(doc, operands, options) as unknown[];
  return result(compareBson(left, right));
};
/** The comparisons by the signs that satisfy them: the same in a filter and in an expression. */
const ordered = <T>(build: (holds: Holds) => T) => Object.fromEntries(Object.entries({ $gt: [1], $gte: [1, 0], $lt: [-1], $lte: [-1, 0] })
  .map(([name, signs]) => [name, build((order) => signs.includes(Math.sign(order)))]));

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
const $exists = (path: string, wanted: unknown) => (doc: unknown) =>
  valuesAt(doc, path.split('.')).some((value) => value !== undefined) === Boolean(wanted);
const context = Context.init({
  accumulator: accumulators, projection: projections, pipeline: { ...stages, ...refused, $sort } as never,
  query: {
    ...queries, $eq: onValues(equals), $ne: onValues(equals, true), $in: onValues(isIn), $nin: onValues(isIn, true), $type: onValues(hasType),
    $regex: onValues(matchesPattern), $exists, ...ordered((holds) => onValues(within(holds))),
  } as never,
  expression: {
    ...expressions, $eq: compared((order) => order === 0), $ne: compared(Boolean), $cmp: compared(Math.sign), ...ordered(compared),
  },
});
const OPTIONS = { context, scriptEnabled: false };
const optionsFor = (lets: unknown): Partial<Options> => (lets ? { ...OPTIONS, variables: evalExpr({}, lets, OPTIONS as never) as Doc } : OPTIONS);
export function compileFilter(filter: Doc, lets?: unknown): (doc: Doc) => boolean {
  const empty = ['$and', '$or', '$nor'].find((name) => Array.isArray(filter[name]) && filter[name].length === 0);
  if (empty) fail(2, `${empty} must be a nonempty array`);
  const query = new Query(Object.fromEntries(Object.entries(filter).filter(([name]) => name !== '$comment')), optionsFor(lets));
  return (doc) => query.test(doc);
}
export function runPipeline(rows: Iterable<Doc>, pipeline: Doc[], lets: unknown, collection: (name: string) => Doc[] = () => []): Iterable<Doc> {
  return new Aggregator(pipeline, { ...optionsFor(lets), collectionResolver: collection }).stream(rows) as unknown as Iterable<Doc>;
}
/** mingo appends the _id; MongoDB begins with it. */
export const idFirst = (doc: Doc): Doc => ('_id' in doc ? { _id: doc._id, ...doc } : doc);
/** Whole fields are copied as they are, parts of them as exact values; expressions need plain numbers. */
export function projector(projection: Doc): (bytes: Buffer) => Buffer {
  const paths = Object.keys(projection), isFlag = (path: string): boolean => ['number', 'boolean'].includes(typeof projection[path]);
  if (paths.some((path) => path.endsWith('.$'))) unsupported('positional projection');
  const isInclusion = paths.some((path) => path !== '_id' && projection[path] && isFlag(path)), hasId = projection._id ?? true;
  const isWanted = isInclusion ? fieldsRead(projection, '_id') : undefined;
  const isOneKind = isInclusion || paths.some((path) => isFlag(path) && !projection[path]);
  const isWhole = isOneKind && paths.every((path) => isFlag(path) && !path.includes('.') && (path === '_id' || Boolean(projection[path]) === isInclusion));
  if (isWhole) return (bytes) => pick(bytes, (name) => Boolean(name === '_id' ? hasId : projection[name] ?? !isInclusion));
  const query = new Query({}, OPTIONS), decode = Object.values(projection).some(isDocument) ? decodePlain : decodeExact;
  const project = (bytes: Buffer): Buffer => encode(idFirst(query.find<Doc>([decode(bytes)], projection).all()[0] ?? {}));
  return paths.length === 0 ? (bytes) => bytes : (bytes) => project(pick(bytes, isWanted));
}
