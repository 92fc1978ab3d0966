import { UNCERTAINTY_TABLE, type MatchSimulation, type UndesignedMatch } from '../../engineering/index.js';
import type { CurrentUser, Role } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm } from '../../shared/field.js';
import { formatMoney, formatNumber, formatPower, formatUnit } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import { chancePercent, chanceSentence, distributionRows, distributionSummary, tornadoSummary, type Match } from '../matching/index.js';
import { inputWords } from './presenter-uncertain-input.js';
import { whatIfHref } from './presenter-what-if.js';
import { seedOf, type Certainty } from './service-certainty.js';
import { CONNECTION_NAMES, NONE } from './wording.js';

/** For the match page. */
export function presentChance(match: Match, simulation: MatchSimulation | UndesignedMatch) {
  if (!simulation.feasible) return null;
  const { chanceNpvPositive } = simulation;
  return { text: `Chance that it pays: ${chancePercent(chanceNpvPositive)}`, href: to(paths.matchCertainty, { matchId: match.id }) };
}

const price = (value: number | null): string => (value === null ? NONE : formatUnit(value, 'EUR/MWh', 1));

function presentQuantiles({ npvEur, lcohEurPerMwh }: MatchSimulation, match: Match) {
  const stored = match.result.feasible ? match.result.economics : null;
  return [
    {
      label: 'Net present value', low: formatMoney(npvEur.p10), middle: formatMoney(npvEur.p50), high: formatMoney(npvEur.p90),
      stored: stored === null ? NONE : formatMoney(stored.npvEur),
    },
    {
      label: 'Cost of heat', low: price(lcohEurPerMwh.p10), middle: price(lcohEurPerMwh.p50), high: price(lcohEurPerMwh.p90),
      stored: price(stored?.lcohEurPerMwh ?? null),
    },
  ];
}

const presentInputs = ({ tornado }: MatchSimulation, role: Role) => tornado.map((bar) => ({
  label: bar.label, ...inputWords(bar, role), source: UNCERTAINTY_TABLE[bar.input].source,
  npvAtLow: formatMoney(bar.npvAtLowEur), npvAtHigh: formatMoney(bar.npvAtHighEur),
}));

function chance({ chanceNpvPositive, chanceOfNoHeat, draws }: MatchSimulation) {
  const noHeat = chanceOfNoHeat > 0 ? ` In ${formatNumber(Math.round(chanceOfNoHeat * draws))} of them no heat flows at all.` : '';
  return { percent: chancePercent(chanceNpvPositive), text: `${chanceSentence(chanceNpvPositive, draws)}${noHeat}` };
}

function presentSimulation(simulation: MatchSimulation, match: Match, seed: number, role: Role) {
  const { design, draws } = simulation;
  const file = (path: `${string}:matchId${string}`, size?: string): string =>
    `${to(path, { matchId: match.id })}?seed=${seed}${size === undefined ? '' : `&size=${size}`}`;
  return {
    chance: chance(simulation), quantiles: presentQuantiles(simulation, match), inputs: presentInputs(simulation, role),
    columns: distributionRows(simulation), draws: formatNumber(draws),
    design: `${CONNECTION_NAMES[design.connection].toLowerCase()}, ${formatPower(design.capacityKw)}`,
    npv: { svg: file(paths.matchNpvSvg), narrow: file(paths.matchNpvSvg, 'narrow'), csv: file(paths.matchNpvCsv), summary: distributionSummary(simulation) },
    tornado: {
      svg: file(paths.matchTornadoSvg), narrow: file(paths.matchTornadoSvg, 'narrow'), csv: file(paths.matchTornadoCsv),
      summary: tornadoSummary(simulation),
    },
  };
}

export function presentCertainty(
  { match, seed, simulation }: Certainty, user: CurrentUser, rejected?: { readonly seed: unknown; readonly errors: FieldErrors },
) {
  const form = presentForm([{ name: 'seed', label: 'Seed', type: 'number', required: true, hint: 'A whole number: the same one gives the same draws.' }],
    { seed: rejected?.seed ?? String(seed) }, rejected?.errors);
  return {
    title: `How sure is it: ${match.demandName} and ${match.buildingName}`, demandName: match.demandName, buildingName: match.buildingName,
    matchHref: to(paths.match, { matchId: match.id }), matchesHref: paths.matches, whatIfHref: whatIfHref(match.id),
    action: to(paths.matchCertainty, { matchId: match.id }), form, seed: String(seed), ownSeed: seed !== seedOf(match),
    sure: simulation.feasible ? presentSimulation(simulation, match, seed, user.role) : null,
    reasons: simulation.feasible ? [] : simulation.reasons,
  };
}
