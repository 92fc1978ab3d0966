import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FieldDefinition } from '../../shared/field.js';
import { formatDateTime, formatMoney, formatNumber, formatPercent, formatUnit } from '../../shared/format.js';
import type { CurrentUser } from '../../shared/current-user.js';
import { paths, to } from '../../web/paths.js';
import type { MatchSummary } from './index.js';
import { nothingToPlan, pinField } from './plan-checks.js';
import { overallFraction } from './plan-job.js';
import { PLAN_OBJECTIVES, type PlanChoices, type PlanSummary } from './plan.js';
import type { Values } from './schema-plan.js';
import { gapWords, NONE, OBJECTIVE_LABELS, STATE_LABELS, STATE_TAGS } from './plan-wording.js';

/** More are not shown: the best by score, and those that are pinned. */
const MOST_PINS_SHOWN = 300;

const FIELDS: readonly FieldDefinition[] = [
  { name: 'name', label: 'Name of the plan', type: 'text', required: true, hint: 'Whatever tells it from the others.' },
  {
    name: 'objective', label: 'What is the plan for?', type: 'radios', required: true,
    options: PLAN_OBJECTIVES.map((value) => ({ value, label: OBJECTIVE_LABELS[value] })),
  },
  { name: 'weightNpv', label: 'A euro of net present value counts', type: 'number', unit: 'EUR' },
  { name: 'weightCo2', label: 'A tonne of CO2 avoided counts', type: 'number', unit: 'EUR/t' },
  { name: 'weightHeat', label: 'A MWh of heat reused counts', type: 'number', unit: 'EUR/MWh' },
  { name: 'budgetEur', label: 'Budget', type: 'number', unit: 'EUR', hint: 'All investments together. Empty: no limit.' },
  {
    name: 'minimumResearchPercent', label: 'Least share for research', type: 'number', unit: '%',
    hint: 'Of the heat that is contracted, so much goes to research. Empty: no least share.',
  },
  { name: 'gapPercent', label: 'Proof', type: 'number', unit: '%', required: true, hint: 'Stop when no plan can be worth so much more.' },
  {
    name: 'timeLimitSeconds', label: 'Time limit', type: 'number', unit: 's', required: true,
    hint: 'After this the best plan found counts, with what is proven by then. What comes after the plan may take longer.',
  },
];
const BASIC = ['name', 'objective'];
const MIX = ['weightNpv', 'weightCo2', 'weightHeat'];
const LIMITS = ['budgetEur', 'minimumResearchPercent'];
const SEARCH = ['gapPercent', 'timeLimitSeconds'];

const PIN_OPTIONS = [['', 'Free'], ['in', 'Pinned in'], ['out', 'Pinned out']] as const;
const STATE_WORDS: Partial<Record<MatchSummary['state'], string>> = { agreed: 'agreed', declined: 'declined' };

function presentPin({ id, demandName, organisationName, buildingName, score, result, state }: MatchSummary, values: Values, errors: FieldErrors) {
  const field = pinField(id);
  const chosen = typeof values[field] === 'string' ? values[field] : '';
  return {
    field, demandName, organisationName, buildingName, score: formatNumber(score), href: to(paths.match, { matchId: id }), error: errors[field],
    npv: result.feasible ? formatNumber(result.economics.npvEur / 1e6, 2) : NONE, state: STATE_WORDS[state],
    options: PIN_OPTIONS.map(([value, label]) => ({ value, label, selected: value === chosen })),
  };
}

