/** A thread of the ranking: gets lines of demands, gives result lines; bad input is given back, because an error would lose its kind. */
import { workerData } from 'piscina';
import { UnreadableInputError } from './cli-io.js';
import { createRanker, type RankedLines } from './cli-rank-chunk.js';
import type { DemandLines } from './cli-rank-input.js';
import type { RankHead } from './shared/match-case-schema.js';

export interface RankWorkerData {
  readonly head: RankHead;
  readonly path: string;
}

export type RankAnswer = RankedLines | { readonly refused: string };

const { head, path } = workerData as RankWorkerData;
const rank = createRanker(head, path);

export default function rankOrRefuse(lines: DemandLines): RankAnswer {
  try {
    return rank(lines);
  } catch (error) {
    if (!(error instanceof UnreadableInputError)) throw error;
    return { refused: error.message };
  }
}
