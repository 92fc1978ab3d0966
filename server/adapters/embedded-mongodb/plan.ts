import type { Key } from 'lmdb';
import { decodePlain, indexKey, isDocument, keepsOrder, RANK, rankOf, type Doc } from './bson-value.js';
import { MongoFault } from './mongo-fault.js';
import { compileFilter } from './query.js';
import type { Collection, Index, Storage, Stored } from './storage.js';
import { conjuncts } from './update.js';

interface Bounds { readonly start: readonly Key[]; readonly end: readonly Key[] }
export interface Plan { readonly index?: Index; readonly bounds: readonly Bounds[] }
export interface Match extends Stored { readonly doc: Doc }
/** What `explain` reports and the tests count. */
export interface Work { keysExamined: number; documentsExamined: number; indexName?: string | undefined }

const MAX_POINTS = 2000;
const operatorsOf = (condition: unknown): Doc =>
  (isDocument(condition) && Object.keys(condition)[0]?.startsWith('$') ? condition : { $eq: condition });

/** The values one of which the condition demands; undefined where it demands none, or where an index does not hold them whole. */
function pointsOf(condition: unknown): unknown[] | undefined {
  const { $eq, $in } = operatorsOf(condition);
  const points = $eq !== undefined ? [$eq] : Array.isArray($in) ? $in as unknown[] : undefined;
  return points?.some((point) => Array.isArray(point) || rankOf(point) === RANK.regex) ? undefined : points;
}

function rangeOf(condition: unknown, prefix: readonly Key[]): Bounds | undefined {
  const operators = operatorsOf(condition);
  const [low, high] = [operators.$gte ?? operators.$gt, operators.$lte ?? operators.$lt];
  const edge = low ?? high;
  if (edge === undefined || edge === null || ![low, high].every((value) => value === undefined || keepsOrder(value))) return undefined;
  const rank = rankOf(edge);
  if ([RANK.minKey, RANK.maxKey, RANK.nan, RANK.regex].some((other) => other === rank)) return undefined;
  // A range stays within its type: up to the next rank where one side is open. On an array both sides may be met by different elements.
  return low === undefined ? { start: [...prefix, rank], end: [...prefix, ...indexKey(high)] } : { start: [...prefix, ...indexKey(low)], end: [...prefix, rank + 0.5] };
}

/** A partial or sparse index may serve only filters that every one of its missing documents fails. */
function isImplied(index: Index, conditions: ReadonlyMap<string, unknown>): boolean {
  const isNeverNull = (path: string): boolean => pointsOf(conditions.get(path))?.every((point) => point !== null) ?? rangeOf(conditions.get(path), []) !== undefined;
  if (index.sparse && !Object.keys(index.key).some((path) => conditions.has(path) && isNeverNull(path))) return false;
  return Object.entries(index.partialFilterExpression ?? {}).every(([path, wanted]) => {
    if (path.startsWith('$') || !conditions.has(path)) return false;
    const test = compileFilter({ value: wanted });
    return JSON.stringify(conditions.get(path)) === JSON.stringify(wanted) || (pointsOf(conditions.get(path))?.every((value) => test({ value })) ?? false);
  });
}

function boundsIn(index: Index, conditions: ReadonlyMap<string, unknown>): { score: number; bounds: Bounds[] } {
  let prefixes: Key[][] = [[]];
  let score = 0;
  for (const path of Object.keys(index.key)) {
    if (!conditions.has(path)) break;
    const points = pointsOf(conditions.get(path));
    if (!points) {
      const ranges = prefixes.map((prefix) => rangeOf(conditions.get(path), prefix));
      return ranges.every((range) => range !== undefined) ? { score: score + 1, bounds: ranges } : { score, bounds: prefixes.map((prefix) => ({ start: prefix, end: prefix })) };
    }
    if (prefixes.length * points.length > MAX_POINTS) break;
    prefixes = prefixes.flatMap((prefix) => points.map((point) => [...prefix, ...indexKey(point ?? null)]));
    score += 3;
  }
  return { score: score + (index.unique && score === 3 * Object.keys(index.key).length ? 10 : 0), bounds: prefixes.map((prefix) => ({ start: prefix, end: prefix })) };
}

function hinted(collection: Collection, hint: unknown): Index | undefined {
  if (hint === undefined || (isDocument(hint) && (Object.keys(hint).length === 0 || '$natural' in hint))) return undefined;
  const index = collection.indexes.find(({ name, key }) => (typeof hint === 'string' ? name === hint : JSON.stringify(key) === JSON.stringify(hint)));
  if (!index) throw new MongoFault(2, 'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index');
  return index;
}

export function planFor(collection: Collection, filter: Doc, hint?: unknown): Plan {
  const wanted = hinted(collection, hint);
  const conditions = new Map(conjuncts(filter));
  const [best] = collection.indexes.filter((index) => (!wanted || index === wanted) && isImplied(index, conditions))
    .map((index) => ({ index, ...boundsIn(index, conditions) })).sort((a, b) => b.score - a.score);
  return best && best.score > 0 ? best : { bounds: [] };
}

function* stored(storage: Storage, collection: Collection, { index, bounds }: Plan, work: Work): Generator<Stored> {
  if (!index) return yield* storage.scan(collection);
  const seen = new Set<number>();
  for (const { start, end } of bounds) {
    for (const record of [...storage.records(index, start, end)]) {
      // eslint-disable-next-line no-param-reassign
      work.keysExamined += 1;
      const bytes = seen.has(record) ? undefined : storage.read(collection, record);
      seen.add(record);
      if (bytes) yield { record, bytes };
    }
  }
}

/** Documents that match, one at a time: through the best index, otherwise through the collection. */
export function* matching(storage: Storage, collection: Collection | undefined, filter: Doc, options: { hint?: unknown; variables?: Doc | undefined; work?: Work } = {}): Generator<Match> {
  const matches = compileFilter(filter, options.variables);
  if (!collection) return;
  const plan = planFor(collection, filter, options.hint);
  const work = options.work ?? { keysExamined: 0, documentsExamined: 0 };
  work.indexName = plan.index?.name;
  for (const { record, bytes } of stored(storage, collection, plan, work)) {
    work.documentsExamined += 1;
    const doc = decodePlain(bytes);
    if (matches(doc)) yield { record, bytes, doc };
  }
}
