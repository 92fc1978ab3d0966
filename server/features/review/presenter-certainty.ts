import { UNCERTAINTY_TABLE, type MatchSimulation, type UndesignedMatch } from '../../engineering/index.js';
import type { CurrentUser, Role } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm } from '../../shared/field.js';
import { formatMoney, formatNumber, formatPercent, formatPower, formatUnit } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import type { Match } from '../matching/index.js';
import { distributionSummary, tornadoSummary } from './presenter-certainty-charts.js';
import { inputWords } from './presenter-uncertain-input.js';
import { whatIfHref } from './presenter-what-if.js';
import { seedOf, type Certainty } from './service-certainty.js';
import { CONNECTION_NAMES, NONE } from './wording.js';

const LIKELY: readonly (readonly [atLeast: number, words: string])[] = [
  [0.9, 'it pays almost whatever happens'], [0.7, 'it probably pays'], [0.4, 'it may pay or not'], [0.1, 'it probably does not pay'],
  [0, 'it does not pay, almost whatever happens'],
];
const chanceWords = (chance: number): string => LIKELY.find(([atLeast]) => chance >= atLeast)?.[1] ?? '';

/** 100 % only where it is all of them: 999 of 1000 are not. */
export function chancePercent(chance: number): string {
  if (chance > 0.99 && chance < 1) return 'more than 99\u00a0%';
  return chance > 0 && chance < 0.01 ? 'less than 1\u00a0%' : formatPercent(chance);
}

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

const presentColumns = ({ npvEur: { histogram: { edges, counts } } }: MatchSimulation) => counts.map((count, index) => ({
  from: formatMoney(edges[index] ?? 0), to: formatMoney(edges[index + 1] ?? 0), count: formatNumber(count),
}));

function chance({ chanceNpvPositive, chanceOfNoHeat, draws }: MatchSimulation) {
  const positive = Math.round(chanceNpvPositive * draws);
  const noHeat = chanceOfNoHeat > 0 ? ` In ${formatNumber(Math.round(chanceOfNoHeat * draws))} of them no heat flows at all.` : '';
  return {
    percent: chancePercent(chanceNpvPositive),
    text: `In ${positive === 0 ? 'none' : formatNumber(positive)} of ${formatNumber(draws)} draws the net present value is above 0: ${chanceWords(chanceNpvPositive)}.${noHeat}`,
  };
}

function presentSimulation(simulation: MatchSimulation, match: Match, seed: number, role: Role) {
  const { design, draws } = simulation;
  const file = (path: `${string}:matchId${string}`, size?: string): string =>
    `${to(path, { matchId: match.id })}?seed=${seed}${size === undefined ? '' : `&size=${size}`}`;
  return {
    chance: chance(simulation), quantiles: presentQuantiles(simulation, match), inputs: presentInputs(simulation, role),
    columns: presentColumns(simulation), draws: formatNumber(draws),
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
