/** The energy reuse factor of everything together: what is agreed, and what the matches could bring. Pure. */
import type { MatchHeat, MatchStanding } from '../matching/index.js';

/** A year of one building, MWh. */
export interface BuildingYear {
  readonly buildingId: string;
  /** Heat that is free for new partners. */
  readonly offeredMwh: number;
  /** IT and everything around it. */
  readonly electricityMwh: number;
}

export interface EnergyReuse {
  /** Fraction of the electricity whose heat is used again by agreed matches. */
  readonly reached: number;
  /**
   * The same with every demand served once, by its agreed match or else its best one, and no building giving more than it offers over
   * the year: an upper bound, because hours in which several want more than there is are not looked at.
   */
  readonly potential: number;
}

type Standing = Pick<MatchStanding, 'demandId' | 'state' | 'score'>;
type Heat = Standing & Pick<MatchStanding, 'buildingId'> & Pick<MatchHeat, 'fromSourceMwhPerYear' | 'energyReuseFactor'>;

const sum = (matches: readonly Heat[]): number => matches.reduce((total, { fromSourceMwhPerYear }) => total + fromSourceMwhPerYear, 0);
const isAgreed = ({ state }: Standing): boolean => state === 'agreed';

/** The agreed matches, and the best one of each demand that has none; what cannot be connected serves nobody. */
export function oncePerDemand<Match extends Standing>(matches: readonly Match[]): readonly Match[] {
  const agreed = matches.filter(isAgreed);
  const served = new Set(agreed.map(({ demandId }) => demandId));
  const best = new Map<string, Match>();
  for (const match of matches) {
    if (!served.has(match.demandId) && match.score > (best.get(match.demandId)?.score ?? -1)) best.set(match.demandId, match);
  }
  return [...agreed, ...best.values()];
}

/** An agreement outlives the publication of its building, whose electricity then follows from the match's own factor. */
function withBuildingsOfAgreements(buildings: readonly BuildingYear[], matches: readonly Heat[]): readonly BuildingYear[] {
  const known = new Map(buildings.map((building) => [building.buildingId, building]));
  for (const { buildingId, fromSourceMwhPerYear, energyReuseFactor } of matches.filter(isAgreed)) {
    if (known.has(buildingId) || !(energyReuseFactor > 0)) continue;
    known.set(buildingId, { buildingId, offeredMwh: 0, electricityMwh: fromSourceMwhPerYear / energyReuseFactor });
  }
  return [...known.values()];
}

/** Null where no building uses electricity. */
export function energyReuse(matches: readonly Heat[], published: readonly BuildingYear[]): EnergyReuse | null {
  const buildings = withBuildingsOfAgreements(published, matches);
  const electricityMwh = buildings.reduce((total, building) => total + building.electricityMwh, 0);
  if (!(electricityMwh > 0)) return null;
  const counted = oncePerDemand(matches);
  const ofBuilding = buildings.map(({ buildingId, offeredMwh }) => {
    const here = counted.filter((match) => match.buildingId === buildingId);
    const agreedMwh = sum(here.filter(isAgreed));
    return { agreedMwh, possibleMwh: Math.min(sum(here), Math.max(offeredMwh, agreedMwh)) };
  });
  return {
    reached: ofBuilding.reduce((total, { agreedMwh }) => total + agreedMwh, 0) / electricityMwh,
    potential: ofBuilding.reduce((total, { possibleMwh }) => total + possibleMwh, 0) / electricityMwh,
  };
}
