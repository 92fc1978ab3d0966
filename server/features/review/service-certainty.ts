import { simulateMatch, type MatchSimulation, type UndesignedMatch } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import type { Match } from '../matching/index.js';
import { recent } from './recent.js';
import { caseKey, type InsightDependencies } from './service-what-if.js';

export interface Certainty {
  readonly match: Match;
  readonly seed: number;
  readonly simulation: MatchSimulation | UndesignedMatch;
}

export interface CertaintyService {
  /** The match with what may turn out otherwise drawn many times, at the design that is stored; the seed follows from the id if none is given. */
  certainty(user: CurrentUser, matchId: string, seed?: number): Promise<Certainty>;
}

export const LARGEST_SEED = 2 ** 31 - 1;
const SEED_DIGITS = 7;
const HEXADECIMAL = 16;
const KEPT = 200;

/** The same for everybody who looks at a match. */
export const seedOf = ({ id }: Pick<Match, 'id'>): number => Number.parseInt(id.slice(-SEED_DIGITS), HEXADECIMAL);

export function certaintyService({ matching, matchFor }: InsightDependencies): CertaintyService {
  const kept = recent<MatchSimulation | UndesignedMatch>(KEPT);
  const simulate = async ({ id, result }: Match, seed: number): Promise<MatchSimulation | UndesignedMatch> => {
    if (!result.feasible) return { feasible: false, reasons: result.reasons };
    const { connection, capacityKw } = result.design;
    return simulateMatch(await matching.exportCase(id), { seed, design: { connection, capacityKw } });
  };
  return {
    async certainty(user, matchId, given) {
      const match = await matchFor(user, matchId);
      const seed = given ?? seedOf(match);
      return { match, seed, simulation: await kept.of(`${caseKey(match)} ${seed}`, () => simulate(match, seed)) };
    },
  };
}
