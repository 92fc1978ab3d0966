import type { Connection, LeftOutPartner, ObjectiveWeights, Violation } from '../../engineering/index.js';
import { formatHeat, formatMoney, formatNumber, formatPercent, formatUnit } from '../../shared/format.js';
import type { PlanStep } from '../../shared/site-planner.js';
import type { Plan, PlanObjective, PlanState } from './plan.js';

export const NONE = '–';

export const WAYS: Readonly<Record<Connection, string>> = {
  direct: 'Direct', 'heat-pump-at-source': 'Heat pump at the building', 'heat-pump-at-sink': 'Heat pump at the partner',
};

export const OBJECTIVE_LABELS: Readonly<Record<PlanObjective, string>> = {
  npv: 'Highest net present value', co2: 'Most CO2 avoided', heat: 'Most heat reused', mix: 'A mix of the three',
};

export const STATE_LABELS: Readonly<Record<PlanState, string>> = {
  waiting: 'Waiting', running: 'Running', done: 'Done', none: 'No plan', stopped: 'Stopped', failed: 'Failed',
};
/** Of the tags in the style sheet. */
export const STATE_TAGS: Readonly<Record<PlanState, string>> = {
  waiting: 'submitted', running: 'submitted', done: 'agreed', none: 'declined', stopped: 'withdrawn', failed: 'failed',
};

export const STEP_WORDS: Readonly<Record<PlanStep, string>> = {
  plan: 'Looking for the plan', certainty: 'Drawing how sure it is', 'left-out': 'Working out what each partner left out lost by', pins: 'Working out what each pin costs',
  front: 'Looking for plans between money and climate',
};

export const LEFT_OUT_WORDS: Readonly<Record<LeftOutPartner['reason'], string>> = {
  'not-feasible': 'Cannot be connected', 'pinned-out': 'Pinned out', 'too-late': 'Starts after the years that are counted',
  'not-worth-it': 'Not worth it, even with all the heat', 'others-worth-more': 'Others make more of the heat',
  'against-the-rules': 'No plan that keeps budget, pins and shares has it',
};

/** What the verification goes through. */
export const CHECK_WORDS: Readonly<Record<Violation['check'], string>> = {
  candidate: 'every chosen connection is one of those worked out', 'one-connection': 'no partner is connected twice',
  start: 'nothing runs before building and partner are there', demand: 'nobody gets more than asked for', capacity: 'no connection carries more than its capacity',
  offer: 'no building gives more heat than it has', balance: 'heat in equals heat out', budget: 'the budget is kept', pin: 'the pins are kept',
  'research-share': 'research gets its share', totals: 'the totals add up from the hours', stages: 'every connection runs from its start to the end',
};

export const isNpvOnly = ({ npv, co2EurPerTonne, heatEurPerMwh }: ObjectiveWeights): boolean => npv > 0 && co2EurPerTonne === 0 && heatEurPerMwh === 0;

/** A value of the plan's objective with its unit: money, tonnes or heat; of a mix, money's worth. */
export function worth(value: number, { objective }: Plan['request']): string {
  const amount = value === 0 ? 0 : value;
  if (objective === 'co2') return formatUnit(amount, 't CO2');
  return objective === 'heat' ? formatHeat(amount) : formatMoney(amount);
}

export const gapWords = (gap: number | null): string => (gap === null ? 'unknown' : formatPercent(gap, 2));

/** A gap this small is rounding, not a better plan. */
const NO_GAP = 5e-5;

/** How sure it is that there is no better plan, in honest words. */
export function proofWords({ result, request, seconds }: Pick<Plan, 'result' | 'request' | 'seconds'>): string {
  if (result === null) return '';
  const { proven, gap } = result.proof;
  const took = `${formatNumber(seconds ?? 0, 1)} s`;
  if (proven && gap !== null && gap < NO_GAP) return `Proven the best: no plan that keeps these rules is worth more. Found in ${took}.`;
  if (proven) return `Proven: no plan that keeps these rules is worth more than ${gapWords(gap)} more; ${formatPercent(request.gap, 2)} was asked for. Found in ${took}.`;
  const better = gap === null ? 'how much better another one could be is not known' : `a better one, if there is any, is worth at most ${gapWords(gap)} more`;
  return `The time limit of ${formatNumber(request.timeLimitSeconds)} s was reached. This is the best plan found; ${better}. It is not proven as close as the ${formatPercent(request.gap, 2)} asked for.`;
}
