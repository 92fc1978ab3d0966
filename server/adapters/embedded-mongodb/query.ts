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
import type { ExpressionOperator, Options, QueryOperator } from 'mingo/types';
import { compareBson, isDocument, isNumeric, RANK, rankOf, typeName, type Doc } from './bson-value.js';
import { MongoFault } from './mongo-fault.js';

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
const withElements = (values: readonly unknown[]): unknown[] =>
  values.flatMap((value) => (Array.isArray(value) ? [value, ...value as unknown[]] : [value]));

type Test = (value: unknown) => boolean;
type QueryOps = Record<`$${string}`, QueryOperator>;
type ExpressionOps = Record<`$${string}`, ExpressionOperator>;
const onPath = (build: (argument: unknown, options: Partial<Options>) => (values: unknown[]) => boolean): QueryOperator =>
  ((selector: string, argument: unknown, options: Options) => {
    const path = selector.split('.');
    const test = build(argument, options);
    return (doc: unknown) => test(valuesAt(doc, path));
  }) as QueryOperator;
const some = (build: (argument: unknown) => Test): QueryOperator => onPath((argument) => {
  const test = build(argument);
  return (values) => withElements(values).some(test);
});
const none = (build: (argument: unknown) => Test): QueryOperator => onPath((argument) => {
  const test = build(argument);
  return (values) => !withElements(values).some(test);
});

function asRegExp(pattern: unknown): RegExp {
  if (pattern instanceof BSONRegExp) return new RegExp(pattern.pattern, pattern.options);
  // The codec reads MongoDB's s as JavaScript's g.
  return pattern instanceof RegExp ? new RegExp(pattern.source, pattern.flags.replace('g', 's')) : new RegExp(String(pattern));
}
function matchesPattern(pattern: unknown): Test {
  const regExp = asRegExp(pattern);
  return (value) => (typeof value === 'string' ? regExp.test(value) : rankOf(value) === RANK.regex && compareBson(value, pattern) === 0);
}
function equals(target: unknown): Test {
  if (target === null || target === undefined) return (value) => value === null || value === undefined;
  if (rankOf(target) === RANK.regex) return matchesPattern(target);
  const rank = rankOf(target);
  return (value) => rankOf(value) === rank && compareBson(value, target) === 0;
}
function isIn(list: unknown): Test {
  if (!Array.isArray(list)) throw new MongoFault(2, '$in needs an array');
  const tests = list.map(equals);
  return (value) => tests.some((test) => test(value));
}
/** Ranges stay within one type; only MinKey and MaxKey compare across types. */
const within = (holds: (order: number) => boolean) => (target: unknown): Test => {
  const rank = rankOf(target ?? null);
  const anyType = rank === RANK.minKey || rank === RANK.maxKey;
  return (value) => (anyType || rankOf(value ?? null) === rank) && holds(compareBson(value ?? null, target ?? null));
};
function elementMatches(criteria: unknown, options: Partial<Options>): Test {
  const isValueTest = Object.keys(criteria as Doc).every((name) => name.startsWith('$') && !['$and', '$or', '$nor'].includes(name));
  const query = new Query(isValueTest ? { value: criteria } : criteria as Doc, options);
  return (element) => (isValueTest ? query.test({ value: element }) : isDocument(element) && query.test(element));
}
const elemMatch = onPath((criteria, options) => {
  const test = elementMatches(criteria, options);
  return (values) => values.some((value) => Array.isArray(value) && value.some(test));
});
const all = onPath((list, options) => {
  if (!Array.isArray(list)) throw new MongoFault(2, '$all needs an array');
  const tests = (list as unknown[]).map((wanted) => {
    if (!isDocument(wanted) || !('$elemMatch' in wanted)) return (values: unknown[]) => withElements(values).some(equals(wanted));
    const test = elementMatches(wanted.$elemMatch, options);
    return (values: unknown[]) => values.some((value) => Array.isArray(value) && value.some(test));
  });
  return (values) => tests.length > 0 && tests.every((test) => test(values));
});
function hasType(wanted: unknown): Test {
  const names = [wanted].flat().map((type) => TYPE_NUMBERS[Number(type)] ?? type);
  return (value) => names.includes(typeName(value)) || (names.includes('number') && isNumeric(value));
}
const TYPE_NUMBERS: Readonly<Record<number, string>> = { 1: 'double', 2: 'string', 3: 'object', 4: 'array', 5: 'binData', 7: 'objectId',
  8: 'bool', 9: 'date', 10: 'null', 11: 'regex', 13: 'javascript', 16: 'int', 17: 'timestamp', 18: 'long', 19: 'decimal' };

