const CODE_NAMES = new Map(`2 BadValue 9 FailedToParse 14 TypeMismatch 20 IllegalOperation 26 NamespaceNotFound 27 IndexNotFound
  28 PathNotViable 40 ConflictingUpdateOperators 43 CursorNotFound 48 NamespaceExists 52 DollarPrefixedFieldName 53 InvalidIdField 56 EmptyFieldName
  59 CommandNotFound 66 ImmutableField 67 CannotCreateIndex 72 InvalidOptions 73 InvalidNamespace 85 IndexOptionsConflict
  86 IndexKeySpecsConflict 115 CommandNotSupported 123 NotAReplicaSet 168 InvalidPipelineOperator 171 CannotIndexParallelArrays
  197 InvalidIndexSpecificationOption 10334 BSONObjectTooLarge 11000 DuplicateKey
  17280 KeyTooLong`.match(/\d+ \w+/g)?.map((line) => line.split(' ') as [code: string, name: string]));
/** mingo and bson speak in plain errors; their words decide MongoDB's number. */
const WORDS = [[/unregistered pipeline operator/, 40324], [/single operator, got/, 40323], [/is not registered/, 168], [/undefined variable/, 17276],
  [/clusion/, 31254]] as const;

/** An error as MongoDB reports it: its own number, name and words. */
export class MongoFault extends Error {
  constructor(readonly code: number, message: string, readonly detail: Readonly<Record<string, unknown>> = {}) { super(message); }
  reply(): Record<string, unknown> {
    return { ok: 0, errmsg: this.message, code: this.code, codeName: CODE_NAMES.get(String(this.code)) ?? `Location${this.code}`, ...this.detail };
  }
}
export function fail(code: number, message: string, detail?: MongoFault['detail']): never { throw new MongoFault(code, message, detail); }
export const unsupported = (what: string): never => fail(115, `${what} is not supported by the embedded store`);
export function asFault(error: unknown): MongoFault {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof MongoFault ? error : new MongoFault(WORDS.find(([pattern]) => pattern.test(message))?.[1] ?? 2, message);
}
