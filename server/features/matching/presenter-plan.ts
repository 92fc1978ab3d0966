import { CHECKS, HOURS_PER_YEAR } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import { formatDate, formatDateTime, formatHeat, formatMoney, formatNumber, formatPercent, formatUnit } from '../../shared/format.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import { overallFraction } from './plan-job.js';
import type { Plan, PlanChanges } from './plan.js';
import { presentPlanCertainty } from './presenter-plan-certainty.js';
import { presentFront } from './presenter-plan-front.js';
import { presentBuildings, presentComparison, presentLeftOut, presentMatches, presentPinPrices, type Planned } from './presenter-plan-parts.js';
import { presentRoadmap, settledYear } from './presenter-plan-roadmap.js';
import { CHECK_WORDS, gapWords, NONE, OBJECTIVE_LABELS, proofWords, STATE_LABELS, STATE_TAGS, STEP_WORDS, worth } from './plan-wording.js';

export const isPlanned = (plan: Plan): plan is Planned => plan.result !== null;
const isGoing = ({ state }: Plan): boolean => state === 'waiting' || state === 'running';

/** How many of the steps have an outcome: when it goes up there is more to see. */
const partsOf = ({ result, certainty, leftOut, pins, front }: Plan): number =>
  [result, certainty, leftOut, pins].filter((part) => part !== null).length + (front?.points.length ?? 0);

function progressText(plan: Plan): string {
  const { progress } = plan;
  if (plan.state === 'waiting') return 'Waiting for its turn: one plan is worked out at a time.';
  if (progress === null) return 'About to start.';
  const { step, fraction, value, bound } = progress;
  const best = step === 'plan' && value !== null ? ` Best so far ${worth(value, plan.request)}${bound === null ? '' : `, no plan is worth more than ${worth(bound, plan.request)}`}.` : '';
  return `${STEP_WORDS[step]}: ${formatPercent(fraction)}.${best}`;
}

/** What the progress bar and its script show; the same words in both. */
export const presentProgress = (plan: Plan) => ({
  running: isGoing(plan), text: progressText(plan), fraction: plan.progress === null ? null : overallFraction(plan.progress),
  percent: formatPercent(plan.progress === null ? 0 : overallFraction(plan.progress)), parts: partsOf(plan), href: to(paths.planProgress, { planId: plan.id }),
});

function presentFigures(plan: Planned) {
  const { totals, proof } = plan.result;
  const settled = settledYear(plan);
  const figures = [
    ['Net present value', formatMoney(totals.npvEur)], ['Investment', formatMoney(totals.investmentEur)],
    ['Heat reused a year', formatHeat(settled?.reusedMwh ?? 0)], ['CO2 avoided a year', formatUnit(settled?.avoidedTonnes ?? 0, 't')],
    ['Energy reuse factor (ERF)', formatPercent(settled?.erf ?? 0, 1)], ['Partners served', formatNumber(totals.partners)],
    [proof.proven ? 'Gap, proven' : 'Gap, not closer', gapWords(proof.gap)], ['Time', formatUnit(plan.seconds ?? 0, 's', 1)],
  ] as const;
  return {
    list: figures.map(([label, value]) => ({ label, value })), isEmpty: totals.partners === 0,
    note: settled ? `Yearly figures are those of ${settled.year}, once everybody is connected; value and investment count ${
      formatNumber(plan.result.horizonYears)} years from ${plan.result.firstDate === null ? 'the first start' : formatDate(plan.result.firstDate)}.` : null,
  };
}

function presentRequest({ request, pins }: Plan) {
  const { weights } = request;
  const count = (pin: 'in' | 'out'): number => request.pins.filter((each) => each.pin === pin).length;
  return [
    ['Objective', request.objective === 'mix' ? `${formatNumber(weights.npv, 2)} × NPV + ${formatNumber(weights.co2EurPerTonne)} EUR/t + ${
      formatNumber(weights.heatEurPerMwh)} EUR/MWh` : OBJECTIVE_LABELS[request.objective]],
    ['Budget', request.budgetEur === null ? 'No limit' : formatMoney(request.budgetEur)],
    ['Least share for research', request.minimumResearchShare === 0 ? 'None' : formatPercent(request.minimumResearchShare, 1)],
    ['Pins', request.pins.length === 0 ? 'None' : `${count('in')} in, ${count('out')} out${pins === null ? '' : ', with their price below'}`],
    ['Proof asked for, time limit', `${formatPercent(request.gap, 2)}, ${formatUnit(request.timeLimitSeconds, 's')}`],
  ].map(([label, value]) => ({ label, value }));
}

