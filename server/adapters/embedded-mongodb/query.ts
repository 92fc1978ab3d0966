import { BSONRegExp } from 'bson';
import { Aggregator } from 'mingo/aggregator';
import { Context, evalExpr } from 'mingo/core';
import { Lazy } from 'mingo/lazy';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import * as stages from 'mingo/operators/pipeline';
import * as projections from 'mingo/operators/projection';
import * as queries from 'mingo/operators/query';
import * as windows from 'mingo/operators/window';
import { Query } from 'mingo/query';
import type { Options } from 'mingo/types';
import { compareBson, isDocument, isNumeric, isPattern, rankOf, typeOf, type Doc } from './bson-value.js';
import { MongoFault, unsupported } from './mongo-fault.js';

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

type Test = (value: unknown) => boolean;
/** An operator that a value, or one of its elements, must satisfy (or, negated, none may). */
const onValues = (build: (argument: unknown) => Test, negated = false) => (selector: string, argument: unknown) => {
  const [path, test] = [selector.split('.'), build(argument)];
  const holds = (value: unknown): boolean => test(value) || (Array.isArray(value) && value.some(test));
  return (doc: unknown) => valuesAt(doc, path).some(holds) !== negated;
};

function matchesPattern(pattern: unknown): Test {
  const [source, flags] = pattern instanceof BSONRegExp ? [pattern.pattern, pattern.options] : pattern instanceof RegExp ? [pattern.source, pattern.flags] : [String(pattern), ''];
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
  if (!Array.isArray(list)) throw new MongoFault(2, '$in needs an array');
  const tests = list.map(equals);
  return (value) => tests.some((test) => test(value));
}
/** Ranges stay within one type; only MinKey and MaxKey compare across types. */
const within = (holds: (order: number) => boolean) => (target: unknown): Test => {
  const isAnyType = ['minKey', 'maxKey'].includes(typeOf(target)[0]);
  return (value) => (isAnyType || rankOf(value ?? null) === rankOf(target)) && holds(compareBson(value ?? null, target));
};
const hasType = (wanted: unknown): Test => (value) => [wanted].flat().some((type) =>
  type === typeOf(value)[0] || type === typeOf(value)[1] || (type === 'number' && isNumeric(value)));

const compared = (result: (order: number) => unknown) => (doc: unknown, operands: unknown, options: Options) => {
  const [left, right] = evalExpr(doc, operands, options) as unknown[];
  return result(compareBson(left, right));
};

/** The order of MongoDB's sort: an array counts with its smallest (ascending) or largest (descending) element. */
export function compareBySort(sort: Doc): { keyOf: (doc: Doc) => unknown[]; compare: (a: readonly unknown[], b: readonly unknown[]) => number } {
  const fields = Object.entries(sort).map(([path, direction]) => ({ path: path.split('.'), direction: Number(direction) }));
  if (fields.some(({ direction }) => Math.abs(direction) !== 1)) throw new MongoFault(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  const keyOf = (doc: Doc): unknown[] => fields.map(({ path, direction }) => {
    const values = valuesAt(doc, path).flatMap((value) => (!Array.isArray(value) ? [value ?? null] : value.length > 0 ? value as unknown[] : [undefined]));
    return values.reduce((best, value) => (compareBson(value, best) * direction < 0 ? value : best), values[0]);
  });
  const compare = (a: readonly unknown[], b: readonly unknown[]): number =>
    fields.reduce((order, { direction }, at) => order || compareBson(a[at], b[at]) * direction, 0);
  return { keyOf, compare };
}
export function sortBy<T>(rows: Iterable<T>, sort: Doc, docOf: (row: T) => Doc, keep = Infinity): T[] {
  const { keyOf, compare } = compareBySort(sort);
  let keyed: { row: T; key: unknown[] }[] = [];
  const cut = (): void => void (keyed = keyed.sort((a, b) => compare(a.key, b.key)).slice(0, keep));
  for (const row of rows) {
    // A sorted page needs no more memory than itself.
    if (keyed.push({ row, key: keyOf(docOf(row)) }) > 2 * keep + 1000) cut();
  }
  cut();
  return keyed.map(({ row }) => row);
}

const refused = (name: string) => () => { throw unsupported(name); };
const context = Context.init({
  accumulator: accumulators, projection: projections, window: windows,
  query: {
    ...queries, $eq: onValues(equals), $ne: onValues(equals, true), $in: onValues(isIn), $nin: onValues(isIn, true), $regex: onValues(matchesPattern),
    $gt: onValues(within((order) => order > 0)), $gte: onValues(within((order) => order >= 0)), $type: onValues(hasType),
    $lt: onValues(within((order) => order < 0)), $lte: onValues(within((order) => order <= 0)),
    $exists: (path: string, wanted: unknown) => (doc: unknown) => valuesAt(doc, path.split('.')).some((value) => value !== undefined) === Boolean(wanted),
  } as never,
  expression: {
    ...expressions, $eq: compared((order) => order === 0), $ne: compared((order) => order !== 0), $cmp: compared(Math.sign),
    $gt: compared((order) => order > 0), $gte: compared((order) => order >= 0), $lt: compared((order) => order < 0), $lte: compared((order) => order <= 0),
  },
  pipeline: {
    ...stages, $sort: (rows: ReturnType<typeof Lazy>, sort: Doc) => rows.transform((docs) => Lazy(sortBy(docs as Doc[], sort, (doc) => doc))),
    // mingo computes windows with $function, which runs code of the client.
    $out: refused('$out'), $merge: refused('$merge'), $setWindowFields: refused('$setWindowFields'),
  } as never,
});
function optionsWith(lets: unknown): Partial<Options> {
  const options = { context, scriptEnabled: false };
  return { ...options, variables: evalExpr({}, lets ?? {}, options as never) as Doc };
}

export function compileFilter(filter: Doc, lets?: unknown): (doc: Doc) => boolean {
  const empty = ['$and', '$or', '$nor'].find((name) => Array.isArray(filter[name]) && filter[name].length === 0);
  if (empty) throw new MongoFault(2, `${empty} must be a nonempty array`);
  const query = new Query(Object.fromEntries(Object.entries(filter).filter(([name]) => name !== '$comment')), optionsWith(lets));
  return (doc) => query.test(doc);
}
export function runPipeline(rows: Iterable<Doc>, pipeline: Doc[], collection: (name: string) => Doc[], lets?: unknown): Iterable<Doc> {
  return new Aggregator(pipeline, { ...optionsWith(lets), collectionResolver: collection }).stream(rows) as unknown as Iterable<Doc>;
}
/** mingo appends the _id; MongoDB begins with it. */
export const idFirst = (doc: Doc): Doc => ('_id' in doc ? { _id: doc._id, ...doc } : doc);
export function projector(projection: Doc): (doc: Doc) => Doc {
  if (Object.keys(projection).some((path) => path.endsWith('.$'))) throw unsupported('positional projection');
  const query = new Query({}, optionsWith({}));
  return (doc) => idFirst(query.find<Doc>([doc], projection).all()[0] ?? {});
}
