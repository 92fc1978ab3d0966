import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FieldDefinition } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { message } from '../../shared/message.js';
import type { CurrentUser } from '../../shared/current-user.js';
import { paths, to } from '../../web/paths.js';
import type { MatchSummary } from './index.js';
import { nothingToPlan, pinField } from './plan-checks.js';
import { overallFraction } from './plan-job.js';
import { PLAN_OBJECTIVES, type PlanChoices, type PlanSummary } from './plan.js';
import type { Values } from './schema-plan.js';
import { gapReached, NONE, STATE_TAGS } from './plan-wording.js';

/** More are not shown: the best by score, and those that are pinned. */
const MOST_PINS_SHOWN = 300;

const words = (key: string) => message(`matching:form.${key}`);

const FIELDS: readonly FieldDefinition[] = [
  { name: 'name', label: words('name'), type: 'text', required: true, hint: words('nameHint') },
  {
    name: 'objective', label: words('objective'), type: 'radios', required: true,
    options: PLAN_OBJECTIVES.map((value) => ({ value, label: message(`matching:objective.${value}`) })),
  },
  { name: 'weightNpv', label: words('weightNpv'), type: 'number', unit: 'EUR' },
  { name: 'weightCo2', label: words('weightCo2'), type: 'number', unit: 'EUR/t' },
  { name: 'weightHeat', label: words('weightHeat'), type: 'number', unit: 'EUR/MWh' },
  { name: 'budgetEur', label: words('budget'), type: 'number', unit: 'EUR', hint: words('budgetHint') },
  { name: 'minimumResearchPercent', label: words('research'), type: 'number', unit: '%', hint: words('researchHint') },
  { name: 'gapPercent', label: words('proof'), type: 'number', unit: '%', required: true, hint: words('proofHint') },
  { name: 'timeLimitSeconds', label: words('timeLimit'), type: 'number', unit: 's', required: true, hint: words('timeLimitHint') },
];
const BASIC = ['name', 'objective'];
const MIX = ['weightNpv', 'weightCo2', 'weightHeat'];
const LIMITS = ['budgetEur', 'minimumResearchPercent'];
const SEARCH = ['gapPercent', 'timeLimitSeconds'];

const PIN_OPTIONS = [['', 'free'], ['in', 'in'], ['out', 'out']] as const;
const DECIDED: readonly MatchSummary['state'][] = ['agreed', 'declined'];

function presentPin(localised: Localised, { id, demandName, organisationName, buildingName, score, result, state }: MatchSummary, values: Values, errors: FieldErrors) {
  const { t, number } = localised;
  const field = pinField(id);
  const chosen = typeof values[field] === 'string' ? values[field] : '';
  return {
    field, demandName, organisationName, buildingName, score: number(score), href: to(paths.match, { matchId: id }), error: errors[field],
    npv: result.feasible ? number(result.economics.npvEur / 1e6, 2) : NONE, state: DECIDED.includes(state) ? t(`matching:pinned.${state}`) : undefined,
    options: PIN_OPTIONS.map(([value, key]) => ({ value, label: t(`matching:pinned.${key}`), selected: value === chosen })),
  };
}

/** By demand, in the order of its best match; those with a pin or an error are never cut off. */
function presentPins(localised: Localised, { matches }: PlanChoices, values: Values, errors: FieldErrors) {
  const { t, number } = localised;
  const isKept = ({ id }: MatchSummary): boolean => Boolean(values[pinField(id)]) || errors[pinField(id)] !== undefined;
  const shown = matches.filter((match, index) => index < MOST_PINS_SHOWN || isKept(match));
  const order = [...new Set(shown.map(({ demandId }) => demandId))];
  const sorted = [...shown].sort((a, b) => order.indexOf(a.demandId) - order.indexOf(b.demandId) || b.score - a.score);
  const set = sorted.filter(isKept).length;
  return {
    rows: sorted.map((match) => presentPin(localised, match, values, errors)), open: set > 0,
    summary: set === 0 ? t('matching:form.pinsNone') : t('matching:form.pinsSet', { set: String(set) }),
    cut: shown.length < matches.length ? t('matching:form.pinsCut', { shown: number(shown.length), all: number(matches.length) }) : null,
  };
}

