import { toCsv } from '../../shared/csv.js';
import { formatDateTime, formatNumber, formatPercent } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import { RANK_OPTIONS, type RankedMatch, type Stability } from './service-stability.js';
import { CRITERION_LABELS } from './wording.js';

const range = (low: number, high: number): string =>
  (low === high ? formatNumber(low) : `${formatNumber(low)} to ${formatNumber(high)}`);

const presentRow = ({ id, demandName, organisationName, buildingName, example, score, stability }: RankedMatch) => ({
  rank: formatNumber(stability.rank), href: to(paths.match, { matchId: id }), demandName, organisationName, buildingName, example,
  score: formatNumber(score, 1), ranks: range(stability.p10, stability.p90), inTop: formatPercent(stability.shareInTop),
  inTopValue: Math.round(stability.shareInTop * 100),
});

const SURE = 0.9;
/** One sentence about the top: how many of it stay there, whatever the weights. */
function summary(matches: readonly RankedMatch[], total: number): string {
  const { top } = RANK_OPTIONS;
  if (total <= top) return `There are only ${formatNumber(total)} matches to rank, so all of them are always among the first ${top}.`;
  const now = matches.filter(({ stability }) => stability.rank <= top);
  const firm = now.filter(({ stability }) => stability.shareInTop >= SURE);
  return firm.length === now.length
    ? `All of the first ${formatNumber(now.length)} stay among the first ${top} in at least nine of ten draws: the ranking does not hang on the exact weights.`
    : `${formatNumber(firm.length)} of the first ${formatNumber(now.length)} stay among the first ${top} in at least nine of ten draws; between the others the exact weights decide.`;
}

export function presentStability({ sites, ranking, workedOutAt }: Stability) {
  const common = { title: 'How stable is this ranking?', matchesHref: paths.matches, at: formatDateTime(workedOutAt), isoAt: workedOutAt.toISOString() };
  if (ranking === null) return { ...common, rows: [], sites: [], empty: true };
  const { siteId, total, matches, weights } = ranking;
  const query = `?${new URLSearchParams({ site: siteId }).toString()}`;
  return {
    ...common, empty: false, rows: matches.map(presentRow), summary: summary(matches, total),
    siteName: sites.find(({ id }) => id === siteId)?.name ?? '', csvHref: `${paths.matchStabilityCsv}${query}`,
    sites: sites.length === 1 ? [] : sites.map(({ id, name }) => ({
      label: name, href: `${paths.matchStability}?${new URLSearchParams({ site: id }).toString()}`, current: id === siteId,
    })),
    count: total === 1 ? '1 match' : `${formatNumber(total)} matches`, shown: matches.length < total ? `the first ${matches.length} of ` : '',
    draws: formatNumber(RANK_OPTIONS.draws), spread: formatPercent(RANK_OPTIONS.spread), top: RANK_OPTIONS.top, seed: RANK_OPTIONS.seed,
    weights: Object.entries(weights).map(([name, weight]) =>
      `${CRITERION_LABELS[name as keyof typeof CRITERION_LABELS].toLowerCase()} ${formatPercent(weight)}`).join(', '),
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
