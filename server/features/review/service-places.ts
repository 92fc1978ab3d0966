import type { CurrentUser } from '../../shared/current-user.js';
import type { DemandService, ListedDemand } from '../demand/index.js';
import type { MatchingService, MatchSummary } from '../matching/index.js';
import type { SiteSurplus, SupplyService } from '../supply/index.js';

export interface DemandPlace {
  readonly demand: ListedDemand['demand'];
  readonly organisationName: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Best by score of those that can be connected; null without one. */
  readonly best: MatchSummary | null;
}

export interface Places {
  /** The calendar year of the sites' yearly figures. */
  readonly year: number;
  readonly sites: readonly SiteSurplus[];
  readonly demands: readonly DemandPlace[];
}

export interface PlacesService {
  /** Sites with published buildings for everybody; demands as the user may list them, none for visitors. */
  places(user: CurrentUser | null): Promise<Places>;
}

export interface PlacesDependencies {
  readonly supply: Pick<SupplyService, 'surplus'>;
  readonly demand: Pick<DemandService, 'list'>;
  readonly matching: Pick<MatchingService, 'list'>;
}

const MOST_MATCHES = 100_000;

async function bestMatches(matching: PlacesDependencies['matching'], user: CurrentUser): Promise<ReadonlyMap<string, MatchSummary>> {
  const scope = user.role === 'partner' ? { organisationId: user.organisationId ?? '-' } : {};
  const { matches } = await matching.list({ ...scope, feasible: true, sort: 'score', descending: true, limit: MOST_MATCHES });
  // Best first: the first of a demand stays.
  return new Map([...matches].reverse().map((match) => [match.demandId, match]));
}

async function demandPlaces({ demand, matching }: PlacesDependencies, user: CurrentUser): Promise<DemandPlace[]> {
  const [listed, best] = await Promise.all([demand.list(user, { state: 'submitted' }), bestMatches(matching, user)]);
  return listed.flatMap((each): DemandPlace[] => {
    const { latitude, longitude } = each.demand.answers;
    return latitude === undefined || longitude === undefined ? [] : [{ ...each, latitude, longitude, best: best.get(each.demand.id) ?? null }];
  });
}

export function createPlaces(dependencies: PlacesDependencies): PlacesService {
  return {
    async places(user) {
      const [{ year, sites }, demands] = await Promise.all([dependencies.supply.surplus(), user === null ? [] : demandPlaces(dependencies, user)]);
      return { year, sites, demands };
    },
  };
}
