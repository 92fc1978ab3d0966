import type { CurrentUser } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import type { MatchHistoryEntry, MatchNews, MatchSummary } from '../matching/index.js';
import { presentSurplusRows } from '../supply/index.js';
import type { Desk, HeatSums, WaitingState } from './service-desk.js';
import { mayAct } from './transitions.js';

const KW_PER_MW = 1000;
const WHOLE_MW = 10;

const addressOf = (state: WaitingState): string => `${paths.matches}?state=${state}${state === 'proposed' ? '&feasible=yes' : ''}`;
const CHANGED = `${paths.matches}?state=all&sort=updated&dir=desc`;

function megawatts({ unit }: Localised, powerKw: number): string {
  const powerMw = powerKw / KW_PER_MW;
  return unit(powerMw, 'MW', powerMw >= WHOLE_MW ? 1 : 2);
}

function presentFigures(localised: Localised, freeKw: number, { agreed, inTalks, reuse, year }: HeatSums) {
  const { t, heat, number, percent } = localised;
  return [
    { value: megawatts(localised, freeKw), label: t('desk:figure.free') },
    {
      value: heat(agreed.deliveredMwhPerYear), label: t('desk:figure.committed', { count: agreed.matches }),
      note: inTalks.matches === 0 ? null : t('desk:figure.inTalks', { heat: heat(inTalks.deliveredMwhPerYear), count: inTalks.matches }),
    },
    ...(reuse === null ? [] : [{
      value: percent(reuse.reached, 1), label: t('desk:figure.reuse'),
      note: t('desk:figure.potential', { percent: percent(reuse.potential, 1), year: String(year) }),
    }]),
    { value: t('desk:tonnes', { amount: number(agreed.avoidedTonnesPerYear) }), label: t('desk:figure.avoided') },
  ];
}

const presentWaitingRow = ({ number }: Localised, { id, demandName, organisationName, buildingName, result, score, example }: MatchSummary) => ({
  href: to(paths.match, { matchId: id }), demandName, organisationName, buildingName, example,
  score: result.feasible ? number(score) : null, delivered: result.feasible ? number(result.annual.deliveredMwh) : null,
});

function presentWaiting(localised: Localised, { state, matches, total }: Desk['waiting'][number], decides: boolean) {
  const { t } = localised;
  return {
    state, title: t(`desk:waiting.title.${state}`), advice: t(`desk:waiting.${decides ? 'advice' : 'adviceReader'}.${state}`), href: addressOf(state),
    all: t('desk:waiting.all', { count: total }), rows: matches.map((match) => presentWaitingRow(localised, match)),
  };
}

const ACTIONS_OF_SYSTEM = ['withdraw', 'return'];
function sentence({ t }: Localised, { action, actor }: MatchHistoryEntry): string {
  const key = `desk:done.${action}`;
  return ACTIONS_OF_SYSTEM.includes(action) ? t(key) : t(key, { who: actor.label });
}

const presentNewsRow = (localised: Localised, { id, demandName, buildingName, organisationName, entries }: MatchNews) => ({
  href: to(paths.match, { matchId: id }), demandName, buildingName, organisationName,
  entries: entries.map((entry) => ({
    text: sentence(localised, entry), at: localised.dateTime(entry.at), isoAt: entry.at.toISOString(),
    reason: entry.actor.userId === null ? null : entry.reason,
  })),
});

function presentNews(localised: Localised, news: Desk['news']) {
  const { t, dateTime } = localised;
  if (news === null) return { isFirstVisit: true, rows: [] };
  const { since, decided, decidedTotal, scored } = news;
  return {
    isFirstVisit: false, since: dateTime(since), isoSince: since.toISOString(), isQuiet: decidedTotal === 0 && scored === 0,
    rows: decided.map((each) => presentNewsRow(localised, each)), href: CHANGED,
    further: decidedTotal > decided.length ? t('desk:news.further', { count: decidedTotal - decided.length }) : null,
    scored: scored === 0 ? null : t('desk:news.scored', { count: scored }),
  };
}

/** What is missing before anything can be matched, and the page where it is mended. */
function presentMissing({ t }: Localised, { surplus, submittedDemands }: Desk, decides: boolean) {
  if (surplus.sites.length === 0) {
    return { heading: t('desk:missing.heat'), text: t(decides ? 'desk:missing.heatText' : 'desk:missing.heatReader'), href: paths.sites, label: t('desk:missing.toSites') };
  }
  return submittedDemands > 0 ? null
    : { heading: t('desk:missing.demands'), text: t('desk:missing.demandsText'), href: paths.surplus, label: t('desk:missing.toSurplus') };
}

export function presentDesk(localised: Localised, desk: Desk, user: CurrentUser) {
  const { t } = localised;
  const decides = mayAct('shortlist', user.role);
  const buildings = presentSurplusRows(localised, desk.surplus);
  const waiting = desk.waiting.filter(({ total }) => total > 0);
  return {
    title: t('desk:title'), missing: presentMissing(localised, desk, decides),
    figures: desk.surplus.sites.length === 0 ? [] : presentFigures(localised, buildings.freeKw, desk.sums), buildings,
    waitingTitle: t(decides ? 'desk:waiting.mine' : 'desk:waiting.theirs'), waiting: waiting.map((each) => presentWaiting(localised, each, decides)),
    allMatches: `${paths.matches}?state=all`, news: presentNews(localised, desk.news),
    example: desk.surplus.sites.find(({ site }) => site.example)?.site.name ?? null,
  };
}
