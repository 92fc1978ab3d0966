import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { runCommand, UnreadableInputError, write, type CommandIo } from './cli-io.js';
import { createRanker } from './cli-rank-chunk.js';
import { readRankInput, type DemandLines, type RankInput } from './cli-rank-input.js';
import { RankOrder } from './cli-rank-order.js';
import type { RankAnswer, RankWorkerData } from './cli-rank-worker.js';

const WORKER = new URL('./cli-rank-worker.js', import.meta.url);
/** Chunks on their way for each thread: enough that none waits, few enough that a file that is refused is refused soon. */
const CHUNKS_A_THREAD = 4;

/** Ranks chunks in other threads; keeps the answers in the order of the chunks, so that the first bad line is the one named. */
async function rankInThreads(chunks: AsyncIterable<DemandLines>, data: RankWorkerData, order: RankOrder): Promise<void> {
  const threads = availableParallelism();
  const pool = new Piscina<DemandLines, RankAnswer>({ filename: WORKER.href, workerData: data, minThreads: threads, maxThreads: threads });
  const underWay: Promise<RankAnswer>[] = [];
  const keepFirst = async (): Promise<void> => {
    const answer = await underWay.shift();
    if (!answer) return;
    if ('refused' in answer) throw new UnreadableInputError(answer.refused);
    order.add(answer);
  };
  try {
    for await (const chunk of chunks) {
      underWay.push(pool.run(chunk));
      if (underWay.length >= threads * CHUNKS_A_THREAD) await keepFirst();
    }
    while (underWay.length > 0) await keepFirst();
  } finally {
    await Promise.allSettled(underWay);
    await pool.destroy();
  }
}

async function* chained(first: DemandLines, second: DemandLines, rest: AsyncIterable<DemandLines>): AsyncGenerator<DemandLines> {
  yield first;
  yield second;
  yield* rest;
}

/** A single chunk is ranked here, sooner than a thread would have started. */
async function rankAll({ head, chunks }: RankInput, path: string, order: RankOrder): Promise<void> {
  const rank = createRanker(head, path);
  const first = await chunks.next();
  const second = await chunks.next();
  if (first.done) return;
  if (second.done) order.add(rank(first.value));
  else await rankInThreads(chained(first.value, second.value, chunks), { head, path }, order);
}

/** `heatmatch rank CASES.ndjson`: one JSON line a (source, demand), best score first within a source, what is not feasible last. */
export const runRank = (io: CommandIo, path: string): Promise<number> => runCommand(io, async () => {
  const input = await readRankInput(io, path);
  const order = new RankOrder(input.head.sources.length);
  try {
    await rankAll(input, path, order);
    for (const output of order.output()) await write(io.stdout, output);
  } finally {
    order.close();
  }
});