const queryOperators: QueryOps = {
  ...queries as unknown as QueryOps,
  $eq: some(equals), $in: some(isIn), $ne: none(equals), $nin: none(isIn), $regex: some(matchesPattern),
  $gt: some(within((order) => order > 0)), $gte: some(within((order) => order >= 0)),
  $lt: some(within((order) => order < 0)), $lte: some(within((order) => order <= 0)),
  $exists: onPath((wanted) => (values) => values.some((value) => value !== undefined) === Boolean(wanted)),
  $size: onPath((length) => (values) => values.some((value) => Array.isArray(value) && value.length === length)),
  $type: some(hasType), $elemMatch: elemMatch, $all: all,
};
const compared = (result: (order: number) => unknown): ExpressionOperator =>
  ((doc: unknown, operands: unknown, options: Options) => {
    const [left, right] = evalExpr(doc, operands, options) as unknown[];
    return result(compareBson(left, right));
  }) as ExpressionOperator;

/** The order of MongoDB's sort: an array counts with its smallest (ascending) or largest (descending) element. */
export function sortKeyOf(doc: Doc, sort: Doc): unknown[] {
  return Object.entries(sort).map(([path, direction]) => {
    const values = valuesAt(doc, path.split('.')).flatMap((value) => (Array.isArray(value) && value.length > 0 ? value as unknown[] : [value]))
      .map((value) => (Array.isArray(value) && value.length === 0 ? undefined : value ?? null));
    return values.reduce((best, value) => (compareBson(value, best) * Number(direction) < 0 ? value : best), values[0]);
  });
}
export function compareSortKeys(sort: Doc): (a: readonly unknown[], b: readonly unknown[]) => number {
  const directions = Object.values(sort).map(Number);
  if (directions.some((direction) => direction !== 1 && direction !== -1)) {
    throw new MongoFault(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  }
  return (a, b) => {
    for (const [index, direction] of directions.entries()) {
      const order = compareBson(a[index], b[index]) * direction;
      if (order !== 0) return order;
    }
    return 0;
  };
}
const sortStage: typeof stages.$sort = (rows, sort) => rows.transform((docs) => {
  const compare = compareSortKeys(sort);
  const keyed = (docs as Doc[]).map((doc) => ({ doc, key: sortKeyOf(doc, sort) }));
  return Lazy(keyed.sort((a, b) => compare(a.key, b.key)).map(({ doc }) => doc));
});
const refused = (name: string) => () => { throw new MongoFault(115, `${name} is not supported by the embedded store`); };

const context = Context.init({
  accumulator: accumulators, projection: projections, window: windows, query: queryOperators,
  expression: {
    ...expressions as unknown as ExpressionOps,
    $eq: compared((order) => order === 0), $ne: compared((order) => order !== 0), $cmp: compared(Math.sign),
    $gt: compared((order) => order > 0), $gte: compared((order) => order >= 0),
    $lt: compared((order) => order < 0), $lte: compared((order) => order <= 0),
  },
  pipeline: { ...stages, $sort: sortStage, $out: refused('$out'), $merge: refused('$merge') } as never,
});
const optionsWith = (variables: Doc = {}): Partial<Options> => ({ context, scriptEnabled: false, variables });

export function compileFilter(filter: Doc, variables?: Doc): (doc: Doc) => boolean {
  const { $comment: _comment, ...conditions } = filter;
  const query = new Query(conditions, optionsWith(variables));
  return (doc) => query.test(doc);
}

export function runPipeline(rows: Iterable<Doc>, pipeline: readonly Doc[], collection: (name: string) => Doc[], variables?: Doc): Iterable<Doc> {
  const options = { ...optionsWith(variables), collectionResolver: collection };
  return new Aggregator(pipeline as never, options).stream(rows) as unknown as Iterable<Doc>;
}

/** Inclusion and exclusion pass values on untouched; expressions need plain numbers. */
export const isPlainProjection = (projection: Doc): boolean =>
  Object.values(projection).every((value) => typeof value === 'number' || typeof value === 'boolean');

export function projector(projection: Doc): (doc: Doc) => Doc {
  if (Object.keys(projection).some((path) => path.endsWith('.$'))) {
    throw new MongoFault(115, 'positional projection is not supported by the embedded store');
  }
  const query = new Query({}, optionsWith());
  return (doc) => query.find([doc], projection as never).all()[0] as Doc;
}
