import type { ScoreWeights } from '../../engineering/index.js';
import { toCsv } from '../../shared/csv.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import { RANK_OPTIONS, type RankedMatch, type Stability } from './service-stability.js';

const range = ({ t, number }: Localised, low: number, high: number): string => (low === high ? number(low) : t('review:stability.range', { low, high }));

const presentRow = (localised: Localised, { id, demandName, organisationName, buildingName, example, score, stability }: RankedMatch) => ({
  rank: localised.number(stability.rank), href: to(paths.match, { matchId: id }), demandName, organisationName, buildingName, example,
  score: localised.number(score, 1), ranks: range(localised, stability.p10, stability.p90), inTop: localised.percent(stability.shareInTop),
  inTopValue: Math.round(stability.shareInTop * 100),
});

const SURE = 0.9;
/** One sentence about the top: how many of it stay there, whatever the weights. */
function summary({ t }: Localised, matches: readonly RankedMatch[], total: number): string {
  const { top } = RANK_OPTIONS;
  if (total <= top) return t('review:stability.onlyFew', { total, top });
  const now = matches.filter(({ stability }) => stability.rank <= top);
  const firm = now.filter(({ stability }) => stability.shareInTop >= SURE);
  return firm.length === now.length
    ? t('review:stability.allFirm', { now: now.length, top })
    : t('review:stability.mixed', { firm: firm.length, now: now.length, top });
}

const weightsText = ({ t, percent }: Localised, weights: ScoreWeights): string =>
  Object.entries(weights).map(([name, weight]) => `${t(`supply:weight.${name}`).toLowerCase()} ${percent(weight)}`).join(', ');

/** How many there are, and how many of them are shown. */
const countText = ({ t }: Localised, site: string, shown: number, total: number): string => (shown < total
  ? t('review:stability.metaFirst', { site, shown: String(shown), total }) : t('review:stability.meta', { site, count: total }));

export function presentStability(localised: Localised, { sites, ranking, workedOutAt }: Stability) {
  const { t, number, percent, dateTime } = localised;
  const common = { title: t('review:stability.title'), matchesHref: paths.matches, at: dateTime(workedOutAt), isoAt: workedOutAt.toISOString() };
  if (ranking === null) return { ...common, rows: [], sites: [], empty: true };
  const { siteId, total, matches, weights } = ranking;
  const query = `?${new URLSearchParams({ site: siteId }).toString()}`;
  return {
    ...common, empty: false, rows: matches.map((match) => presentRow(localised, match)), summary: summary(localised, matches, total),
    meta: countText(localised, sites.find(({ id }) => id === siteId)?.name ?? '', matches.length, total), csvHref: `${paths.matchStabilityCsv}${query}`,
    sites: sites.length === 1 ? [] : sites.map(({ id, name }) => ({
      label: name, href: `${paths.matchStability}?${new URLSearchParams({ site: id }).toString()}`, current: id === siteId,
    })),
    draws: number(RANK_OPTIONS.draws), spread: percent(RANK_OPTIONS.spread), top: RANK_OPTIONS.top, seed: RANK_OPTIONS.seed,
    weights: weightsText(localised, weights),
  };
}

export function stabilityCsv({ ranking }: Stability): string {
  return toCsv(
    ['rank', 'matchId', 'organisation', 'demand', 'building', 'score', 'rankP10', 'rankP50', 'rankP90', 'shareInTop', 'shareAtLeastAsGood'],
    (ranking?.matches ?? []).map(({ id, organisationName, demandName, buildingName, score, stability }) => [
      stability.rank, id, organisationName, demandName, buildingName, score, stability.p10, stability.p50, stability.p90,
      stability.shareInTop, stability.shareAtLeastAsGood,
    ]));
}