function presentRow(localised: Localised, { id, request, state, progress, createdAt, createdBy, proof, totals }: PlanSummary) {
  const { t, dateTime, percent, money, unit, number } = localised;
  const isGoing = state === 'waiting' || state === 'running';
  return {
    name: request.name, href: to(paths.plan, { planId: id }), at: dateTime(createdAt), by: createdBy.label, objective: t(`matching:objective.${request.objective}`),
    state: t(`matching:state.${state}`), tag: STATE_TAGS[state],
    progress: isGoing && progress ? percent(overallFraction(progress)) : null,
    npv: totals ? money(totals.npvEur) : NONE, investment: totals ? money(totals.investmentEur) : NONE,
    co2: totals ? unit(totals.avoidedTonnes, 't') : NONE, partners: totals ? number(totals.partners) : NONE,
    gap: proof ? gapReached(localised, proof) : NONE,
  };
}

function presentNothing({ t, text }: Localised, { buildings, demands, matches, site }: PlanChoices) {
  if (site === null) {
    return { heading: t('matching:nothing.noSite'), text: t('matching:nothing.noSiteText'), action: { href: paths.sites, label: t('matching:nothing.sites') } };
  }
  const nothing = nothingToPlan({ buildings, demands }, matches.length);
  if (nothing === null) return null;
  const action = buildings === 0 ? { href: to(paths.site, { siteId: site.siteId }), label: t('matching:nothing.buildingsOfSite') }
    : { href: paths.matches, label: t('matching:nothing.matches') };
  return { heading: t('matching:nothing.notYet'), text: text(nothing), action };
}

const scopeWords = ({ t }: Localised, { site, buildings, demands, matches }: PlanChoices): string => t('matching:plans.scope', {
  site: site?.name ?? '', buildings: t('matching:plans.buildings', { count: buildings }), demands: t('matching:plans.demands', { count: demands }),
  matches: t('matching:plans.matches', { count: matches.length }),
});

export interface PlanFormInput {
  readonly values: Values;
  readonly errors: FieldErrors;
}

/** The plans of a site and, for those who may, the form of the next one. */
export function presentPlans(
  localised: Localised, choices: PlanChoices, plans: readonly PlanSummary[], user: CurrentUser, { values, errors }: PlanFormInput,
) {
  const form = presentForm(FIELDS, values, errors);
  const pick = (names: readonly string[]) => names.map((name) => form.fields[name]);
  const pins = presentPins(localised, choices, values, errors);
  const besidePins = pins.rows.flatMap(({ field, error }) => (error === undefined ? [] : [{ href: `#${field}`, message: error }]));
  const known = new Set(besidePins.map(({ message: said }) => said));
  const { site, sites } = choices;
  return {
    title: localised.t('matching:plans.title'), siteName: site?.name, nothing: presentNothing(localised, choices),
    mayPlan: user.role === 'manager' || user.role === 'admin',
    sites: sites.length < 2 ? [] : sites.map(({ siteId, name }) => ({ name, href: `${paths.plans}?site=${siteId}`, current: siteId === site?.siteId })),
    scope: scopeWords(localised, choices), action: `${paths.plans}?site=${site?.siteId ?? ''}`, plans: plans.map((plan) => presentRow(localised, plan)), pins,
    basic: pick(BASIC), mix: pick(MIX), mixOpen: values['objective'] === 'mix' || MIX.some((name) => errors[name] !== undefined),
    limits: pick(LIMITS), search: pick(SEARCH),
    errors: [...form.errors.filter(({ message: said }) => !known.has(said)), ...besidePins],
  };
}
