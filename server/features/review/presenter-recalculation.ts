import type { Localised } from '../../shared/i18n.js';
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
  /** As the model or the store said it, in English. */
  readonly errors: readonly string[];
}

export function presentRecalculation({ t }: Localised, recalculations: readonly Recalculation[]): RecalculationView {
  const open = recalculations.filter(({ finishedAt }) => finishedAt === null);
  const total = open.reduce((sum, one) => sum + one.total, 0);
  const done = open.reduce((sum, one) => sum + one.done, 0);
  return {
    running: open.length > 0, done, total, href: paths.recalculation,
    text: total === 0 ? t('queue:scoring.starting') : t('queue:scoring.progress', { done, total }),
    errors: recalculations.flatMap(({ error }) => (error === null ? [] : [error])),
  };
}
