import { createHash } from 'node:crypto';
import { type Binary, type BSONRegExp, type BSONSymbol, type Code, deserialize, Long, type ObjectId, serialize, type Timestamp } from 'bson';
import { compareKeys, type Key } from 'lmdb';

export type Doc = Record<string, unknown>;

/** Plain: numbers as JavaScript has them, what mingo computes with. Exact: every BSON type kept, what is stored again. */
export const decodePlain = (bytes: Uint8Array): Doc => deserialize(bytes);
export const decodeExact = (bytes: Uint8Array): Doc => deserialize(bytes, { promoteValues: false, bsonRegExp: true });
export const encode = (doc: Doc): Buffer => Buffer.from(serialize(doc, { ignoreUndefined: true }));

/** By class: MongoDB's name of the type, its number, and its rank in the comparison order. Ranks start every order key; 0 ends a list. */
const TYPES: Readonly<Record<string, readonly [name: string, number: number, rank: number]>> = {
  MinKey: ['minKey', -1, 1], undefined: ['undefined', 6, 2], null: ['null', 10, 3], number: ['double', 1, 10], Double: ['double', 1, 10],
  Int32: ['int', 16, 10], Long: ['long', 18, 10], bigint: ['long', 18, 10], Decimal128: ['decimal', 19, 10], string: ['string', 2, 15],
  BSONSymbol: ['symbol', 14, 15], Object: ['object', 3, 20], DBRef: ['object', 3, 20], Array: ['array', 4, 25], Binary: ['binData', 5, 30],
  ObjectId: ['objectId', 7, 35], boolean: ['bool', 8, 40], Date: ['date', 9, 45], Timestamp: ['timestamp', 17, 47], RegExp: ['regex', 11, 50],
  BSONRegExp: ['regex', 11, 50], Code: ['javascript', 13, 60], MaxKey: ['maxKey', 127, 99],
};
const NAN_RANK = 9;
const RANGE_RANKS = new Set([10, 15, 30, 35, 40, 45, 47]);

function classOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return (value as { _bsontype?: string })._bsontype ?? (Array.isArray(value) ? 'Array' : value instanceof Date ? 'Date' : value instanceof RegExp ? 'RegExp' : 'Object');
}
export const isDocument = (value: unknown): value is Doc => classOf(value) === 'Object';
export function typeOf(value: unknown): readonly [name: string, number: number, rank: number] {
  const isInt = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31;
  return TYPES[isInt ? 'Int32' : classOf(value)] ?? ['object', 3, 20];
}
export const isNumeric = (value: unknown): boolean => TYPES[classOf(value)]?.[2] === 10;
export const isPattern = (value: unknown): boolean => typeOf(value)[0] === 'regex';
export const rankOf = (value: unknown): number => (isNumeric(value) && Number.isNaN(Number(value)) ? NAN_RANK : TYPES[classOf(value)]?.[2] ?? 20);
/** Types whose values keep MongoDB's order in an index; the others are found by equality. */
export const isRangeable = (value: unknown): boolean => RANGE_RANKS.has(rankOf(value)) && !(typeof value === 'string' && value.length > MAX_TEXT_CHARS);

/** A number and what its double leaves over, so that two Longs beyond 2^53 stay apart; Decimal128 counts with double precision. */
function numberKey(value: unknown): Key[] {
  const double = Number(String(value));
  return [double, value instanceof Long && !Number.isSafeInteger(double) ? Number(value.toBigInt() - BigInt(double)) : 0];
}
const SCALARS: Readonly<Record<string, (value: never) => Key[]>> = {
  undefined: () => [], null: () => [], MinKey: () => [], MaxKey: () => [], Date: (value: Date) => [value.getTime()], ObjectId: (value: ObjectId) => [value.toHexString()],
  Binary: (value: Binary) => [value.length(), value.sub_type, Buffer.from(value.value()).toString('hex')], Code: (value: Code) => [value.code],
  Timestamp: (value: Timestamp) => [value.getHighBitsUnsigned(), value.getLowBitsUnsigned()], BSONSymbol: (value: BSONSymbol) => [value.value],
  RegExp: (value: RegExp) => [value.source, value.flags], BSONRegExp: (value: BSONRegExp) => [value.pattern, value.options],
};
/** Flat, order-preserving and prefix-free: lmdb's order of these arrays is MongoDB's order of the values. */
export function orderKey(value: unknown): Key[] {
  const [kind, rank] = [classOf(value), rankOf(value)];
  if (isNumeric(value)) return rank === NAN_RANK ? [rank] : [rank, ...numberKey(value)];
  if (Array.isArray(value)) return [rank, ...value.flatMap(orderKey), 0];
  const scalar = SCALARS[kind]?.(value as never) ?? (rank === 20 ? undefined : [value as Key]);
  return [rank, ...scalar ?? [...Object.entries(value as Doc).flatMap(([name, field]) => [rankOf(field), name, ...orderKey(field)]), 0]];
}

const MAX_TEXT_CHARS = 100;
const digest = (text: string): string => createHash('sha1').update(text).digest('base64');
/** lmdb keys are short (1978 bytes): long text keeps its beginning and a digest, a long document its digest. */
export function indexKey(value: unknown): Key[] {
  const key = orderKey(value);
  if (key.length > 12) return [rankOf(value), digest(JSON.stringify(key))];
  return key.map((part) => (typeof part === 'string' && part.length > 2 * MAX_TEXT_CHARS ? part.slice(0, MAX_TEXT_CHARS) + digest(part) : part));
}

export function compareBson(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number' && a === a && b === b) return a - b;
  return typeof a === 'string' && typeof b === 'string' ? Number(a > b) - Number(a < b) : compareKeys(orderKey(a), orderKey(b));
}
