import type { Key } from 'lmdb';
import { decodePlain, indexKey, isDocument, isPattern, isRangeable, rankOf, type Doc } from './bson-value.js';
import { MongoFault } from './mongo-fault.js';
import { compileFilter } from './query.js';
import type { Collection, Index, Storage, Stored } from './storage.js';
import { conjuncts, isOperators } from './update.js';

type Conditions = ReadonlyMap<string, unknown>;
interface Bounds { readonly start: readonly Key[]; readonly end: readonly Key[] }
export interface Match extends Stored { readonly doc: Doc }
/** What `explain` reports and the tests count. */
export interface Work { keysExamined: number; documentsExamined: number; index?: Index | undefined }
export interface MatchOptions { readonly hint?: unknown; readonly lets?: unknown; readonly work?: Work }
const MAX_POINTS = 2000;

/** The values of which the condition demands one; undefined where it demands none, or an index does not hold them whole. */
function pointsOf(condition: unknown): unknown[] | undefined {
  const { $eq, $in } = isOperators(condition) ? condition : { $eq: condition } as Doc;
  const points = $eq !== undefined ? [$eq] : Array.isArray($in) ? $in as unknown[] : undefined;
  return points?.some((point) => Array.isArray(point) || isPattern(point)) ? undefined : points;
}
/** One side of a range and its type; of two sides only one, as different elements of an array may meet them. */
function rangeOf(condition: unknown, prefix: readonly Key[]): Bounds | undefined {
  const { $gt, $gte = $gt, $lt, $lte = $lt } = isOperators(condition) ? condition : {} as Doc;
  if (isRangeable($gte)) return { start: [...prefix, ...indexKey($gte)], end: [...prefix, rankOf($gte) + 0.5] };
  return isRangeable($lte) ? { start: [...prefix, rankOf($lte)], end: [...prefix, ...indexKey($lte)] } : undefined;
}

/** A sparse or partial index may serve only a filter that all the documents it lacks fail. */
function isImplied({ key, sparse, partialFilterExpression = {} }: Index, conditions: Conditions): boolean {
  const isSet = (condition: unknown): boolean => pointsOf(condition)?.every((point) => point !== null) ?? rangeOf(condition, []) !== undefined;
  if (sparse && !Object.keys(key).some((path) => isSet(conditions.get(path)))) return false;
  return Object.entries(partialFilterExpression).every(([path, wanted]) => {
    const given = conditions.get(path);
    const test = compileFilter({ value: wanted });
    return !path.startsWith('$') && given !== undefined
      && (JSON.stringify(given) === JSON.stringify(wanted) || pointsOf(given)?.every((value) => test({ value })) === true);
  });
}

function boundsIn(index: Index, conditions: Conditions): { score: number; bounds: Bounds[] } {
  let [prefixes, score] = [[[]] as Key[][], 0];
  const paths = Object.keys(index.key);
  for (const path of paths) {
    const condition = conditions.get(path);
    const points = pointsOf(condition);
    if (!points || prefixes.length * points.length > MAX_POINTS) {
      const ranges = prefixes.flatMap((prefix) => rangeOf(condition, prefix) ?? []);
      if (ranges.length > 0) return { score: score + 1, bounds: ranges };
      break;
    }
    prefixes = prefixes.flatMap((prefix) => points.map((point) => [...prefix, ...indexKey(point)]));
    score += 3;
  }
  return { score: score + (index.unique && score === 3 * paths.length ? 10 : 0), bounds: prefixes.map((prefix) => ({ start: prefix, end: prefix })) };
}

function planFor({ indexes }: Collection, filter: Doc, hint: unknown): { index: Index; bounds: Bounds[] } | undefined {
  const isHinted = (index: Index): boolean => index.name === hint || JSON.stringify(index.key) === JSON.stringify(hint);
  const isFree = hint === undefined || (isDocument(hint) && ('$natural' in hint || Object.keys(hint).length === 0));
  if (!isFree && !indexes.some(isHinted)) throw new MongoFault(2, 'error processing query: hint provided does not correspond to an existing index');
  const conditions = new Map(conjuncts(filter));
  const [best] = indexes.filter((index) => (isFree || isHinted(index)) && isImplied(index, conditions))
    .map((index) => ({ index, ...boundsIn(index, conditions) })).sort((a, b) => b.score - a.score);
  return best && best.score > 0 ? best : undefined;
}

function* candidates(storage: Storage, collection: Collection, index: Index, bounds: readonly Bounds[], work: Work): Generator<Stored> {
  const seen = new Set<number>();
  for (const record of bounds.flatMap(({ start, end }) => storage.records(index, start, end))) {
    work.keysExamined += 1;
    const bytes = seen.has(record) ? undefined : storage.read(collection, record);
    seen.add(record);
    if (bytes) yield { record, bytes };
  }
}

/** The documents that match, one at a time: through the best index, or all of the collection. */
export function* matching(storage: Storage, collection: Collection | undefined, filter: Doc, { hint, lets, work }: MatchOptions = {}): Generator<Match> {
  const matches = compileFilter(filter, lets);
  if (!collection) return;
  const plan = planFor(collection, filter, hint);
  const tally: Work = Object.assign(work ?? { keysExamined: 0, documentsExamined: 0 }, { index: plan?.index });
  for (const stored of plan ? candidates(storage, collection, plan.index, plan.bounds, tally) : storage.scan(collection)) {
    tally.documentsExamined += 1;
    const doc = decodePlain(stored.bytes);
    if (matches(doc)) yield { ...stored, doc };
  }
}
