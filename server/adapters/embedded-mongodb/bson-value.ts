import { createHash } from 'node:crypto';
import {
  Binary, BSONRegExp, BSONSymbol, Code, Decimal128, DBRef, deserialize, Double, Int32, Long, MaxKey, MinKey, ObjectId, serialize, Timestamp,
} from 'bson';
import { compareKeys, type Key } from 'lmdb';

export type Doc = Record<string, unknown>;

/** Plain: numbers are JavaScript numbers, what mingo computes with. Exact: every BSON type kept, what is stored again. */
export const decodePlain = (bytes: Uint8Array): Doc => deserialize(bytes, { promoteLongs: true }) as Doc;
export const decodeExact = (bytes: Uint8Array): Doc => deserialize(bytes, { promoteValues: false, bsonRegExp: true }) as Doc;
export const encode = (doc: Doc): Buffer => Buffer.from(serialize(doc, { ignoreUndefined: true }));

export const isDocument = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
  && (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

/** MongoDB's comparison order of types; the first element of every order key. 0 ends a document or an array. */
const RANK = {
  minKey: 1, undefined: 2, null: 3, nan: 9, number: 10, string: 15, object: 20, array: 25, binData: 30, objectId: 35, bool: 40, date: 45,
  timestamp: 47, regex: 50, dbPointer: 55, javascript: 60, javascriptWithScope: 65, maxKey: 99,
} as const;
const NUMERIC = new Set(['double', 'int', 'long', 'decimal']);

export function typeName(value: unknown): string {
  if (value === undefined || value === null) return value === null ? 'null' : 'undefined';
  if (typeof value === 'number') return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 'int' : 'double';
  if (typeof value !== 'object') return typeof value === 'boolean' ? 'bool' : typeof value === 'bigint' ? 'long' : 'string';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (value instanceof RegExp || value instanceof BSONRegExp) return 'regex';
  if (value instanceof Uint8Array || value instanceof Binary) return 'binData';
  if (value instanceof Timestamp) return 'timestamp';
  const classes = [[ObjectId, 'objectId'], [Int32, 'int'], [Double, 'double'], [Long, 'long'], [Decimal128, 'decimal'], [MinKey, 'minKey'],
    [MaxKey, 'maxKey'], [BSONSymbol, 'string'], [Code, 'javascript'], [DBRef, 'object']] as const;
  return classes.find(([type]) => value instanceof type)?.[1] ?? 'object';
}
export const isNumeric = (value: unknown): boolean => NUMERIC.has(typeName(value));

export function rankOf(value: unknown): number {
  const type = typeName(value);
  if (NUMERIC.has(type)) return Number.isNaN(Number(value)) ? RANK.nan : RANK.number;
  return RANK[type as keyof typeof RANK];
}

/** A number and what its double leaves over, so that two Longs beyond 2^53 stay apart. */
function numberKey(value: unknown): Key[] {
  const double = Number(value instanceof Decimal128 ? value.toString() : value) || 0;
  return [double, value instanceof Long && !Number.isSafeInteger(double) ? Number(value.toBigInt() - BigInt(double)) : 0];
}

function documentKey(doc: Doc): Key[] {
  return [...Object.entries(doc).flatMap(([name, value]) => [rankOf(value), name, ...orderKey(value)]), 0];
}

function scalarKey(value: unknown): Key[] {
  if (value instanceof Date) return [value.getTime()];
  if (value instanceof ObjectId) return [value.toHexString()];
  if (value instanceof Binary) return [value.length(), value.sub_type, Buffer.from(value.value()).toString('hex')];
  if (value instanceof Uint8Array) return [value.length, 0, Buffer.from(value).toString('hex')];
  if (value instanceof Timestamp) return [value.getHighBitsUnsigned(), value.getLowBitsUnsigned()];
  if (value instanceof RegExp) return [value.source, value.flags];
  if (value instanceof BSONRegExp) return [value.pattern, value.options];
  if (value instanceof Code) return [value.code];
  return value instanceof BSONSymbol ? [value.value] : [value as Key];
}

/** Flat, order-preserving and prefix-free: lmdb's own key order of these arrays is MongoDB's order of the values. */
export function orderKey(value: unknown): Key[] {
  const rank = rankOf(value);
  if (rank === RANK.number) return [rank, ...numberKey(value)];
  if (Array.isArray(value)) return [rank, ...value.flatMap((element) => orderKey(element)), 0];
  if (rank === RANK.object) return [rank, ...documentKey(value instanceof DBRef ? value.toJSON() as Doc : value as Doc)];
  return value === null || value === undefined || rank === RANK.nan || rank === RANK.minKey || rank === RANK.maxKey
    ? [rank] : [rank, ...scalarKey(value)];
}

const MAX_TEXT_CHARS = 100;
const digest = (text: string): string => createHash('sha1').update(text).digest('base64');

/** lmdb keys are short (1978 bytes): long text keeps its beginning and a digest, a long document or array its digest. */
export function indexKey(value: unknown): Key[] {
  const key = orderKey(value);
  if (key.length > 12) return [rankOf(value), digest(JSON.stringify(key))];
  return key.map((part) => (typeof part === 'string' && part.length > 2 * MAX_TEXT_CHARS ? part.slice(0, MAX_TEXT_CHARS) + digest(part) : part));
}
/** Only these keep MongoDB's order in an index; the others are found by equality. */
export const keepsOrder = (value: unknown): boolean =>
  rankOf(value) !== RANK.object && !Array.isArray(value) && !(typeof value === 'string' && value.length > MAX_TEXT_CHARS);

export function compareBson(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number' && a === a && b === b) return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return compareKeys(orderKey(a), orderKey(b));
}

export { RANK };
