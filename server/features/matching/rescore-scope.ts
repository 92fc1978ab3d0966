import type { DemandCatalogue, SubmittedReference } from '../demand/index.js';
import type { BuildingVersion, SiteVersion, SupplyCatalogue } from '../supply/index.js';
import type { RecalculationScope } from './index.js';
import type { Pair } from './pair.js';

export interface ParsedScope { readonly kind: string; readonly id: string }

export function parseScope(scope: RecalculationScope): ParsedScope {
  const [kind = '', ...rest] = scope.split(':');
  return { kind, id: rest.join(':') };
}

interface Inputs {
  readonly supply: Pick<SupplyCatalogue, 'sites' | 'publishedBuildings'>;
  readonly demand: Pick<DemandCatalogue, 'submittedReferences' | 'submittedDemand'>;
}

/** Every published building and submitted demand that a scope touches, at their current versions: each with each is scored. */
export interface ScopeInputs {
  readonly buildings: readonly { readonly site: SiteVersion; readonly building: BuildingVersion }[];
  readonly demands: readonly SubmittedReference[];
}

async function demandsIn({ kind, id }: ParsedScope, demand: Inputs['demand']): Promise<readonly SubmittedReference[]> {
  if (kind !== 'demand') return demand.submittedReferences();
  const one = await demand.submittedDemand(id);
  return one === null ? [] : [one];
}

export async function inputsIn(scope: ParsedScope, { supply, demand }: Inputs): Promise<ScopeInputs> {
  const sites = (await supply.sites()).filter(({ siteId }) => scope.kind !== 'site' || siteId === scope.id);
  const bySite = await Promise.all(sites.map(async (site) => (await supply.publishedBuildings(site.siteId))
    .filter(({ buildingId }) => scope.kind !== 'building' || buildingId === scope.id)
    .map((building) => ({ site, building }))));
  return { buildings: bySite.flat(), demands: await demandsIn(scope, demand) };
}

/** The same pair as it is now; null when a part of it is gone. */
export async function currentPair({ site: { siteId }, building: { buildingId }, demand: { demandId } }: Pair, { supply, demand }: Inputs): Promise<Pair | null> {
  const [sites, buildings, current] = await Promise.all([supply.sites(), supply.publishedBuildings(siteId), demand.submittedDemand(demandId)]);
  const site = sites.find((one) => one.siteId === siteId);
  const building = buildings.find((one) => one.buildingId === buildingId);
  return site === undefined || building === undefined || current === null ? null : { site, building, demand: current };
}
