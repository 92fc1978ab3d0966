import { formatNumber } from '../../shared/format.js';
import { paths } from '../../web/paths.js';
import type { Recalculation } from '../matching/index.js';

/** What the progress bar and its script show; the same words in both. */
export interface RecalculationView {
  readonly running: boolean;
  readonly done: number;
  readonly total: number;
  readonly text: string;
  /** The script asks this address again. */
  readonly href: string;
  readonly errors: readonly string[];
}

export function presentRecalculation(recalculations: readonly Recalculation[]): RecalculationView {
  const open = recalculations.filter(({ finishedAt }) => finishedAt === null);
  const total = open.reduce((sum, one) => sum + one.total, 0);
  const done = open.reduce((sum, one) => sum + one.done, 0);
  return {
    running: open.length > 0, done, total, href: paths.recalculation,
    text: total === 0 ? 'Scoring is about to start.' : `Scoring: ${formatNumber(done)} of ${formatNumber(total)} pairs done.`,
    errors: recalculations.flatMap(({ error }) => (error === null ? [] : [error])),
  };
}
