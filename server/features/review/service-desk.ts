import { energyMwh, itEnergyMwh, offeredKw } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import type { Clock } from '../../shared/ports.js';
import type { MatchHeat, MatchingService, MatchStanding, MatchState, NewsPage } from '../matching/index.js';
import type { SiteSurplus, SupplyService, SurplusOverview } from '../supply/index.js';
import { energyReuse, oncePerDemand, type BuildingYear, type EnergyReuse } from './energy-reuse.js';
import { visitRepository } from './repository-visits.js';
import { byState, type StateColumn } from './service-board.js';

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
  readonly waiting: readonly StateColumn<WaitingState>[];
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
  readonly matching: Pick<MatchingService, 'standings' | 'summaries' | 'heat' | 'news' | 'availability'>;
}

const COUNTED_STATES: readonly MatchState[] = ['proposed', 'shortlisted', 'invited', 'interested', 'agreed'];
const SHOWN = 5;
const SHOWN_NEWS = 10;

type CountedMatch = MatchStanding & MatchHeat;

/** Assumed heat is never added to real heat: where there is both, the example does not count. */
function countedHeat(surplus: SurplusOverview, standings: readonly MatchStanding[]) {
  const real = surplus.sites.filter(({ site }) => !site.example);
  return real.length === 0 ? { surplus, standings }
    : { surplus: { ...surplus, sites: real }, standings: standings.filter(({ example }) => !example) };
}

/** What sums and energy reuse look at: every demand once, and all partners that are interested. */
async function readHeat(standings: readonly MatchStanding[], matching: Pick<MatchingService, 'heat'>): Promise<readonly CountedMatch[]> {
  const counted = new Map([...oncePerDemand(standings), ...standings.filter(({ state }) => state === 'interested')].map((one) => [one.id, one]));
  return (await matching.heat([...counted.keys()])).flatMap((heat) => {
    const standing = counted.get(heat.id);
    return standing === undefined ? [] : [{ ...standing, ...heat }];
  });
}

const buildingYears = ({ site, buildings }: SiteSurplus, year: number, supply: DeskDependencies['supply']): readonly BuildingYear[] =>
  buildings.map(({ building }) => {
    const source = supply.sourceInput(building, year);
    return { buildingId: building.buildingId, offeredMwh: energyMwh(offeredKw(source)), electricityMwh: site.pue * itEnergyMwh(source) };
  });

const total = <Name extends 'deliveredMwhPerYear' | 'avoidedTonnesPerYear'>(matches: readonly CountedMatch[], name: Name): number =>
  matches.reduce((sum, match) => sum + match[name], 0);

function sumUp(surplus: SurplusOverview, matches: readonly CountedMatch[], supply: DeskDependencies['supply']): HeatSums {
  const year = Math.max(surplus.year, ...matches.map(({ evaluatedYear }) => evaluatedYear));
  const [agreed, inTalks] = (['agreed', 'interested'] as const).map((state) => matches.filter((match) => match.state === state)) as [CountedMatch[], CountedMatch[]];
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
  return {
    async open(user) {
      const since = await visits.arrive(user.id, clock.now());
      const [everything, standings, { submittedDemands }, news] = await Promise.all([
        supply.surplus(), matching.standings(COUNTED_STATES), matching.availability(),
        since === null ? null : matching.news(since, user.id, SHOWN_NEWS),
      ]);
      const counted = countedHeat(everything, standings);
      const [waiting, heat] = await Promise.all([byState(WAITING_STATES, standings, SHOWN, matching), readHeat(counted.standings, matching)]);
      return {
        surplus: counted.surplus, sums: sumUp(counted.surplus, heat, supply), waiting, submittedDemands,
        news: news === null || since === null ? null : { ...news, since },
      };
    },
  };
}
