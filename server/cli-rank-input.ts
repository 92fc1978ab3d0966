import { parseJson, readBytes, UnreadableInputError, whereIs, withoutByteOrderMark, type CommandIo } from './cli-io.js';
import { InvalidInputError, type DemandInput } from './engineering/index.js';
import { parseDemand, parseRankHead, type RankHead } from './shared/match-case-schema.js';

/** Whole lines of demands, together about as long as is worth handing to another thread. */
export interface DemandLines {
  readonly text: Uint8Array;
  /** Of the file, counted from 1. */
  readonly firstLine: number;
  /** Demands before these lines. */
  readonly demandsBefore: number;
}

export interface NumberedDemand {
  readonly line: number;
  /** Of all demands, counted from 0. */
  readonly index: number;
  readonly demand: DemandInput;
}

export interface RankInput {
  readonly head: RankHead;
  /** In the order of the file, to be gone through once. */
  readonly chunks: AsyncGenerator<DemandLines>;
}

const NEW_LINE = 10;
const CHUNK_BYTES = 65_536;

/** The bytes cut after new lines: pieces of at least `CHUNK_BYTES`, but for the last. */
async function* wholeLines(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  for await (const piece of bytes) {
    const end = piece.lastIndexOf(NEW_LINE) + 1;
    if (end === 0 || pendingBytes + end < CHUNK_BYTES) {
      pending.push(piece);
      pendingBytes += piece.length;
      continue;
    }
    yield Buffer.concat([...pending, piece.subarray(0, end)]);
    pending = [piece.subarray(end)];
    pendingBytes = piece.length - end;
  }
  if (pendingBytes > 0) yield Buffer.concat(pending);
}

/** Lines of a text, the new lines taken off; what follows the last new line is a line where it is not empty. */
function* linesOf(text: Buffer): Generator<Buffer> {
  for (let start = 0; start < text.length;) {
    const newLine = text.indexOf(NEW_LINE, start);
    const end = newLine === -1 ? text.length : newLine;
    yield text.subarray(start, end);
    start = end + 1;
  }
}

const isBlank = (line: string): boolean => line.trim() === '';
/** A JSON text begins with a visible ASCII character, so most lines need not be decoded to see that they are not blank. */
const isBlankLine = (line: Buffer): boolean => {
  const [first = 0] = line;
  const visible = first > 0x20 && first < 0x80;
  return !visible && isBlank(line.toString());
};

/** Names the line of a refused value. */
function atLine<T>(line: number, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new UnreadableInputError(`line ${line}: ${error.message}`);
  }
}

/** Runs what may refuse a value of the first line: site, sources, economics. */
export const atFirstLine = <T>(action: () => T): T => atLine(1, action);

/** Runs what may refuse a value of a demand. */
export const atDemand = <T>({ line }: Pick<NumberedDemand, 'line'>, action: () => T): T => atLine(line, action);

async function* numbered(first: Buffer, pieces: AsyncGenerator<Buffer>): AsyncGenerator<DemandLines> {
  let [firstLine, demandsBefore] = [2, 0];
  for (let text: Buffer | undefined = first; text !== undefined; text = (await pieces.next()).value as Buffer | undefined) {
    if (text.length > 0) yield { text, firstLine, demandsBefore };
    for (const line of linesOf(text)) {
      firstLine += 1;
      if (!isBlankLine(line)) demandsBefore += 1;
    }
  }
}

/** First line: site, sources, economics; every further line that is not blank: a demand. Throws errors of bad input. */
export async function readRankInput(io: CommandIo, path: string): Promise<RankInput> {
  const pieces = wholeLines(readBytes(io, path));
  const first = ((await pieces.next()).value as Buffer | undefined) ?? Buffer.alloc(0);
  const newLine = first.indexOf(NEW_LINE);
  const end = newLine === -1 ? first.length : newLine;
  const text = withoutByteOrderMark(first.subarray(0, end).toString());
  const head = atFirstLine(() => parseRankHead(parseJson(text, `${whereIs(path)} line 1`)));
  return { head, chunks: numbered(first.subarray(end + 1), pieces) };
}

/** The demands of some lines. Throws errors of bad input. */
export function* parseDemandLines({ text, firstLine, demandsBefore }: DemandLines, path: string): Generator<NumberedDemand> {
  let [line, index] = [firstLine - 1, demandsBefore - 1];
  for (const bytes of linesOf(Buffer.from(text.buffer, text.byteOffset, text.byteLength))) {
    line += 1;
    const content = bytes.toString();
    if (isBlank(content)) continue;
    index += 1;
    const json = parseJson(content, `${whereIs(path)} line ${line}`);
    yield { line, index, demand: atDemand({ line }, () => parseDemand(json)) };
  }
}
