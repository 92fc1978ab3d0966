import type { MatchSimulation, UndesignedMatch } from '../../engineering/index.js';
import { bothSizes } from '../../shared/chart-figure.js';
import type { CurrentUser, Role } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { message } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import { chancePercent, chanceSentence, distributionRows, distributionSummary, inputLabel, tornadoSummary, type Match } from '../matching/index.js';
import { inputWords } from './presenter-uncertain-input.js';
import { whatIfHref } from './presenter-what-if.js';
import { reasonsWords } from './presenter-why.js';
import { seedOf, type Certainty } from './service-certainty.js';
import { NONE } from './wording.js';

/** For the match page. */
export function presentChance(localised: Localised, match: Match, simulation: MatchSimulation | UndesignedMatch) {
  if (!simulation.feasible) return null;
  const { chanceNpvPositive } = simulation;
  return { text: localised.t('review:certainty.chance', { percent: chancePercent(localised, chanceNpvPositive) }), href: to(paths.matchCertainty, { matchId: match.id }) };
}

const price = ({ unit }: Localised, value: number | null): string => (value === null ? NONE : unit(value, 'EUR/MWh', 1));

function presentQuantiles(localised: Localised, { npvEur, lcohEurPerMwh }: MatchSimulation, match: Match) {
  const { t, money } = localised;
  const stored = match.result.feasible ? match.result.economics : null;
  return [
    {
      label: t('matching:spread.npv'), low: money(npvEur.p10), middle: money(npvEur.p50), high: money(npvEur.p90),
      stored: stored === null ? NONE : money(stored.npvEur),
    },
    {
      label: t('review:certainty.costOfHeat'), low: price(localised, lcohEurPerMwh.p10), middle: price(localised, lcohEurPerMwh.p50), high: price(localised, lcohEurPerMwh.p90),
      stored: price(localised, stored?.lcohEurPerMwh ?? null),
    },
  ];
}

const presentInputs = (localised: Localised, { tornado }: MatchSimulation, role: Role) => tornado.map((bar) => ({
  label: inputLabel(localised, bar), ...inputWords(localised, bar, role), source: localised.t(`review:certainty.source.${bar.input}`),
  npvAtLow: localised.money(bar.npvAtLowEur), npvAtHigh: localised.money(bar.npvAtHighEur),
}));

function chance(localised: Localised, { chanceNpvPositive, chanceOfNoHeat, draws }: MatchSimulation) {
  const sentence = chanceSentence(localised, chanceNpvPositive, draws);
  const dry = Math.round(chanceOfNoHeat * draws);
  return {
    percent: chancePercent(localised, chanceNpvPositive), text: chanceOfNoHeat > 0 ? localised.t('review:certainty.noHeat', { sentence, draws: dry }) : sentence,
  };
}

function presentSimulation(localised: Localised, simulation: MatchSimulation, match: Match, { seed, role }: { readonly seed: number; readonly role: Role }) {
  const { t, number, power } = localised;
  const { design, draws } = simulation;
  const file = (path: `${string}:matchId${string}`): string => `${to(path, { matchId: match.id })}?seed=${seed}`;
  return {
    chance: chance(localised, simulation), quantiles: presentQuantiles(localised, simulation, match), inputs: presentInputs(localised, simulation, role),
    columns: distributionRows(localised, simulation), draws: number(draws),
    design: t('review:certainty.design', { connection: t(`review:connection.${design.connection}`).toLowerCase(), capacity: power(design.capacityKw) }),
    npv: { ...bothSizes(file(paths.matchNpvSvg)), csv: file(paths.matchNpvCsv), summary: distributionSummary(localised, simulation) },
    tornado: {
      ...bothSizes(file(paths.matchTornadoSvg)), csv: file(paths.matchTornadoCsv),
      summary: tornadoSummary(localised, simulation),
    },
  };
}

export function presentCertainty(
  localised: Localised, { match, seed, simulation }: Certainty, user: CurrentUser, rejected?: { readonly seed: unknown; readonly errors: FieldErrors },
) {
  const { t } = localised;
  const [demand, building] = [match.demandName, match.buildingName];
  const form = presentForm([{ name: 'seed', label: message('review:certainty.seed'), type: 'number', required: true, hint: message('review:certainty.seedHint') }],
    { seed: rejected?.seed ?? String(seed) }, rejected?.errors);
  return {
    title: t('review:certainty.pageTitle', { demand, building }), pair: t('review:pair', { demand, building }), demandName: demand, buildingName: building,
    matchHref: to(paths.match, { matchId: match.id }), matchesHref: paths.matches, whatIfHref: whatIfHref(match.id),
    action: to(paths.matchCertainty, { matchId: match.id }), form, seed: String(seed), ownSeed: seed !== seedOf(match),
    sure: simulation.feasible ? presentSimulation(localised, simulation, match, { seed, role: user.role }) : null,
    reasons: match.result.feasible ? [] : reasonsWords(localised, match.detail.options),
    said: match.result.feasible && !simulation.feasible ? simulation.reasons : [],
  };
}
