import type { SupplyCatalogue } from '../supply/index.js';
import type { MatchPage, MatchQuery, MatchStanding, MatchState, MatchSummary } from './index.js';
import { isBehind, scoreNow, withCurrentWeights, type CurrentWeights } from './live-weights.js';
import type { MatchRepository } from './repository.js';
import { DEFAULT_LIMIT, type StoredSummary } from './repository-match.js';

interface Found {
  readonly matches: readonly StoredSummary[];
  readonly total: number;
}

interface Dependencies {
  readonly matches: MatchRepository;
  readonly supply: Pick<SupplyCatalogue, 'currentWeights'>;
}

/** A few that no rescore reaches any more, agreed ones of a building that is gone, may be behind for good. */
const STRAGGLERS = 50;

/** Whether stored scores are of other weights than the sites have now; one look into the index where they are not. */
async function areSomeBehind(weights: CurrentWeights, matches: MatchRepository): Promise<boolean> {
  const bySite = await Promise.all([...weights].map(([siteId, { version }]) => matches.olderThan(siteId, version, STRAGGLERS)));
  return bySite.some((older) => older.length === STRAGGLERS || older.some((one) => isBehind(one, weights)));
}

const byScore = (descending: boolean) => (one: { score: number; id: string }, other: { score: number; id: string }): number =>
  (descending ? other.score - one.score : one.score - other.score) || ((one.id < other.id) === descending ? 1 : -1);

/** Ranks and filters by scores that are not stored yet: all marks are read, but only the documents of the page. */
async function listByScoreNow(query: MatchQuery, weights: CurrentWeights, matches: MatchRepository): Promise<Found> {
  const { sort = 'score', descending = true, minimumScore = -Infinity, skip = 0, limit = DEFAULT_LIMIT } = query;
  const ranked = (await matches.standings(query)).map((standing) => ({ id: standing.id, score: scoreNow(standing, weights) }))
    .filter(({ score }) => score >= minimumScore);
  if (sort === 'score') ranked.sort(byScore(descending));
  return { matches: await matches.summaries(ranked.slice(skip, skip + limit).map(({ id }) => id)), total: ranked.length };
}

/** The list with the weights that the sites have now, whatever the stored scores were made with. */
export async function listMatches(query: MatchQuery, { matches, supply }: Dependencies): Promise<MatchPage> {
  const weights = await supply.currentWeights();
  const needsScores = (query.sort ?? 'score') === 'score' || query.minimumScore !== undefined;
  const found = needsScores && await areSomeBehind(weights, matches) ? await listByScoreNow(query, weights, matches) : await matches.list(query);
  return { total: found.total, matches: found.matches.map((stored): MatchSummary => withCurrentWeights(stored, weights)) };
}

/** By the weights that the sites have now, as the list ranks. */
export async function standingsNow(states: readonly MatchState[], { matches, supply }: Dependencies): Promise<readonly MatchStanding[]> {
  const [weights, stored] = await Promise.all([supply.currentWeights(), matches.standingsIn(states)]);
  return stored.map(({ marks, ...standing }) => ({ ...standing, score: scoreNow({ ...standing, marks }, weights) })).sort(byScore(true));
}

export async function summariesNow(ids: readonly string[], { matches, supply }: Dependencies): Promise<readonly MatchSummary[]> {
  const [weights, stored] = await Promise.all([supply.currentWeights(), matches.summaries(ids)]);
  return stored.map((match): MatchSummary => withCurrentWeights(match, weights));
}
