import { energyMwh, itEnergyMwh, offeredKw } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import type { Clock } from '../../shared/ports.js';
import type { MatchHeat, MatchingService, MatchPage, MatchState, NewsPage } from '../matching/index.js';
import type { SiteSurplus, SupplyService, SurplusOverview } from '../supply/index.js';
import { energyReuse, type BuildingYear, type EnergyReuse } from './energy-reuse.js';
import { visitRepository } from './repository-visits.js';

/** States in which it is the site's turn, most urgent first. */
export const WAITING_STATES = ['interested', 'shortlisted', 'proposed'] as const satisfies readonly MatchState[];
export type WaitingState = (typeof WAITING_STATES)[number];

export interface HeatSums {
  readonly agreed: { readonly matches: number; readonly deliveredMwhPerYear: number; readonly avoidedTonnesPerYear: number };
  /** Partners that are interested, nothing agreed yet. */
  readonly inTalks: { readonly matches: number; readonly deliveredMwhPerYear: number };
  /** The calendar year in which everything counted is there. */
  readonly year: number;
  readonly reuse: EnergyReuse | null;
}

export interface Desk {
  readonly surplus: SurplusOverview;
  readonly sums: HeatSums;
  readonly waiting: readonly (MatchPage & { readonly state: WaitingState })[];
  readonly submittedDemands: number;
  /** Null at the first visit. */
  readonly news: (NewsPage & { readonly since: Date }) | null;
}

export interface DeskService {
  /** Looking at the desk is a visit, which the next one counts from. */
  open(user: CurrentUser): Promise<Desk>;
}

export interface DeskDependencies {
  readonly connection: Parameters<typeof visitRepository>[0];
  readonly clock: Clock;
  readonly supply: Pick<SupplyService, 'surplus' | 'sourceInput'>;
  readonly matching: Pick<MatchingService, 'heat' | 'list' | 'news' | 'availability'>;
}

const COUNTED_STATES: readonly MatchState[] = ['proposed', 'shortlisted', 'invited', 'interested', 'agreed'];
const SHOWN = 5;
const SHOWN_NEWS = 10;

/** Assumed heat is never added to real heat: where there is both, the example does not count. */
function countedHeat(surplus: SurplusOverview, matches: readonly MatchHeat[]) {
  const real = surplus.sites.filter(({ site }) => !site.example);
  return real.length === 0 ? { surplus, matches }
    : { surplus: { ...surplus, sites: real }, matches: matches.filter(({ example }) => !example) };
}

const buildingYears = ({ site, buildings }: SiteSurplus, year: number, supply: DeskDependencies['supply']): readonly BuildingYear[] =>
  buildings.map(({ building }) => {
    const source = supply.sourceInput(building, year);
    return { buildingId: building.buildingId, offeredMwh: energyMwh(offeredKw(source)), electricityMwh: site.pue * itEnergyMwh(source) };
  });

const total = <Name extends 'deliveredMwhPerYear' | 'avoidedTonnesPerYear'>(matches: readonly MatchHeat[], name: Name): number =>
  matches.reduce((sum, match) => sum + match[name], 0);

function sumUp(surplus: SurplusOverview, matches: readonly MatchHeat[], supply: DeskDependencies['supply']): HeatSums {
  const year = Math.max(surplus.year, ...matches.map(({ evaluatedYear }) => evaluatedYear));
  const [agreed, inTalks] = (['agreed', 'interested'] as const).map((state) => matches.filter((match) => match.state === state)) as [MatchHeat[], MatchHeat[]];
  return {
    year, reuse: energyReuse(matches, surplus.sites.flatMap((site) => buildingYears(site, year, supply))),
    agreed: {
      matches: agreed.length, deliveredMwhPerYear: total(agreed, 'deliveredMwhPerYear'), avoidedTonnesPerYear: total(agreed, 'avoidedTonnesPerYear'),
    },
    inTalks: { matches: inTalks.length, deliveredMwhPerYear: total(inTalks, 'deliveredMwhPerYear') },
  };
}

export function createDesk({ connection, clock, supply, matching }: DeskDependencies): DeskService {
  const visits = visitRepository(connection);
  const waitingIn = async (state: WaitingState) =>
    ({ state, ...await matching.list({ states: [state], ...(state === 'proposed' && { feasible: true }), sort: 'score', descending: true, limit: SHOWN }) });
  return {
    async open(user) {
      const since = await visits.arrive(user.id, clock.now());
      const [everything, heat, waiting, { submittedDemands }, news] = await Promise.all([
        supply.surplus(), matching.heat(COUNTED_STATES), Promise.all(WAITING_STATES.map(waitingIn)), matching.availability(),
        since === null ? null : matching.news(since, user.id, SHOWN_NEWS),
      ]);
      const { surplus, matches } = countedHeat(everything, heat);
      return {
        surplus, sums: sumUp(surplus, matches, supply), waiting, submittedDemands,
        news: news === null || since === null ? null : { ...news, since },
      };
    },
  };
}
