import { ASSUMPTIONS, type MatchSimulation, type UndesignedMatch } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import { formatDateTime, formatNumber, formatUnit } from '../../shared/format.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import type { Match, MatchHistoryEntry } from '../matching/index.js';
import { presentActions, type RejectedDecision } from './presenter-actions.js';
import { presentChance } from './presenter-certainty.js';
import { presentEntry, presentHistory } from './presenter-history.js';
import { presentDuration, presentFlow, presentPrice } from './presenter-match-figures.js';
import { presentClimate, presentMoney } from './presenter-money.js';
import { presentOptions } from './presenter-options.js';
import { presentHeat, presentScore } from './presenter-score.js';
import { keyFigures, verdict } from './presenter-verdict.js';
import { whatIfHref } from './presenter-what-if.js';
import { CRITERION_LABELS, kilometres, stateLabel, stateTag, useLabel } from './wording.js';

/** Versions and terms the result was made with: enough to make it again. */
function presentInputs(match: Match) {
  return {
    rows: [
      { label: 'Site', text: `${match.siteName}, version ${match.siteVersion}`, href: to(paths.site, { siteId: match.siteId }) },
      { label: 'Building', text: `${match.buildingName}, version ${match.buildingVersion}`, href: to(paths.building, { buildingId: match.buildingId }) },
      { label: 'Heat demand', text: `${match.demandName}, version ${match.demandVersion}`, href: to(paths.demand, { demandId: match.demandId }) },
      { label: 'Year looked at', text: String(match.evaluatedYear) },
      {
        label: 'Route', text: `${formatUnit(match.routeLengthM, 'm')}, ${
          match.routeGiven ? 'as the partner stated it' : 'the straight line times 1.3, because none was stated'}`,
      },
      { label: 'Model version', text: match.modelVersion },
      {
        label: match.isReweighed ? 'Weights of now' : 'Weights', text: Object.entries(match.weights)
          .map(([name, weight]) => `${CRITERION_LABELS[name as keyof typeof CRITERION_LABELS].toLowerCase()} ${formatNumber(weight, 2)}`).join(', '),
      },
      { label: 'Calculated', text: formatDateTime(match.scoredAt) },
    ],
    caseHref: to(paths.matchCase, { matchId: match.id }), command: `heatmatch match export ${match.id}`,
  };
}

/** What on the page is ahead of what is stored. */
function presentPending({ isReweighed, modelVersion, detailModelVersion }: Match): readonly string[] {
  return [
    ...(isReweighed ? ['The site has new weights. This score counts with them already; it is being stored in the background.'] : []),
    ...(modelVersion === detailModelVersion ? [] : [
      `The result is of model version ${modelVersion}; the three ways, the months and the money below are worked out with version ${
        detailModelVersion}. The match is about to be scored anew.`,
    ]),
  ];
}

const printAssumption = (value: number): string => (Math.abs(value) < 0.001 ? value.toExponential(2) : String(value));

const presentAssumptions = () => ASSUMPTIONS.map(({ label, value, unit, source }) =>
  ({ label, value: printAssumption(value), unit: unit === '-' ? '' : unit, source }));

/** Where something is missing, the page opens at what it would take. */
function presentWhatIfLink({ id, result }: Match) {
  const missing = !result.feasible ? 'What would make it work?' : result.economics.npvEur < 0 ? 'What would make it break even?' : null;
  return { href: whatIfHref(id), takes: missing === null ? null : { text: missing, href: `${whatIfHref(id)}#what-would-it-take` } };
}

/** The pictures and figures that stand beside the words. */
const presentFigures = (localised: Localised, match: Match) =>
  ({ duration: presentDuration(localised, match), price: presentPrice(localised, match), flow: presentFlow(localised, match) });

export function presentMatch(
  localised: Localised, match: Match, user: CurrentUser, simulation: MatchSimulation | UndesignedMatch, rejected?: RejectedDecision,
) {
  const partner = user.role === 'partner';
  return {
    title: `${match.demandName} and ${match.buildingName}`, matchId: match.id, partner, feasible: match.result.feasible,
    demandName: match.demandName, organisationName: match.organisationName, buildingName: match.buildingName, siteName: match.siteName,
    use: useLabel(localised.t, match.use), route: kilometres(localised, match.routeLengthM), example: match.example,
    state: stateLabel(localised.t, match.state, user.role), tag: stateTag(match.state, user.role), verdict: verdict(localised, match), figures: keyFigures(match),
    chance: presentChance(localised, match, simulation), whatIf: presentWhatIfLink(match),
    pending: presentPending(match),
    asked: partner && match.state === 'invited', actions: presentActions(match, user, rejected),
    score: presentScore(match), charts: presentFigures(localised, match), options: presentOptions(match), heat: presentHeat(match), money: presentMoney(match),
    climate: presentClimate(match), history: presentHistory(localised, match.history, user),
    inputs: partner ? null : presentInputs(match), assumptions: presentAssumptions(), matchesHref: paths.matches,
  };
}

/** Two people acted at once: what the first did, where the match stands, and what the second can do now. */
export function presentConflict(localised: Localised, match: Match, since: readonly MatchHistoryEntry[], user: CurrentUser) {
  const told = presentHistory(localised, since, user);
  return {
    title: 'Somebody was faster', demandName: match.demandName, buildingName: match.buildingName,
    since: told, last: told.length > 0 ? null : lastOf(localised, match, user),
    state: stateLabel(localised.t, match.state, user.role), tag: stateTag(match.state, user.role), actions: presentActions(match, user),
    matchHref: to(paths.match, { matchId: match.id }), matchesHref: paths.matches,
  };
}

function lastOf(localised: Localised, { history }: Match, user: CurrentUser) {
  const last = history.findLast(({ actor }) => actor.userId !== null);
  return last === undefined || user.role === 'partner' ? null : presentEntry(localised, last, user);
}
