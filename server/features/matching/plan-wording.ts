import type { Localised } from '../../shared/i18n.js';
import type { Plan, PlanState } from './plan.js';

export const NONE = '–';

/** Of the tags in the style sheet. */
export const STATE_TAGS: Readonly<Record<PlanState, string>> = {
  waiting: 'submitted', running: 'submitted', done: 'agreed', none: 'declined', stopped: 'withdrawn', failed: 'failed',
};

/** A value of the plan's objective with its unit: money, tonnes or heat; of a mix, money's worth. */
export function worth({ unit, heat, money }: Localised, value: number, { objective }: Plan['request']): string {
  const amount = value === 0 ? 0 : value;
  if (objective === 'co2') return unit(amount, 't CO2');
  return objective === 'heat' ? heat(amount) : money(amount);
}

export const gapWords = ({ t, percent }: Localised, gap: number | null): string => (gap === null ? t('matching:gap.unknown') : percent(gap, 2));

/** With a word on how the search ended where the gap is not the one that was asked for. */
export function gapReached(localised: Localised, { gap, proven }: { readonly gap: number | null; readonly proven: boolean }): string {
  const words = gapWords(localised, gap);
  return proven ? words : localised.t('matching:gap.timeLimit', { gap: words });
}

/** A gap this small is rounding, not a better plan. */
const NO_GAP = 5e-5;

/** How sure it is that there is no better plan, in honest words. */
export function proofWords(localised: Localised, { result, request, seconds }: Pick<Plan, 'result' | 'request' | 'seconds'>): string {
  if (result === null) return '';
  const { t, number, percent } = localised;
  const { proven, gap } = result.proof;
  const took = number(seconds ?? 0, 1);
  if (proven && gap !== null && gap < NO_GAP) return t('matching:proof.best', { seconds: took });
  const values = { gap: gapWords(localised, gap), asked: percent(request.gap, 2) };
  if (proven) return t('matching:proof.proven', { ...values, seconds: took });
  const limit = number(request.timeLimitSeconds);
  return gap === null ? t('matching:proof.unknown', { asked: values.asked, limit }) : t('matching:proof.open', { ...values, limit });
}
