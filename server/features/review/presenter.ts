import { DEFAULT_ASSUMPTIONS, type MatchSimulation, type UndesignedMatch } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import type { Match, MatchHistoryEntry } from '../matching/index.js';
import { presentActions, type RejectedDecision } from './presenter-actions.js';
import { presentAssumptions } from './presenter-assumptions.js';
import { presentChance } from './presenter-certainty.js';
import { presentEntry, presentHistory } from './presenter-history.js';
import { presentDuration, presentFlow, presentPrice } from './presenter-match-figures.js';
import { presentClimate, presentMoney } from './presenter-money.js';
import { presentOptions } from './presenter-options.js';
import { presentHeat, presentScore } from './presenter-score.js';
import { keyFigures, verdict } from './presenter-verdict.js';
import { whatIfHref } from './presenter-what-if.js';
import { kilometres, stateLabel, stateTag, useLabel } from './wording.js';

/** Versions and terms the result was made with: enough to make it again. */
function presentInputs({ t, number, unit, dateTime }: Localised, match: Match) {
  const versioned = (label: string, name: string, version: number, href: string) =>
    ({ label: t(`match:inputs.${label}`), text: t('match:inputs.version', { name, version: String(version) }), href });
  const length = unit(match.routeLengthM, 'm');
  const weights = Object.entries(match.weights)
    .map(([name, weight]) => t('match:inputs.weight', { criterion: t(`match:criterion.${name}`).toLowerCase(), weight: number(weight, 2) }));
  return {
    rows: [
      versioned('site', match.siteName, match.siteVersion, to(paths.site, { siteId: match.siteId })),
      versioned('building', match.buildingName, match.buildingVersion, to(paths.building, { buildingId: match.buildingId })),
      versioned('demand', match.demandName, match.demandVersion, to(paths.demand, { demandId: match.demandId })),
      { label: t('match:inputs.year'), text: String(match.evaluatedYear) },
      {
        label: t('match:inputs.route'),
        text: match.routeGiven ? t('match:inputs.routeGiven', { length }) : t('match:inputs.routeStraight', { length, factor: DEFAULT_ASSUMPTIONS.routeFactor }),
      },
      { label: t('match:inputs.model'), text: match.modelVersion },
      { label: t(match.isReweighed ? 'match:inputs.weightsNow' : 'match:inputs.weights'), text: weights.join(', ') },
      { label: t('match:inputs.calculated'), text: dateTime(match.scoredAt) },
    ],
    caseHref: to(paths.matchCase, { matchId: match.id }), command: `heatmatch match export ${match.id}`,
  };
}

/** What on the page is ahead of what is stored. */
const presentPending = ({ t }: Localised, { isReweighed, modelVersion, detailModelVersion }: Match): readonly string[] => [
  ...(isReweighed ? [t('match:page.reweighed')] : []),
  ...(modelVersion === detailModelVersion ? [] : [t('match:page.modelMoved', { version: modelVersion, detailVersion: detailModelVersion })]),
];

/** Where something is missing, the page opens at what it would take. */
function presentWhatIfLink({ t }: Localised, { id, result }: Match) {
  const missing = !result.feasible ? t('match:page.takesWork') : result.economics.npvEur < 0 ? t('match:page.takesEven') : null;
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
    title: localised.t('review:pair', { demand: match.demandName, building: match.buildingName }), matchId: match.id, partner, feasible: match.result.feasible,
    demandName: match.demandName, organisationName: match.organisationName, buildingName: match.buildingName, siteName: match.siteName,
    use: useLabel(localised.t, match.use), route: kilometres(localised, match.routeLengthM), example: match.example,
    state: stateLabel(localised.t, match.state, user.role), tag: stateTag(match.state, user.role), verdict: verdict(localised, match), figures: keyFigures(localised, match),
    chance: presentChance(localised, match, simulation), whatIf: presentWhatIfLink(localised, match),
    pending: presentPending(localised, match),
    asked: partner && match.state === 'invited', actions: presentActions(localised, match, user, rejected),
    score: presentScore(localised, match), charts: presentFigures(localised, match), options: presentOptions(localised, match), heat: presentHeat(localised, match), money: presentMoney(localised, match),
    climate: presentClimate(localised, match), history: presentHistory(localised, match.history, user),
    inputs: partner ? null : presentInputs(localised, match), assumptions: presentAssumptions(localised), matchesHref: paths.matches,
  };
}

/** Two people acted at once: what the first did, where the match stands, and what the second can do now. */
export function presentConflict(localised: Localised, match: Match, since: readonly MatchHistoryEntry[], user: CurrentUser) {
  const told = presentHistory(localised, since, user);
  return {
    title: localised.t('match:conflict.title'), demandName: match.demandName, buildingName: match.buildingName,
    since: told, last: told.length > 0 ? null : lastOf(localised, match, user),
    state: stateLabel(localised.t, match.state, user.role), tag: stateTag(match.state, user.role), actions: presentActions(localised, match, user),
    matchHref: to(paths.match, { matchId: match.id }), matchesHref: paths.matches,
  };
}

function lastOf(localised: Localised, { history }: Match, user: CurrentUser) {
  const last = history.findLast(({ actor }) => actor.userId !== null);
  return last === undefined || user.role === 'partner' ? null : presentEntry(localised, last, user);
}
