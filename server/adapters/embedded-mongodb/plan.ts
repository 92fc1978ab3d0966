import type { Key } from 'lmdb';
import { asDoc, decodePlain, isOperators, isPattern, pick, rankOf, type Doc } from '../mongodb-language/bson-value.js';
import { indexKey, isRangeable, type Index } from '../mongodb-language/index-keys.js';
import { fail } from '../mongodb-language/mongo-fault.js';
import { compileFilter, conjuncts, fieldsRead, sortBy } from '../mongodb-language/query.js';
import type { Collection, Storage, Stored } from './storage.js';

type Conditions = ReadonlyMap<string, unknown>;
/** From one key to another, both with all that begin with them. */
interface Bounds { readonly first: readonly Key[], last: readonly Key[] }
interface Plan { readonly index: Index, bounds: readonly Bounds[], score: number, isSorted: boolean, isReverse: boolean }
/** `doc` has at least the fields that the search and its sort read, and those asked for. */
export interface Match extends Stored { readonly doc: Doc }
/** What `explain` reports and the tests count. */
export interface Work { keys: number, documents: number, index?: Index | undefined }
/** `fields`: what the caller reads of `doc`; left out, all. A negative limit is meant for one batch. */
export interface Search {
  readonly filter?: unknown, sort?: unknown, hint?: unknown, lets?: unknown, skip?: number, limit?: number, fields?: unknown;
}

const MAX_POINTS = 2000;
/** The values of which the condition demands one; undefined where it demands none, or an index does not hold them whole. */
function pointsOf(condition: unknown): unknown[] | undefined {
  const { $eq, $in } = isOperators(condition) ? condition : { $eq: condition } as Doc;
  const points = $eq !== undefined ? [$eq] : Array.isArray($in) ? $in as unknown[] : undefined;
  return points?.some((point) => Array.isArray(point) || isPattern(point)) ? undefined : points;
}
/** A range, within its type. A loose index is not asked: different elements of an array may meet the two ends. */
function rangeOf(condition: unknown, prefix: readonly Key[], { isLoose }: Index): readonly Bounds[] {
  const { $gt, $gte = $gt, $lt, $lte = $lt } = isOperators(condition) ? condition : {} as Doc;
  const ends = [$gte, $lte].filter((end) => end !== undefined), [rank] = ends.map(rankOf);
  if (isLoose || rank === undefined || !ends.every((end) => isRangeable(end) && rankOf(end) === rank)) return [];
  const low = $gte === undefined ? [rank] : indexKey($gte), high = $lte === undefined ? [rank + 0.5] : indexKey($lte);
  return [{ first: [...prefix, ...low], last: [...prefix, ...high] }];
}
/** A sparse or partial index may serve only a filter that all the documents it lacks fail. */
function isImplied({ key, sparse, partialFilterExpression = {} }: Index, conditions: Conditions): boolean {
  const isSet = (path: string): boolean => conditions.has(path) && !compileFilter({ [path]: conditions.get(path) })({});
  return (!sparse || Object.keys(key).some(isSet)) && Object.entries(partialFilterExpression).every(([path, wanted]) => {
    const given = conditions.get(path), test = compileFilter({ value: wanted });
    return !path.startsWith('$') && conditions.has(path)
      && (JSON.stringify(given) === JSON.stringify(wanted) || pointsOf(given)?.every((value) => test({ value })) === true);
  });
}
function planWith(index: Index, conditions: Conditions, sort: Doc): Plan {
  const paths = Object.keys(index.key), given = paths.map((path) => conditions.get(path));
  let prefixes: Key[][] = [[]], pinned = 0, points: unknown[] | undefined;
  while ((points = pointsOf(given[pinned])) && prefixes.length * points.length <= MAX_POINTS) {
    const ends = points.map(indexKey);
    prefixes = prefixes.flatMap((prefix) => ends.map((end) => [...prefix, ...end]));
    pinned += 1;
  }
  const ranges = prefixes.flatMap((prefix) => rangeOf(given[pinned], prefix, index));
  const order = Object.entries(sort).filter(([path]) => !paths.slice(0, pinned).includes(path));
  const isSorted = order.length > 0 && !index.isLoose && prefixes.length === 1
    && order.every(([path, direction], at) => path === paths[pinned + at] && direction === order[0]?.[1]);
  const score = 3 * pinned + Number(ranges.length > 0) + Number(isSorted) / 2 + (index.unique && pinned === paths.length ? 10 : 0);
  const bounds = ranges.length > 0 ? ranges : prefixes.map((prefix) => ({ first: prefix, last: prefix }));
  return { index, score, bounds, isSorted, isReverse: isSorted && order[0]?.[1] === -1 };
}
function planFor({ indexes }: Collection, filter: Doc, sort: Doc, hint: unknown): Plan | undefined {
  const wanted = JSON.stringify(hint ?? {}), isFree = wanted === '{}' || wanted.startsWith('{"$natural"'), conditions = new Map(conjuncts(filter));
  const usable = indexes.filter(({ name, key }) => isFree || name === hint || JSON.stringify(key) === wanted);
  if (usable.length === 0) fail(2, 'error processing query: hint provided does not correspond to an existing index');
  const plans = usable.filter((index) => isImplied(index, conditions)).map((index) => planWith(index, conditions, sort));
  return plans.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score)[0];
}
function* candidates(storage: Storage, { id }: Collection, plan: Plan | undefined, work: Work): Generator<Stored> {
  if (!plan) for (const { key: [, record], value } of storage.range(id)) yield { record: Number(record), bytes: value };
  const seen = new Set<number>();
  for (const { first, last } of plan?.bounds ?? []) for (const { key } of storage.range(plan?.index.id ?? 0, first, last, plan?.isReverse)) {
    const record = Number(key.at(-1)), bytes = seen.has(record) ? undefined : storage.db.get([id, record]);
    work.keys += 1;
    seen.add(record);
    if (bytes) yield { record, bytes };
  }
}
/** The documents that match, in the order asked for: through the best index, or all of the collection. */
export function* search(
  storage: Storage, collection: Collection | undefined, wanted: Search, work: Work = { keys: 0, documents: 0 },
): Generator<Match> {
  const { fields, skip = 0, limit = 0 } = wanted, end = skip + (Math.abs(limit) || Infinity);
  const filter = asDoc(wanted.filter), { $natural, ...sort } = asDoc(wanted.sort);
  const matches = compileFilter(filter, wanted.lets), isRead = fields === undefined ? undefined : fieldsRead(filter, sort, fields);
  if (skip < 0) fail(51024, `BSON field 'skip' value must be >= 0, actual value '${skip}'`);
  if (!collection) return;
  const plan = planFor(collection, filter, sort, wanted.hint);
  work.index = plan?.index;
  const found = (function* () {
    for (const stored of candidates(storage, collection, plan, work)) {
      work.documents += 1;
      const doc = decodePlain(pick(stored.bytes, isRead));
      if (matches(doc)) yield { ...stored, doc };
    }
  })();
  const isInOrder = plan?.isSorted || Object.keys(sort).length === 0;
  const rows = $natural === -1 ? [...found].reverse() : isInOrder ? found : sortBy(found, sort, ({ doc }) => doc, end);
  let at = 0;
  for (const row of rows) {
    if ((at += 1) > skip) yield row;
    if (at >= end) return;
  }
}
