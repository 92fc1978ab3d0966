import { createHash } from 'node:crypto';
import { EJSON } from 'bson';
import type { Key } from 'lmdb';
import { orderKey, rankOf, type Doc } from './bson-value.js';
import { fail } from './mongo-fault.js';
import { compileFilter, elementsOf, valuesAt } from './query.js';

/** Loose: a document has several entries, or one that is a digest; then the index serves equality only, no range and no sort. */
export interface Index {
  readonly id: number, name: string, key: Readonly<Doc>, unique?: boolean, sparse?: boolean;
  readonly partialFilterExpression?: Doc, expireAfterSeconds?: number;
  isLoose?: boolean;
}

const MAX_TEXT_CHARS = 100, MAX_KEY_PARTS = 12, MAX_KEY_BYTES = 1900;
/** Types whose keys keep MongoDB's order: null, numbers, text, binary, ids, booleans, dates, timestamps. */
const RANGE_RANKS = [3, 9, 10, 15, 30, 35, 40, 45, 47];
export const isRangeable = (value: unknown): boolean =>
  RANGE_RANKS.includes(rankOf(value)) && !(typeof value === 'string' && value.length > MAX_TEXT_CHARS);
const digest = (text: string): string => createHash('sha1').update(text).digest('base64');
/** lmdb's keys are short (1978 bytes): long text keeps its beginning and a digest, a long document its digest. */
export function indexKey(value: unknown): Key[] {
  const key = orderKey(value);
  if (key.length > MAX_KEY_PARTS) return [rankOf(value), digest(JSON.stringify(key))];
  return key.map((part) => (typeof part === 'string' && part.length > 2 * MAX_TEXT_CHARS ? part.slice(0, MAX_TEXT_CHARS) + digest(part) : part));
}
/** A key for every combination of values; a missing field counts as null, an empty array as undefined. */
export function keysOf(index: Index, doc: Doc): Key[][] {
  const fields = Object.keys(index.key).map((path) => valuesAt(doc, path.split('.')));
  if (index.sparse && fields.flat().every((value) => value === undefined)) return [];
  if (index.partialFilterExpression && !compileFilter(index.partialFilterExpression)(doc)) return [];
  if (fields.filter((values) => values.some(Array.isArray)).length > 1) fail(171, `cannot index parallel arrays in ${index.name}`);
  const keys = fields.map(elementsOf).reduce<Key[][]>((prefixes, values) => {
    index.isLoose ||= values.length > 1 || !values.every(isRangeable);
    const ends = new Map(values.map(indexKey).map((end) => [JSON.stringify(end), end]));
    return prefixes.flatMap((prefix) => [...ends.values()].map((end) => [...prefix, ...end]));
  }, [[]]);
  if (keys.some((key) => Buffer.byteLength(JSON.stringify(key)) > MAX_KEY_BYTES)) fail(17280, `key too long for index ${index.name}`);
  return keys;
}
export function refuseDuplicate(namespace: string, { name, key }: Index, doc: Doc): never {
  const keyValue = Object.fromEntries(Object.keys(key).map((path) => [path, valuesAt(doc, path.split('.'))[0] ?? null]));
  const words = Object.entries(keyValue).map(([path, value]) => `${path}: ${EJSON.stringify(value)}`).join(', ');
  fail(11000, `E11000 duplicate key error collection: ${namespace} index: ${name} dup key: { ${words} }`, { keyPattern: key, keyValue });
}
