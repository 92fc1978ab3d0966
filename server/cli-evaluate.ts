import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  evaluateCase, InvalidInputError, type DemandInput, type MatchResult, type SourceInput,
} from './engineering/index.js';
import { parseDemand, parseMatchCase, parseRankHead } from './shared/match-case-schema.js';

/** What a command reads and writes; `cli.ts` passes the process's own. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly readFile: (path: string) => Promise<string>;
}

export const EXIT_OK = 0;
export const EXIT_BAD_INPUT = 2;

/** Input that cannot even be read as what it should be; the message is for the person at the keyboard. */
export class UnreadableInputError extends Error {}

const whereIs = (path: string): string => (path === '-' ? 'standard input' : path);
const oneLine = (message: string): string => message.replace(/\s+/g, ' ').trim();

export async function readInput(io: CommandIo, path: string): Promise<string> {
  try {
    const content = path === '-' ? await text(io.stdin) : await io.readFile(path);
    return content.replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UnreadableInputError(`${whereIs(path)} cannot be read: ${(error as Error).message}`);
  }
}

export function parseJson(content: string, where: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new UnreadableInputError(`${where} is not JSON: ${(error as Error).message}`);
  }
}

async function write(stream: Writable, output: string): Promise<void> {
  if (!stream.write(output)) await once(stream, 'drain');
}

/** Runs a command: its output at the end or, on bad input, one line on standard error and nothing else. Gives the exit code. */
export async function runCommand(io: CommandIo, command: () => Promise<string>): Promise<number> {
  try {
    await write(io.stdout, await command());
    return EXIT_OK;
  } catch (error) {
    if (!(error instanceof InvalidInputError || error instanceof UnreadableInputError)) throw error;
    await write(io.stderr, `${oneLine(error.message)}\n`);
    return EXIT_BAD_INPUT;
  }
}

/** `heatmatch evaluate CASE.json`: one result as JSON. */
export const runEvaluate = (io: CommandIo, path: string): Promise<number> => runCommand(io, async () => {
  const matchCase = parseMatchCase(parseJson(await readInput(io, path), whereIs(path)));
  return `${JSON.stringify(evaluateCase(matchCase))}\n`;
});

type RankedMatch = MatchResult & { readonly sourceName: string; readonly demandName: string };

const scoreOrLast = (match: MatchResult): number => (match.feasible ? match.score.total : -Infinity);

/** Names the line (and which source of it) where a refused value stands, the field as it is written there. */
export function located<T>(line: number, sourceIndex: number | undefined, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const inFirstLine = !error.field.startsWith('demand');
    const field = error.field.replace(/^source\b/, `sources[${sourceIndex ?? 0}]`);
    const message = error.message.replace(error.field, field);
    throw new UnreadableInputError(`line ${inFirstLine ? 1 : line}: ${message}`);
  }
}

export interface NumberedDemand {
  readonly line: number;
  readonly demand: DemandInput;
}

/** First line: site, sources, economics; every further line that is not blank: a demand. Throws errors of bad input. */
export function parseRankInput(content: string, path: string): {
  head: ReturnType<typeof parseRankHead>; demands: readonly NumberedDemand[];
} {
  const [first = '', ...rest] = content.split('\n');
  const head = located(1, undefined, () => parseRankHead(parseJson(first, `${whereIs(path)} line 1`)));
  const demands = rest.flatMap((text, index): NumberedDemand[] => {
    const line = index + 2;
    if (text.trim() === '') return [];
    const json = parseJson(text, `${whereIs(path)} line ${line}`);
    return [{ line, demand: located(line, undefined, () => parseDemand(json)) }];
  });
  return { head, demands };
}

const nameOf = (named: SourceInput | DemandInput, kind: string, index: number): string => named.name ?? `${kind} ${index + 1}`;

/** Every source against every demand, best score first within a source, what is not feasible last. */
export function rankMatches({ head, demands }: ReturnType<typeof parseRankInput>): readonly RankedMatch[] {
  const { sources, ...shared } = head;
  return sources.flatMap((source, sourceIndex) => demands
    .map(({ line, demand }, index): RankedMatch => ({
      ...located(line, sourceIndex, () => evaluateCase({ ...shared, source, demand })),
      sourceName: nameOf(source, 'source', sourceIndex),
      demandName: nameOf(demand, 'demand', index),
    }))
    .sort((a, b) => (scoreOrLast(b) === scoreOrLast(a) ? 0 : scoreOrLast(b) - scoreOrLast(a))));
}

/** `heatmatch rank CASES.ndjson`: one JSON line a (source, demand). */
export const runRank = (io: CommandIo, path: string): Promise<number> => runCommand(io, async () => {
  const matches = rankMatches(parseRankInput(await readInput(io, path), path));
  return matches.map((match) => `${JSON.stringify(match)}\n`).join('');
});
