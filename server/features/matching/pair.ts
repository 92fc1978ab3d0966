import type { DemandInput, EconomicsInput, MatchCase } from '../../engineering/index.js';
import type { DemandVersion } from '../demand/index.js';
import type { Coordinates } from '../../shared/coordinates.js';
import { distanceBetween, type BuildingVersion, type SiteVersion, type SupplyCatalogue } from '../supply/index.js';

/** One building and one demand, each at one version. */
export interface Pair {
  readonly site: SiteVersion;
  readonly building: BuildingVersion;
  readonly demand: DemandVersion;
}

/** As much of a pair as it takes to evaluate it: somebody who asks what heat could do need not have registered a demand. */
export interface AskedPair extends Pick<Pair, 'site' | 'building'> {
  readonly demand: Pick<DemandVersion, 'name' | 'startDate' | 'routeLengthM' | 'input'> & { readonly place: Coordinates };
}

/** How a pair is evaluated beyond what its versions say; stored with the match, because the clock moves on. */
export interface PairTerms {
  readonly evaluatedYear: number;
  readonly routeLengthM: number;
}

const yearOf = (isoDate: string): number => Number(isoDate.slice(0, 4));

/** The first calendar year, not before this one, in which both the heat and the demand are there. */
export function evaluatedYear({ building, demand }: AskedPair, now: Date): number {
  return Math.max(
    now.getUTCFullYear(), yearOf(building.commissioningDate), demand.startDate === null ? 0 : yearOf(demand.startDate),
  );
}

export function pairTerms(pair: AskedPair, now: Date): PairTerms {
  return {
    evaluatedYear: evaluatedYear(pair, now),
    routeLengthM: pair.demand.routeLengthM ?? distanceBetween(pair.site.place, pair.demand.place).routeLengthM,
  };
}

/** The model's words for the demand of a pair. */
export const demandInput = ({ input }: Pick<DemandVersion, 'input'>, { routeLengthM }: PairTerms): DemandInput => ({ ...input, routeLengthM });

/** The model's words for what a site chooses of the economics; undefined leaves all of it to the defaults. */
export const economicsInput = ({ considersHeatStores }: Pick<SiteVersion, 'considersHeatStores'>): EconomicsInput | undefined =>
  (considersHeatStores === true ? { heatStore: 'consider' } : undefined);

type ModelWords = Pick<SupplyCatalogue, 'siteInput' | 'sourceInput'>;

/** The model's words for a pair: the same versions and terms always give the same case. */
export function pairCase({ site, building, demand }: AskedPair, terms: PairTerms, supply: ModelWords): MatchCase {
  const economics = economicsInput(site);
  return {
    name: `${building.name} and ${demand.name}`,
    site: supply.siteInput(site),
    source: supply.sourceInput(building, terms.evaluatedYear),
    demand: demandInput(demand, terms),
    ...(economics && { economics }),
  };
}
