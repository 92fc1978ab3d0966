import { CHECKS, HOURS_PER_YEAR } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import { overallFraction } from './plan-job.js';
import { refusalReasons } from './plan-refusal.js';
import type { Plan, PlanChanges } from './plan.js';
import { presentPlanCertainty } from './presenter-plan-certainty.js';
import { presentFront } from './presenter-plan-front.js';
import { presentBuildings, presentComparison, presentLeftOut, presentMatches, presentPinPrices, type Planned } from './presenter-plan-parts.js';
import { presentInputs, presentRequest } from './presenter-plan-request.js';
import { presentRoadmap, settledYear } from './presenter-plan-roadmap.js';
import { gapWords, NONE, proofWords, STATE_TAGS, worth } from './plan-wording.js';

export const isPlanned = (plan: Plan): plan is Planned => plan.result !== null;
const isGoing = ({ state }: Plan): boolean => state === 'waiting' || state === 'running';

/** How many of the steps have an outcome: when it goes up there is more to see. */
const partsOf = ({ result, certainty, leftOut, pins, front }: Plan): number =>
  [result, certainty, leftOut, pins].filter((part) => part !== null).length + (front?.points.length ?? 0);

function bestSoFar(localised: Localised, { request, progress }: Plan): string {
  if (progress === null || progress.step !== 'plan' || progress.value === null) return '';
  const value = worth(localised, progress.value, request);
  return progress.bound === null ? ` ${localised.t('matching:progress.best', { value })}`
    : ` ${localised.t('matching:progress.bestBound', { value, bound: worth(localised, progress.bound, request) })}`;
}

function progressText(localised: Localised, plan: Plan): string {
  const { t, percent } = localised;
  const { progress, state } = plan;
  if (state === 'waiting') return t('matching:progress.waiting');
  if (progress === null) return t('matching:progress.about');
  const at = t('matching:progress.at', { step: t(`matching:progress.step.${progress.step}`), percent: percent(progress.fraction) });
  return `${at}${bestSoFar(localised, plan)}`;
}

/** What the progress bar and its script show; the same words in both. */
export const presentProgress = (localised: Localised, plan: Plan) => ({
  running: isGoing(plan), text: progressText(localised, plan), fraction: plan.progress === null ? null : overallFraction(plan.progress),
  percent: localised.percent(plan.progress === null ? 0 : overallFraction(plan.progress)), parts: partsOf(plan), href: to(paths.planProgress, { planId: plan.id }),
});

function figuresNote({ t, date, number }: Localised, plan: Planned): string | null {
  const settled = settledYear(plan);
  if (settled === undefined) return null;
  const { firstDate, horizonYears } = plan.result;
  const values = { year: String(settled.year), years: number(horizonYears) };
  return firstDate === null ? t('matching:figure.noteFirst', values) : t('matching:figure.note', { ...values, date: date(firstDate) });
}

function presentFigures(localised: Localised, plan: Planned) {
  const { t, money, heat, unit, percent, number } = localised;
  const { totals, proof } = plan.result;
  const settled = settledYear(plan);
  const figures = [
    ['npv', money(totals.npvEur)], ['investment', money(totals.investmentEur)],
    ['heat', heat(settled?.reusedMwh ?? 0)], ['co2', unit(settled?.avoidedTonnes ?? 0, 't')],
    ['erf', percent(settled?.erf ?? 0, 1)], ['partners', number(totals.partners)],
    [proof.proven ? 'gapProven' : 'gapOpen', gapWords(localised, proof.gap)], ['time', unit(plan.seconds ?? 0, 's', 1)],
  ] as const;
  return {
    list: figures.map(([label, value]) => ({ label: t(`matching:figure.${label}`), value })), isEmpty: totals.partners === 0,
    note: figuresNote(localised, plan),
  };
}

function presentVerification({ t, number }: Localised, { result: { violations, horizonYears } }: Planned) {
  const words = (check: (typeof CHECKS)[number]): string => t(`matching:verified.check.${check}`);
  return {
    checks: CHECKS.map(words), holds: violations.length === 0, hours: number(HOURS_PER_YEAR * horizonYears),
    violations: violations.map(({ check, where, value, limit }) =>
      t('matching:verified.violation', { check: words(check), where, value: String(value), limit: String(limit) })),
  };
}

function presentResult(localised: Localised, plan: Planned) {
  const { id: planId, result: { proof, totals } } = plan;
  return {
    figures: presentFigures(localised, plan), proof: { text: proofWords(localised, plan), isProven: proof.proven },
    matches: presentMatches(localised, plan), buildings: presentBuildings(localised, plan), comparison: presentComparison(localised, plan),
    certainty: presentPlanCertainty(localised, plan), front: presentFront(localised, plan), roadmap: presentRoadmap(localised, plan),
    leftOut: presentLeftOut(localised, plan), leftOutDone: plan.leftOut !== null, pinPrices: presentPinPrices(localised, plan),
    verification: presentVerification(localised, plan), research: totals.researchShare === null ? NONE : localised.percent(totals.researchShare, 1),
    matchesCsv: to(paths.planMatchesCsv, { planId }), leftOutCsv: to(paths.planLeftOutCsv, { planId }),
  };
}

const REASONS_SHOWN = 12;

function presentNone({ t, number }: Localised, { refusal, id, siteId }: Plan, mayPlan: boolean) {
  if (refusal === null) return null;
  const reasons = refusalReasons(refusal);
  const more = reasons.length - REASONS_SHOWN;
  return {
    heading: t(`matching:none.heading.${refusal.status}`),
    reasons: reasons.slice(0, REASONS_SHOWN).map((said) => ({ said, isEnglish: typeof said === 'string' })),
    more: more > 0 ? t('matching:none.more', { more: number(more) }) : null, change: mayPlan ? `${paths.plans}?site=${siteId}&from=${id}` : null,
  };
}

function missingWords({ t }: Localised, { state, stoppedBy, result, error }: Plan): string | null {
  if (state === 'stopped') {
    const when = result === null ? 'stoppedEarly' : 'stoppedLate';
    return stoppedBy === null ? t(`matching:plan.${when}`) : t(`matching:plan.${when}By`, { name: stoppedBy });
  }
  return state === 'failed' ? t('matching:plan.failed', { why: error ?? t('matching:plan.noReason') }) : null;
}

export function presentPlan(localised: Localised, plan: Plan, changes: PlanChanges, user: CurrentUser) {
  const { t, text, dateTime } = localised;
  const mayPlan = user.role === 'manager' || user.role === 'admin';
  return {
    title: plan.request.name, siteName: plan.siteName, plansHref: `${paths.plans}?site=${plan.siteId}`, at: dateTime(plan.createdAt), by: plan.createdBy.label,
    objective: t(`matching:objective.${plan.request.objective}`), state: t(`matching:state.${plan.state}`), tag: STATE_TAGS[plan.state],
    progress: isGoing(plan) ? presentProgress(localised, plan) : null, isOver: !isGoing(plan),
    stopHref: mayPlan && (isGoing(plan) || plan.state === 'failed') ? to(paths.stopPlan, { planId: plan.id }) : null,
    again: mayPlan && plan.refusal === null && !isGoing(plan) ? `${paths.plans}?site=${plan.siteId}&from=${plan.id}` : null,
    changes: changes.words.length === 0 ? null : changes.words.map(text).join('; '),
    missing: missingWords(localised, plan), none: presentNone(localised, plan, mayPlan),
    request: presentRequest(localised, plan), inputs: presentInputs(localised, plan), result: isPlanned(plan) ? presentResult(localised, plan) : null,
  };
}
