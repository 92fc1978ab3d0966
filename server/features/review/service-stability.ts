import { rankStability, type RankStability, type ScoreWeights } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import { ForbiddenError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import type { Clock } from '../../shared/ports.js';
import type { MatchMarks } from '../matching/index.js';
import { recent } from './recent.js';
import { OPEN_STATES } from './schema.js';
import type { InsightDependencies } from './service-what-if.js';

export interface RankedMatch extends MatchMarks {
  readonly stability: RankStability;
}

export interface Stability {
  /** Sites with matches to rank, most matches first. */
  readonly sites: readonly { readonly id: string; readonly name: string }[];
  /** Null where there is nothing to rank. */
  readonly ranking: {
    readonly siteId: string;
    readonly weights: ScoreWeights;
    readonly total: number;
    /** The best, by rank. */
    readonly matches: readonly RankedMatch[];
  } | null;
  readonly workedOutAt: Date;
}

export interface StabilityService {
  /** Ranks of a site's open matches under varied weights; a site that is not known counts as not named. Throws ForbiddenError. */
  stability(user: CurrentUser, siteId?: string): Promise<Stability>;
}

export const RANK_OPTIONS = { seed: 1, draws: 200, spread: 0.3, top: 10 } as const;
const SHOWN = 50;
const KEPT_SITES = 20;
/** Whoever looks again within the minute sees the same. */
const KEPT_MS = 60_000;

function sitesOf(marks: readonly MatchMarks[]) {
  const counts = new Map<string, { id: string; name: string; matches: number }>();
  for (const { siteId, siteName } of marks) {
    const site = counts.get(siteId) ?? { id: siteId, name: siteName, matches: 0 };
    counts.set(siteId, { ...site, matches: site.matches + 1 });
  }
  return [...counts.values()].sort((one, other) => other.matches - one.matches || one.id.localeCompare(other.id));
}

export function stabilityService({ matching, clock }: InsightDependencies & { readonly clock: Clock }): StabilityService {
  const kept = recent<Stability>(KEPT_SITES);

  /** Weights of the site as its latest version has them: a rescore may be under way. */
  const weightsOf = async (marks: readonly MatchMarks[]): Promise<ScoreWeights> => {
    const latest = marks.reduce((one, other) => (other.siteVersion > one.siteVersion ? other : one));
    return (await matching.match(latest.id)).weights;
  };
  const workOut = async (siteId: string | undefined, at: Date): Promise<Stability> => {
    const all = await matching.marks(OPEN_STATES);
    const sites = sitesOf(all);
    const site = sites.find(({ id }) => id === siteId) ?? sites[0];
    if (site === undefined) return { sites, ranking: null, workedOutAt: at };
    const marks = all.filter((one) => one.siteId === site.id);
    const weights = await weightsOf(marks);
    const ranked = rankStability(marks, weights, RANK_OPTIONS);
    const matches = marks.map((one, index) => ({ ...one, stability: ranked[index] as RankStability }))
      .sort((one, other) => one.stability.rank - other.stability.rank).slice(0, SHOWN);
    return { sites, ranking: { siteId: site.id, weights, total: marks.length, matches }, workedOutAt: at };
  };
  return {
    async stability(user, siteId) {
      if (user.role === 'partner') throw new ForbiddenError(message('review:stability.forbidden'), ['manager', 'verifier', 'admin']);
      const now = clock.now();
      return kept.of(`${siteId ?? ''} ${Math.floor(now.getTime() / KEPT_MS)}`, () => workOut(siteId, now));
    },
  };
}
