import type { Key } from 'lmdb';
import { asDoc, decodePlain, isDocument, isOperators, isPattern, pick, rankOf, type Doc } from '../mongodb-language/bson-value.js';
import { indexKey, isRangeable, type Index } from '../mongodb-language/index-keys.js';
import { fail } from '../mongodb-language/mongo-fault.js';
import { compileFilter, conjuncts, fieldsRead, sortBy } from '../mongodb-language/query.js';
import type { Collection, Storage, Stored } from './storage.js';

type Conditions = ReadonlyMap<string, unknown>;
interface Bounds { readonly first: readonly Key[], last: readonly Key[] }
interface Plan { readonly index: Index, bounds: readonly Bounds[], score: number, isSorted: boolean, isReverse: boolean }
/** `doc` has at least the fields that the search and its sort read, and those asked for. */
export interface Match extends Stored { readonly doc: Doc }
/** What `explain` reports and the tests count. */
export interface Work { keys: number, documents: number, index?: Index | undefined }
/** `keep`: as many rows as the caller takes at most. `fields`: what it reads of `doc`; left out, all. */
export interface Search {
  readonly filter?: unknown, sort?: unknown, hint?: unknown, lets?: unknown, keep?: number, fields?: unknown;
  readonly work?: Work | undefined;
}
const MAX_POINTS = 2000;
/** The values of which the condition demands one; undefined where it demands none, or an index does not hold them whole. */
function pointsOf(condition: unknown): unknown[] | undefined {
  const { $eq, $in } = isOperators(condition) ? condition : { $eq: condition } as Doc;
  const points = $eq !== undefined ? [$eq] : Array.isArray($in) ? $in as unknown[] : undefined;
  return points?.some((point) => Array.isArray(point) || isPattern(point)) ? undefined : points;
}
/** A range and its type; of two sides only one in a loose index, as different elements of an array may meet them. */
function rangeOf(condition: unknown, prefix: readonly Key[], { isLoose }: Index): readonly Bounds[] {
  const { $gt, $gte = $gt, $lt, $lte = $lt } = isOperators(condition) ? condition : {} as Doc;
  const [hasLow, hasHigh] = [$gte, $lte].map((value) => value !== undefined && isRangeable(value));
  const rank = rankOf(hasLow ? $gte : $lte);
  const isClosed = hasHigh && (!hasLow || (!isLoose && rank === rankOf($lte)));
  const range = { first: [...prefix, ...(hasLow ? indexKey($gte) : [rank])], last: [...prefix, ...(isClosed ? indexKey($lte) : [rank + 0.5])] };
  return hasLow || hasHigh ? [range] : [];
}
/** A sparse or partial index may serve only a filter that all the documents it lacks fail. */
function isImplied({ key, sparse, partialFilterExpression = {} }: Index, conditions: Conditions): boolean {
  const isSet = (path: string): boolean => conditions.has(path) && !compileFilter({ [path]: conditions.get(path) })({});
  return (!sparse || Object.keys(key).some(isSet)) && Object.entries(partialFilterExpression).every(([path, wanted]) => {
    const [given, test] = [conditions.get(path), compileFilter({ value: wanted })];
    return !path.startsWith('$') && conditions.has(path)
      && (JSON.stringify(given) === JSON.stringify(wanted) || pointsOf(given)?.every((value) => test({ value })) === true);
  });
}
function planWith(index: Index, conditions: Conditions, sort: Doc): Plan {
  let [prefixes, ranges, pinned] = [[[]] as Key[][], [] as readonly Bounds[], 0];
  const paths = Object.keys(index.key);
  for (const path of paths) {
    const points = pointsOf(conditions.get(path));
    if (!points || prefixes.length * points.length > MAX_POINTS) {
      ranges = prefixes.flatMap((prefix) => rangeOf(conditions.get(path), prefix, index));
      break;
    }
    prefixes = prefixes.flatMap((prefix) => points.map((point) => [...prefix, ...indexKey(point)]));
    pinned += 1;
  }
  const order = Object.entries(sort).filter(([path]) => !paths.slice(0, pinned).includes(path));
  const isSorted = order.length > 0 && !index.isLoose && prefixes.length === 1
    && order.every(([path, direction], at) => path === paths[pinned + at] && direction === order[0]?.[1]);
  const score = 3 * pinned + Number(ranges.length > 0) + Number(isSorted) / 2 + (index.unique && pinned === paths.length ? 10 : 0);
  const bounds = ranges.length > 0 ? ranges : prefixes.map((prefix) => ({ first: prefix, last: prefix }));
  return { index, score, bounds, isSorted, isReverse: isSorted && order[0]?.[1] === -1 };
}
function planFor({ indexes }: Collection, filter: Doc, sort: Doc, hint: unknown): Plan | undefined {
  const isHinted = (index: Index): boolean => index.name === hint || JSON.stringify(index.key) === JSON.stringify(hint);
  const isFree = hint === undefined || (isDocument(hint) && ('$natural' in hint || Object.keys(hint).length === 0));
  if (!isFree && !indexes.some(isHinted)) fail(2, 'error processing query: hint provided does not correspond to an existing index');
  const conditions = new Map(conjuncts(filter));
  return indexes.filter((index) => (isFree || isHinted(index)) && isImplied(index, conditions))
    .map((index) => planWith(index, conditions, sort)).filter(({ score }) => score > 0).sort((a, b) => b.score - a.score)[0];
}
function* candidates(storage: Storage, collection: Collection, plan: Plan | undefined, work: Work): Generator<Stored> {
  if (!plan) for (const { key: [, record], value } of storage.range(collection.id)) yield { record: Number(record), bytes: value };
  const seen = new Set<number>();
  for (const { first, last } of plan?.bounds ?? []) for (const { key } of storage.range(plan?.index.id ?? 0, first, last, plan?.isReverse)) {
    const record = Number(key.at(-1)), bytes = seen.has(record) ? undefined : storage.db.get([collection.id, record]);
    work.keys += 1;
    seen.add(record);
    if (bytes) yield { record, bytes };
  }
}
/** The documents that match, in the order asked for: through the best index, or all of the collection. */
export function search(storage: Storage, collection: Collection | undefined, wanted: Search): Iterable<Match> {
  const [filter, { $natural, ...sort }, work] = [asDoc(wanted.filter), asDoc(wanted.sort), wanted.work ?? { keys: 0, documents: 0 }];
  const matches = compileFilter(filter, wanted.lets);
  if (!collection) return [];
  const plan = planFor(collection, filter, sort, wanted.hint);
  const isRead = wanted.fields === undefined ? undefined : fieldsRead(filter, sort, wanted.fields);
  work.index = plan?.index;
  const rows = (function* () {
    for (const stored of candidates(storage, collection, plan, work)) {
      work.documents += 1;
      const doc = decodePlain(pick(stored.bytes, isRead));
      if (matches(doc)) yield { ...stored, doc };
    }
  })();
  if ($natural === -1) return [...rows].reverse();
  return plan?.isSorted || Object.keys(sort).length === 0 ? rows : sortBy(rows, sort, ({ doc }) => doc, wanted.keep);
}