function presentInputs({ inputs, id }: Plan) {
  const versions = (things: readonly { readonly label: string; readonly version: number }[]): string =>
    things.map(({ label, version }) => `${label} (version ${version})`).join(', ');
  return {
    site: `version ${inputs.siteVersion}`, buildings: versions(inputs.buildings), demands: versions(inputs.demands), model: inputs.modelVersion, year: inputs.year,
    cases: to(paths.planCases, { planId: id }), json: to(paths.planJson, { planId: id }),
  };
}

const presentVerification = (plan: Planned) => ({
  checks: CHECKS.map((check) => CHECK_WORDS[check]), holds: plan.result.violations.length === 0,
  violations: plan.result.violations.map(({ check, where, value, limit }) => `${CHECK_WORDS[check]}: ${where}, ${value} against ${limit}`),
  hours: formatNumber(HOURS_PER_YEAR * plan.result.horizonYears),
});

function presentResult(localised: Localised, plan: Planned) {
  const planId = plan.id;
  return {
    figures: presentFigures(plan), proof: { text: proofWords(plan), isProven: plan.result.proof.proven }, matches: presentMatches(plan),
    buildings: presentBuildings(plan), comparison: presentComparison(plan), certainty: presentPlanCertainty(localised, plan), front: presentFront(plan), roadmap: presentRoadmap(plan), leftOut: presentLeftOut(plan), leftOutDone: plan.leftOut !== null,
    pinPrices: presentPinPrices(plan), verification: presentVerification(plan), research: plan.result.totals.researchShare === null ? NONE : formatPercent(plan.result.totals.researchShare, 1),
    matchesCsv: to(paths.planMatchesCsv, { planId }), leftOutCsv: to(paths.planLeftOutCsv, { planId }),
  };
}

const STATUS_HEADINGS = {
  'no-feasible-match': 'No heat demand can be connected', 'rules-contradict': 'The rules contradict each other',
  'no-plan-in-time': 'No plan was found in time', refused: 'The plan cannot be made as it was asked for',
} as const;
const REASONS_SHOWN = 12;

function presentNone({ refusal, id, siteId }: Plan, mayPlan: boolean) {
  if (refusal === null) return null;
  const more = refusal.reasons.length - REASONS_SHOWN;
  return {
    heading: STATUS_HEADINGS[refusal.status], reasons: refusal.reasons.slice(0, REASONS_SHOWN), more: more > 0 ? `and ${formatNumber(more)} more` : null,
    change: mayPlan ? `${paths.plans}?site=${siteId}&from=${id}` : null,
  };
}

function missingWords(plan: Plan): string | null {
  if (plan.state === 'stopped') {
    const who = plan.stoppedBy === null ? 'Stopped' : `Stopped by ${plan.stoppedBy}`;
    return plan.result === null ? `${who} before there was a plan.` : `${who} after the plan: what had not been worked out by then is missing below.`;
  }
  return plan.state === 'failed' ? `It failed and is tried again as long as there are attempts left: ${plan.error ?? 'no reason given'}` : null;
}

export function presentPlan(localised: Localised, plan: Plan, changes: PlanChanges, user: CurrentUser) {
  const mayPlan = user.role === 'manager' || user.role === 'admin';
  return {
    title: plan.request.name, siteName: plan.siteName, plansHref: `${paths.plans}?site=${plan.siteId}`, at: formatDateTime(plan.createdAt), by: plan.createdBy.label,
    objective: OBJECTIVE_LABELS[plan.request.objective], state: STATE_LABELS[plan.state], tag: STATE_TAGS[plan.state],
    progress: isGoing(plan) ? presentProgress(plan) : null, stopHref: mayPlan && (isGoing(plan) || plan.state === 'failed') ? to(paths.stopPlan, { planId: plan.id }) : null,
    again: mayPlan && plan.refusal === null && !isGoing(plan) ? `${paths.plans}?site=${plan.siteId}&from=${plan.id}` : null,
    changes: changes.words.length === 0 ? null : changes.words.join('; '), missing: missingWords(plan), none: presentNone(plan, mayPlan), isOver: !isGoing(plan),
    request: presentRequest(plan), inputs: presentInputs(plan), result: isPlanned(plan) ? presentResult(localised, plan) : null,
  };
}
