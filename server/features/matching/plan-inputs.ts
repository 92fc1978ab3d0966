import { MODEL_VERSION, type AllocationInput, type DemandInput, type PlanSettings } from '../../engineering/index.js';
import type { AccountsDirectory } from '../accounts/index.js';
import type { DemandCatalogue, DemandVersion } from '../demand/index.js';
import type { BuildingVersion, SiteVersion, SupplyCatalogue } from '../supply/index.js';
import type { MatchingService, MatchSummary } from './index.js';
import { evaluatedYear, pairTerms } from './pair.js';
import type { Plan, PlanInputs, PlanRequest } from './plan.js';

export interface PlanSources {
  readonly supply: SupplyCatalogue;
  readonly demand: DemandCatalogue;
  readonly accounts: Pick<AccountsDirectory, 'organisations'>;
  readonly matching: Pick<MatchingService, 'list'>;
}

/** The current versions a plan of a site would be made from. */
export interface CurrentInputs {
  readonly site: SiteVersion;
  readonly buildings: readonly BuildingVersion[];
  readonly demands: readonly DemandVersion[];
}

export async function currentInputs({ supply, demand }: PlanSources, site: SiteVersion): Promise<CurrentInputs> {
  const [buildings, demands] = await Promise.all([supply.publishedBuildings(site.siteId), demand.submitted()]);
  return { site, buildings, demands };
}

const MOST_MATCHES = 10_000;
/** Every match of these buildings that can be connected, best score first. */
export async function feasibleMatches({ matching }: PlanSources, buildings: readonly BuildingVersion[]): Promise<readonly MatchSummary[]> {
  const pages = await Promise.all(buildings.map(({ buildingId }) => matching.list({ buildingId, feasible: true, limit: MOST_MATCHES })));
  return pages.flatMap(({ matches }) => matches).sort((a, b) => b.score - a.score);
}

/** The model tells things apart by name: a name that several have gets its owner, then a number. */
export function distinctLabels(things: readonly { readonly name: string; readonly owner: string }[]): string[] {
  const count = new Map<string, number>();
  for (const { name } of things) count.set(name, (count.get(name) ?? 0) + 1);
  const used = new Set<string>();
  return things.map(({ name, owner }) => {
    const own = count.get(name) === 1 ? name : `${name} (${owner})`;
    let label = own;
    for (let number = 2; used.has(label); number++) label = `${own}, ${number}`;
    used.add(label);
    return label;
  });
}

/** The first calendar year in which every building and every demand is there. */
const planYear = ({ site, buildings, demands }: CurrentInputs, now: Date): number =>
  Math.max(...buildings.flatMap((building) => demands.map((demand) => evaluatedYear({ site, building, demand }, now))));

/** Expects at least one building and one demand. */
export async function planInputs(sources: PlanSources, current: CurrentInputs, matches: readonly MatchSummary[], now: Date): Promise<PlanInputs> {
  const { site, buildings, demands } = current;
  const owners = await sources.accounts.organisations([...new Set(demands.map(({ organisationId }) => organisationId))]);
  const ownerOf = ({ organisationId }: DemandVersion): string => owners.get(organisationId)?.name ?? 'Unknown organisation';
  const buildingLabels = distinctLabels(buildings.map(({ name }) => ({ name, owner: site.name })));
  const demandLabels = distinctLabels(demands.map((demand) => ({ name: demand.name, owner: ownerOf(demand) })));
  const [building] = buildings as readonly [BuildingVersion];
  return {
    modelVersion: MODEL_VERSION, siteVersion: site.version, year: planYear(current, now), notBefore: now.toISOString().slice(0, 'YYYY-MM-DD'.length),
    buildings: buildings.map(({ buildingId, version }, index) => ({ buildingId, version, label: buildingLabels[index] ?? '' })),
    demands: demands.map((demand, index) => ({
      demandId: demand.demandId, version: demand.version, label: demandLabels[index] ?? '', organisationName: ownerOf(demand), use: demand.use,
      // By the site's place, so the same from each of its buildings.
      routeLengthM: pairTerms({ site, building, demand }, now).routeLengthM,
    })),
    matches: matches.map(({ id, buildingId, demandId }) => ({ matchId: id, buildingId, demandId })),
  };
}

/** A request in the library's words. */
export function planSettings(request: PlanRequest, inputs: PlanInputs): PlanSettings {
  const demands = new Map(inputs.demands.map(({ demandId, label }) => [demandId, label]));
  const buildings = new Map(inputs.buildings.map(({ buildingId, label }) => [buildingId, label]));
  return {
    objective: request.objective === 'mix' ? request.weights : request.objective,
    ...(request.budgetEur !== null && { budgetEur: request.budgetEur }),
    pins: request.pins.map(({ demandId, buildingId, pin }) => ({ demand: demands.get(demandId) ?? '', source: buildings.get(buildingId) ?? '', pin })),
    notBefore: inputs.notBefore, minimumResearchShare: request.minimumResearchShare, gap: request.gap, timeLimitSeconds: request.timeLimitSeconds,
  };
}

/** The cases of a plan from the stored versions: whatever has changed since, they are the ones it was made from. */
export async function allocationInput(sources: PlanSources, { siteId, inputs }: Pick<Plan, 'siteId' | 'inputs'>): Promise<AllocationInput> {
  const { supply, demand } = sources;
  const [site, buildings, demands] = await Promise.all([
    supply.siteAtVersion(siteId, inputs.siteVersion),
    Promise.all(inputs.buildings.map(({ buildingId, version }) => supply.buildingAtVersion(buildingId, version))),
    Promise.all(inputs.demands.map(({ demandId, version }) => demand.demandAtVersion(demandId, version))),
  ]);
  return {
    site: supply.siteInput(site), notBefore: inputs.notBefore,
    sources: buildings.map((building, index) => ({ ...supply.sourceInput(building, inputs.year), name: inputs.buildings[index]?.label ?? '' })),
    demands: demands.map(({ input }, index): DemandInput => {
      const { label = '', routeLengthM = 0 } = inputs.demands[index] ?? {};
      return { ...input, name: label, routeLengthM };
    }),
  };
}
