import {
  BSONType, deserialize, Long, onDemand, serialize, type Binary, type BSONRegExp, type BSONSymbol, type Code, type ObjectId, type Timestamp,
} from 'bson';
import { compareKeys, type Key } from 'lmdb';

export type Doc = Record<string, unknown>;
/** Plain: numbers as JavaScript has them, what mingo computes with. Exact: every BSON type kept, what is stored again. */
export const decodePlain = (bytes: Uint8Array): Doc => deserialize(bytes);
export const decodeExact = (bytes: Uint8Array): Doc => deserialize(bytes, { promoteValues: false, bsonRegExp: true });
export const encode = (doc: Doc): Buffer => serialize(doc, { ignoreUndefined: true }) as Buffer;
export const plainOf = (exact: Doc): Doc => decodePlain(encode(exact));

function documentOf(elements: readonly Uint8Array[]): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32LE(elements.reduce((sum, { length }) => sum + length, 5));
  return Buffer.concat([size, ...elements, Buffer.alloc(1)]);
}
/** The document with the top-level fields wanted; the others are skipped, not decoded. */
export function pick(bytes: Buffer, isWanted?: (name: string) => boolean): Buffer {
  if (!isWanted) return bytes;
  const elements = [...onDemand.parseToElements(bytes)].filter(([, at, length]) => isWanted(bytes.toString('utf8', at, at + length)));
  return documentOf(elements.map(([, at, , offset, length]) => bytes.subarray(at - 1, offset + length)));
}
/** Documents in a reply that are sent as they are stored. */
export class StoredList { constructor(readonly documents: readonly Uint8Array[]) {} }
const element = (type: number, name: string, value: Uint8Array) => Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value]);
export function encodeReply(reply: Doc): Buffer {
  return documentOf(Object.entries(reply).map(([name, value]) => {
    if (name === 'cursor') return element(BSONType.object, name, encodeReply(value as Doc));
    if (!(value instanceof StoredList)) return encode({ [name]: value }).subarray(4, -1);
    return element(BSONType.array, name, documentOf(value.documents.map((doc, at) => element(BSONType.object, String(at), doc))));
  }));
}

type Parts = (value: never) => Key[];
const none: Parts = () => [], itself: Parts = (value: Key) => [value];
/** A number and what its double leaves over, so that two Longs beyond 2^53 stay apart; Decimal128 counts with double precision. */
const numberParts: Parts = (value: unknown, double = Number(String(value))) =>
  [double, value instanceof Long && !Number.isSafeInteger(double) ? Number(value.toBigInt() - BigInt(double)) : 0];
const documentParts: Parts = (doc: Doc) => [...Object.entries(doc).flatMap(([name, field]) => [rankOf(field), name, ...orderKey(field)]), 0];
type Type = readonly [name: keyof typeof BSONType, rank: number, parts: Parts];
const OBJECT: Type = ['object', 20, documentParts];
/** By class: MongoDB's name of the type, its rank in the comparison order, and what orders values of equal rank. */
const TYPES: Readonly<Record<string, Type>> = {
  MinKey: ['minKey', 1, none], undefined: ['undefined', 2, none], null: ['null', 3, none], NaN: ['double', 9, none],
  number: ['double', 10, numberParts], Double: ['double', 10, numberParts], Int32: ['int', 10, numberParts], Long: ['long', 10, numberParts],
  Decimal128: ['decimal', 10, numberParts], string: ['string', 15, itself], BSONSymbol: ['symbol', 15, ({ value }: BSONSymbol) => [value]],
  Object: OBJECT, Array: ['array', 25, (list: unknown[]) => [...list.flatMap(orderKey), 0]],
  Binary: ['binData', 30, (value: Binary) => [value.length(), value.sub_type, Buffer.from(value.value()).toString('hex')]],
  ObjectId: ['objectId', 35, (value: ObjectId) => [value.toHexString()]], boolean: ['bool', 40, itself],
  Date: ['date', 45, (value: Date) => [value.getTime()]],
  Timestamp: ['timestamp', 47, (value: Timestamp) => [value.getHighBitsUnsigned(), value.getLowBitsUnsigned()]],
  RegExp: ['regex', 50, (value: RegExp) => [value.source, value.flags]],
  BSONRegExp: ['regex', 50, (value: BSONRegExp) => [value.pattern, value.options]],
  Code: ['javascript', 60, (value: Code) => [value.code]], MaxKey: ['maxKey', 99, none],
};
function classOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : Number.isNaN(value) ? 'NaN' : typeof value;
  const bson = (value as { _bsontype?: string })._bsontype;
  if (bson) return (bson === 'Double' || bson === 'Decimal128') && Number.isNaN(Number(value)) ? 'NaN' : bson;
  return Array.isArray(value) ? 'Array' : value instanceof Date ? 'Date' : value instanceof RegExp ? 'RegExp' : 'Object';
}
const rowOf = (value: unknown): Type => TYPES[classOf(value)] ?? OBJECT;
export const typeOf = (value: unknown): keyof typeof BSONType =>
  (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 'int' : rowOf(value)[0]);
export const rankOf = (value: unknown): number => rowOf(value)[1];
export const isNumeric = (value: unknown): boolean => rankOf(value) === 9 || rankOf(value) === 10;
export const isPattern = (value: unknown): boolean => typeOf(value) === 'regex';
export const isDocument = (value: unknown): value is Doc => classOf(value) === 'Object';
export const asDoc = (value: unknown): Doc => (isDocument(value) ? value : {});
export const isOperators = (value: unknown): value is Doc => isDocument(value) && Object.keys(value)[0]?.startsWith('$') === true;
/** Flat, order-preserving and prefix-free: lmdb's order of these arrays is MongoDB's order of the values. */
export function orderKey(value: unknown): Key[] {
  const [, rank, parts] = rowOf(value);
  return [rank, ...parts(value as never)];
}
export function compareBson(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number' && a === a && b === b) return a - b;
  return typeof a === 'string' && typeof b === 'string' ? Number(a > b) - Number(a < b) : compareKeys(orderKey(a), orderKey(b));
}
