import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { InvalidInputError } from './engineering/index.js';

/** What a command reads and writes; `cli.ts` passes the process's own. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly openFile: (path: string) => Readable;
}

export const EXIT_OK = 0;
export const EXIT_BAD_INPUT = 2;

/** Input that cannot even be read as what it should be; the message is for the person at the keyboard. */
export class UnreadableInputError extends Error {}

export const whereIs = (path: string): string => (path === '-' ? 'standard input' : path);
const oneLine = (message: string): string => message.replace(/\s+/g, ' ').trim();
const BYTE_ORDER_MARK = /^\uFEFF/;
export const withoutByteOrderMark = (content: string): string => content.replace(BYTE_ORDER_MARK, '');

/** The bytes of a file or, for `-`, of standard input. Throws UnreadableInputError. */
export async function* readBytes(io: CommandIo, path: string): AsyncGenerator<Buffer> {
  try {
    yield* (path === '-' ? io.stdin : io.openFile(path)) as AsyncIterable<Buffer>;
  } catch (error) {
    throw new UnreadableInputError(`${whereIs(path)} cannot be read: ${(error as Error).message}`);
  }
}

export const readInput = async (io: CommandIo, path: string): Promise<string> => withoutByteOrderMark(await text(readBytes(io, path)));

/** Throws UnreadableInputError. */
export function parseJson(content: string, where: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new UnreadableInputError(`${where} is not JSON: ${(error as Error).message}`);
  }
}

/** Writes and waits for the reader where it is slower. */
export async function write(stream: Writable, output: string | Uint8Array): Promise<void> {
  if (!stream.write(output)) await once(stream, 'drain');
}

/**
 * Runs a command, which writes its output only when all of its input was accepted; on bad input one line on standard error and
 * nothing else. Gives the exit code.
 */
export async function runCommand(io: CommandIo, command: () => Promise<void>): Promise<number> {
  try {
    await command();
    return EXIT_OK;
  } catch (error) {
    if (!(error instanceof InvalidInputError || error instanceof UnreadableInputError)) throw error;
    await write(io.stderr, `${oneLine(error.message)}\n`);
    return EXIT_BAD_INPUT;
  }
}
