import {
  deserialize, Long, onDemand, serialize, type Binary, type BSONRegExp, type BSONSymbol, type Code, type ObjectId, type Timestamp,
} from 'bson';
import { compareKeys, type Key } from 'lmdb';

export type Doc = Record<string, unknown>;
/** Plain: numbers as JavaScript has them, what mingo computes with. Exact: every BSON type kept, what is stored again. */
export const decodePlain = (bytes: Uint8Array): Doc => deserialize(bytes);
export const decodeExact = (bytes: Uint8Array): Doc => deserialize(bytes, { promoteValues: false, bsonRegExp: true });
export const encode = (doc: Doc): Buffer => serialize(doc, { ignoreUndefined: true }) as Buffer;

const END = Buffer.alloc(1), DOCUMENT = 3, ARRAY = 4;
function documentOf(elements: readonly Uint8Array[]): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32LE(elements.reduce((sum, { length }) => sum + length, size.length + END.length));
  return Buffer.concat([size, ...elements, END]);
}
/** The document with the top-level fields wanted; the others are skipped, not decoded. */
export function pick(bytes: Buffer, isWanted?: (name: string) => boolean): Buffer {
  if (!isWanted) return bytes;
  const elements = [...onDemand.parseToElements(bytes)].filter(([, at, length]) => isWanted(bytes.toString('utf8', at, at + length)));
  return documentOf(elements.map(([, at, , offset, length]) => bytes.subarray(at - 1, offset + length)));
}
/** Documents in a reply that are sent as they are stored. */
export class StoredList { constructor(readonly documents: readonly Uint8Array[]) {} }
export function encodeReply(reply: Doc): Buffer {
  const element = (type: number, name: string, value: Uint8Array) => Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value]);
  return documentOf(Object.entries(reply).map(([name, value]) => {
    if (value instanceof StoredList) return element(ARRAY, name, documentOf(value.documents.map((doc, at) => element(DOCUMENT, String(at), doc))));
    return name === 'cursor' ? element(DOCUMENT, name, encodeReply(value as Doc)) : encode({ [name]: value }).subarray(4, -1);
  }));
}

type KeyOf = (value: never) => Key[];
const none: KeyOf = () => [], one: KeyOf = (value: Key) => [value];
/** A number and what its double leaves over, so that two Longs beyond 2^53 stay apart; Decimal128 counts with double precision. */
const numberKey: KeyOf = (value: unknown, double = Number(String(value))) =>
  [double, value instanceof Long && !Number.isSafeInteger(double) ? Number(value.toBigInt() - BigInt(double)) : 0];
const documentKey: KeyOf = (doc: Doc) => [...Object.entries(doc).flatMap(([name, field]) => [rankOf(field), name, ...orderKey(field)]), 0];
/** By class: MongoDB's name and number of the type, its rank in the comparison order, and what orders values of equal rank. */
const TYPES: Readonly<Record<string, readonly [name: string, number: number, rank: number, keyOf: KeyOf]>> = {
  MinKey: ['minKey', -1, 1, none], undefined: ['undefined', 6, 2, none], null: ['null', 10, 3, none], NaN: ['double', 1, 9, none],
  number: ['double', 1, 10, numberKey], Double: ['double', 1, 10, numberKey], Int32: ['int', 16, 10, numberKey], Long: ['long', 18, 10, numberKey],
  Decimal128: ['decimal', 19, 10, numberKey], string: ['string', 2, 15, one], BSONSymbol: ['symbol', 14, 15, (value: BSONSymbol) => [value.value]],
  Object: ['object', 3, 20, documentKey], Array: ['array', 4, 25, (list: unknown[]) => [...list.flatMap(orderKey), 0]],
  Binary: ['binData', 5, 30, (value: Binary) => [value.length(), value.sub_type, Buffer.from(value.value()).toString('hex')]],
  ObjectId: ['objectId', 7, 35, (value: ObjectId) => [value.toHexString()]], boolean: ['bool', 8, 40, one],
  Date: ['date', 9, 45, (value: Date) => [value.getTime()]], Code: ['javascript', 13, 60, (value: Code) => [value.code]],
  Timestamp: ['timestamp', 17, 47, (value: Timestamp) => [value.getHighBitsUnsigned(), value.getLowBitsUnsigned()]],
  RegExp: ['regex', 11, 50, (value: RegExp) => [value.source, value.flags]], MaxKey: ['maxKey', 127, 99, none],
  BSONRegExp: ['regex', 11, 50, (value: BSONRegExp) => [value.pattern, value.options]],
};
function classOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : Number.isNaN(value) ? 'NaN' : typeof value;
  const bson = (value as { _bsontype?: string })._bsontype;
  if (bson) return (bson === 'Double' || bson === 'Decimal128') && Number.isNaN(Number(value)) ? 'NaN' : bson;
  return Array.isArray(value) ? 'Array' : value instanceof Date ? 'Date' : value instanceof RegExp ? 'RegExp' : 'Object';
}
const rowOf = (value: unknown) => TYPES[classOf(value)] ?? (['object', 3, 20, documentKey] as const);
export const typeOf = (value: unknown): readonly [name: string, number: number, ...unknown[]] =>
  (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? ['int', 16] : rowOf(value));
export const rankOf = (value: unknown): number => rowOf(value)[2];
export const isNumeric = (value: unknown): boolean => rankOf(value) === 9 || rankOf(value) === 10;
export const isPattern = (value: unknown): boolean => rankOf(value) === 50;
export const isDocument = (value: unknown): value is Doc => classOf(value) === 'Object';
export const asDoc = (value: unknown): Doc => (isDocument(value) ? value : {});
export const isOperators = (value: unknown): value is Doc => isDocument(value) && Object.keys(value)[0]?.startsWith('$') === true;
/** Flat, order-preserving and prefix-free: lmdb's order of these arrays is MongoDB's order of the values. */
export function orderKey(value: unknown): Key[] {
  const [, , rank, keyOf] = rowOf(value);
  return [rank, ...keyOf(value as never)];
}
export function compareBson(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number' && a === a && b === b) return a - b;
  return typeof a === 'string' && typeof b === 'string' ? Number(a > b) - Number(a < b) : compareKeys(orderKey(a), orderKey(b));
}