/** By demand, in the order of its best match; those with a pin or an error are never cut off. */
function presentPins({ matches }: PlanChoices, values: Values, errors: FieldErrors) {
  const isKept = ({ id }: MatchSummary): boolean => Boolean(values[pinField(id)]) || errors[pinField(id)] !== undefined;
  const shown = matches.filter((match, index) => index < MOST_PINS_SHOWN || isKept(match));
  const order = [...new Set(shown.map(({ demandId }) => demandId))];
  const sorted = [...shown].sort((a, b) => order.indexOf(a.demandId) - order.indexOf(b.demandId) || b.score - a.score);
  const set = sorted.filter(isKept).length;
  return {
    rows: sorted.map((match) => presentPin(match, values, errors)), open: set > 0,
    summary: set === 0 ? 'none is set' : `${set} set`,
    cut: shown.length < matches.length ? `The ${formatNumber(shown.length)} best of ${formatNumber(matches.length)} matches are shown.` : null,
  };
}

function presentRow({ id, request, state, progress, createdAt, createdBy, proof, totals }: PlanSummary) {
  const isGoing = state === 'waiting' || state === 'running';
  return {
    name: request.name, href: to(paths.plan, { planId: id }), at: formatDateTime(createdAt), by: createdBy.label, objective: OBJECTIVE_LABELS[request.objective],
    state: STATE_LABELS[state], tag: STATE_TAGS[state],
    progress: isGoing && progress ? formatPercent(overallFraction(progress)) : null,
    npv: totals ? formatMoney(totals.npvEur) : NONE, investment: totals ? formatMoney(totals.investmentEur) : NONE,
    co2: totals ? formatUnit(totals.avoidedTonnes, 't') : NONE, partners: totals ? formatNumber(totals.partners) : NONE,
    gap: proof ? `${gapWords(proof.gap)}${proof.proven ? '' : ', time limit'}` : NONE,
  };
}

function presentNothing({ buildings, demands, matches, site }: PlanChoices) {
  if (site === null) {
    return { heading: 'There is no site yet', text: 'A plan is made for a site with published buildings.', action: { href: paths.sites, label: 'Sites' } };
  }
  const text = nothingToPlan({ buildings, demands }, matches.length);
  if (text === null) return null;
  const action = buildings === 0 ? { href: to(paths.site, { siteId: site.siteId }), label: 'Buildings of the site' } : { href: paths.matches, label: 'Matches' };
  return { heading: 'Nothing can be planned yet', text, action };
}

export interface PlanFormInput {
  readonly values: Values;
  readonly errors: FieldErrors;
}

/** The plans of a site and, for those who may, the form of the next one. */
export function presentPlans(choices: PlanChoices, plans: readonly PlanSummary[], user: CurrentUser, { values, errors }: PlanFormInput) {
  const form = presentForm(FIELDS, values, errors);
  const pick = (names: readonly string[]) => names.map((name) => form.fields[name]);
  const pins = presentPins(choices, values, errors);
  const besidePins = pins.rows.filter(({ error }) => error !== undefined).map(({ field, error }) => ({ href: `#${field}`, message: error ?? '' }));
  const known = new Set(besidePins.map(({ message }) => message));
  const { site, sites } = choices;
  return {
    title: 'Plan', siteName: site?.name, nothing: presentNothing(choices), mayPlan: user.role === 'manager' || user.role === 'admin',
    sites: sites.length < 2 ? [] : sites.map(({ siteId, name }) => ({ name, href: `${paths.plans}?site=${siteId}`, current: siteId === site?.siteId })),
    scope: `${formatNumber(choices.buildings)} published ${choices.buildings === 1 ? 'building' : 'buildings'}, ${
      formatNumber(choices.demands)} submitted heat ${choices.demands === 1 ? 'demand' : 'demands'}, ${formatNumber(choices.matches.length)} ${
      choices.matches.length === 1 ? 'match' : 'matches'} that can be connected`,
    action: `${paths.plans}?site=${site?.siteId ?? ''}`, plans: plans.map(presentRow), pins,
    basic: pick(BASIC), mix: pick(MIX), mixOpen: values['objective'] === 'mix' || MIX.some((name) => errors[name] !== undefined),
    limits: pick(LIMITS), search: pick(SEARCH),
    errors: [...form.errors.filter(({ message }) => !known.has(message)), ...besidePins],
  };
}
