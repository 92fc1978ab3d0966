import { atDemand, atFirstLine, parseDemandLines, type DemandLines } from './cli-rank-input.js';
import { createEvaluator, type DemandInput, type MatchResult, type SourceInput } from './engineering/index.js';
import type { RankHead } from './shared/match-case-schema.js';

/** Result lines of some demands: demand by demand, within a demand source by source. */
export interface RankedLines {
  /** The lines, each with its new line. */
  readonly text: Uint8Array;
  readonly lengths: Uint32Array;
  /** What is not feasible comes last: -Infinity. */
  readonly scores: Float64Array;
}

const nameOf = (named: SourceInput | DemandInput, kind: string, index: number): string => named.name ?? `${kind} ${index + 1}`;
const scoreOrLast = (match: MatchResult): number => (match.feasible ? match.score.total : -Infinity);

/** Lines of any length, gathered in one piece of memory that is used again. */
class LineBuffer {
  #bytes = Buffer.allocUnsafe(1 << 20);
  #used = 0;

  /** Gives the number of bytes added. */
  add(line: string): number {
    const mostBytesPerUnit = 3;
    while (this.#bytes.length - this.#used < line.length * mostBytesPerUnit) {
      this.#bytes = Buffer.concat([this.#bytes], this.#bytes.length * 2);
    }
    const written = this.#bytes.write(line, this.#used);
    this.#used += written;
    return written;
  }

  take(): Uint8Array {
    const taken = new Uint8Array(this.#bytes.subarray(0, this.#used));
    this.#used = 0;
    return taken;
  }
}

/** Evaluates lines of demands against the sources of a ranking's first line. Throws errors of bad input, now and then. */
export function createRanker({ site, sources, economics }: RankHead, path: string): (lines: DemandLines) => RankedLines {
  const evaluator = atFirstLine(() => createEvaluator(site, sources, economics));
  const buffer = new LineBuffer();
  return (lines) => {
    const [lengths, scores]: [number[], number[]] = [[], []];
    buffer.take();
    for (const numbered of parseDemandLines(lines, path)) {
      sources.forEach((source, sourceIndex) => {
        const match = atDemand(numbered, () => evaluator.evaluate(sourceIndex, numbered.demand));
        const named = {
          ...match, sourceName: nameOf(source, 'source', sourceIndex), demandName: nameOf(numbered.demand, 'demand', numbered.index),
        };
        lengths.push(buffer.add(`${JSON.stringify(named)}\n`));
        scores.push(scoreOrLast(match));
      });
    }
    return { text: buffer.take(), lengths: Uint32Array.from(lengths), scores: Float64Array.from(scores) };
  };
}
