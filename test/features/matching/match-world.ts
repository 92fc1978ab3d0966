import mongoose, { type Connection } from 'mongoose';
import { createEventRelay } from '../../../server/adapters/event-relay.js';
import { createJobs } from '../../../server/adapters/jobs.js';
import { DEFAULT_SCORE_WEIGHTS, type DemandInput } from '../../../server/engineering/index.js';
import type { DemandCatalogue, DemandVersion } from '../../../server/features/demand/index.js';
import { createMatching, type Match, type MatchingService, type MatchSummary } from '../../../server/features/matching/index.js';
import { createReview, type ReviewService } from '../../../server/features/review/index.js';
import type { BuildingVersion, SiteVersion, SupplyCatalogue } from '../../../server/features/supply/index.js';
import { newEvent, SYSTEM_ACTOR, type DomainEvent } from '../../../server/shared/events.js';
import type { CurrentUser } from '../../../server/shared/current-user.js';
import { createLogger } from '../../../server/shared/logger.js';
import type { JobQueue } from '../../../server/shared/ports.js';
import { movableClock, type MovableClock } from '../../support/clock.js';
import { startTestStore } from '../../support/store.js';

export const ORGANISATION_ID = 'trout-company';
export const MANAGER: CurrentUser = { id: 'manager-1', email: 'kari@example.org', name: 'Kari Berg', role: 'manager', organisationId: 'operator' };
export const OTHER_MANAGER: CurrentUser = { ...MANAGER, id: 'manager-2', name: 'Ola Dahl' };
export const PARTNER: CurrentUser = { id: 'partner-1', email: 'siri@example.org', name: 'Siri Moe', role: 'partner', organisationId: ORGANISATION_ID };

const SITE: SiteVersion = {
  siteId: 'hamar', version: 1, name: 'Hamar', place: { latitude: 60.8, longitude: 11.1, address: 'Hamar' }, pue: 1.2,
  electricity: { priceEurPerMwh: 60, emissionKgPerMwh: 17 }, groundTemperatureC: 6, hourlyTemperatureC: null, climateName: 'Skien 2018',
  scoreWeights: DEFAULT_SCORE_WEIGHTS, researchTopics: [], mailThreshold: 60, example: false,
};
const BUILDING: BuildingVersion = {
  buildingId: 'hall-a', siteId: 'hamar', version: 1, name: 'Hall A', installedItKw: 30_000, utilisation: { kind: 'constant', value: 0.75 },
  captureFraction: 0.9, supplyTemperatureC: 30, returnTemperatureC: 20, commissioningDate: '2027-06-01', maintenance: [], committedKw: 0,
  published: true,
} as unknown as BuildingVersion;
const INPUT: DemandVersion['input'] = {
  name: 'Trout farm', use: 'trout', annualDemandMwh: 20_000, flowTemperatureC: 22, returnTemperatureC: 12, profile: { archetype: 'flat' },
  startDate: '2028-03-01', alternative: { costEurPerMwh: 75, emissionKgPerMwh: 224 },
};
const DEMAND: DemandVersion = {
  demandId: 'trout', version: 1, organisationId: ORGANISATION_ID, name: 'Trout farm', use: 'trout',
  place: { latitude: 60.81, longitude: 11.12, address: 'Lake' }, routeLengthM: 800, startDate: '2028-03-01', endDate: null, input: INPUT,
  example: false,
} as unknown as DemandVersion;

export const aSite = (fields: Partial<SiteVersion> = {}): SiteVersion => ({ ...SITE, ...fields });
export const aBuilding = (fields: Partial<BuildingVersion> = {}): BuildingVersion => ({ ...BUILDING, ...fields });
export const aDemand = (fields: Partial<DemandVersion> = {}, input: Partial<DemandInput> = {}): DemandVersion =>
  ({ ...DEMAND, ...fields, input: { ...INPUT, name: fields.name ?? DEMAND.name, ...input } });

/** Hours of a day of the year, for planned maintenance given as dates. */
const hourOf = (isoDate: string): number => Math.round((Date.parse(isoDate) - Date.parse(`${isoDate.slice(0, 4)}-01-01`)) / 3_600_000);
function utilisationIn(plan: BuildingVersion['utilisation'], year: number): number | readonly number[] {
  if (plan.kind === 'constant') return plan.value;
  if (plan.kind === 'hourly') return plan.values;
  return plan.byYear.findLast((one) => one.year <= year)?.value ?? 0;
}

/** Supply and demand as lists of versions: a test decides which is current and what happens while it is read. */
export class Catalogue implements SupplyCatalogue, DemandCatalogue {
  readonly #sites = new Map<string, SiteVersion[]>();
  readonly #buildings = new Map<string, BuildingVersion[]>();
  readonly #demands = new Map<string, DemandVersion[]>();
  readonly #gone = new Set<string>();
  /** Runs whenever a former site version is read, which the matching does between reading and writing a match. */
  onSiteAtVersion: () => Promise<void> = () => Promise.resolve();
  /** Runs whenever the demands of a batch are read. */
  onDemandsAtVersions: () => Promise<void> = () => Promise.resolve();

  site(site: SiteVersion): void { this.#sites.set(site.siteId, [...this.#sites.get(site.siteId) ?? [], site]); }
  building(building: BuildingVersion): void {
    this.#buildings.set(building.buildingId, [...this.#buildings.get(building.buildingId) ?? [], building]);
  }
  demand(demand: DemandVersion): void { this.#demands.set(demand.demandId, [...this.#demands.get(demand.demandId) ?? [], demand]); }
  takeAway(id: string): void { this.#gone.add(id); }
  bringBack(id: string): void { this.#gone.delete(id); }

  #current<T>(versions: ReadonlyMap<string, readonly T[]>): T[] {
    return [...versions].flatMap(([id, list]) => (this.#gone.has(id) ? [] : list.slice(-1)));
  }
  sites = (): Promise<readonly SiteVersion[]> => Promise.resolve(this.#current(this.#sites));
  publishedBuildings = (siteId: string): Promise<readonly BuildingVersion[]> =>
    Promise.resolve(this.#current(this.#buildings).filter((one) => one.siteId === siteId && one.published));
  siteAtVersion = async (id: string, version: number): Promise<SiteVersion> => {
    await this.onSiteAtVersion();
    return this.#sites.get(id)?.find((one) => one.version === version) as SiteVersion;
  };
  buildingAtVersion = (id: string, version: number): Promise<BuildingVersion> =>
    Promise.resolve(this.#buildings.get(id)?.find((one) => one.version === version) as BuildingVersion);
  submitted = (): Promise<readonly DemandVersion[]> => Promise.resolve(this.#current(this.#demands));
  submittedReferences = (): Promise<readonly DemandVersion[]> => this.submitted();
  demandsAtVersions = async (references: readonly { readonly demandId: string; readonly version: number }[]): Promise<readonly DemandVersion[]> => {
    await this.onDemandsAtVersions();
    return Promise.all(references.map(({ demandId, version }) => this.demandAtVersion(demandId, version)));
  };
  currentWeights = async () => new Map((await this.sites()).map((site) => [site.siteId, site]));
  submittedDemand = async (id: string): Promise<DemandVersion | null> =>
    (await this.submitted()).find(({ demandId }) => demandId === id) ?? null;
  demandAtVersion = (id: string, version: number): Promise<DemandVersion> =>
    Promise.resolve(this.#demands.get(id)?.find((one) => one.version === version) as DemandVersion);

  siteInput = (site: SiteVersion) => ({
    pue: site.pue, groundTemperatureC: site.groundTemperatureC, electricity: site.electricity, scoreWeights: site.scoreWeights,
    researchTopics: site.researchTopics, ...(site.hourlyTemperatureC !== null && { hourlyTemperatureC: site.hourlyTemperatureC }),
  });
  sourceInput = (building: BuildingVersion, year: number) => ({
    name: building.name, installedItKw: building.installedItKw, utilisation: utilisationIn(building.utilisation, year),
    captureFraction: building.captureFraction, supplyTemperatureC: building.supplyTemperatureC,
    returnTemperatureC: building.returnTemperatureC, availableFrom: building.commissioningDate, committedKw: building.committedKw,
    maintenanceHours: building.maintenance.map(({ from, to }): [number, number] => [hourOf(from), hourOf(to)]),
  });
}

export interface MatchWorld {
  readonly catalogue: Catalogue;
  readonly clock: MovableClock;
  readonly connection: Connection;
  readonly jobs: JobQueue;
  readonly matching: MatchingService;
  readonly review: ReviewService;
  readonly events: DomainEvent[];
  /** Asks for a rescore and waits for it and for what follows from it. */
  rescore(scope?: Parameters<MatchingService['requestRescore']>[0]): Promise<void>;
  /** Delivers events and runs the jobs they ask for. */
  settle(): Promise<void>;
  all(): Promise<readonly MatchSummary[]>;
  /** The only match there is. */
  only(): Promise<Match>;
  stop(): Promise<void>;
}

/** Matching and review on the real store, event relay and job queue; one site, one building and one demand to begin with. */
export async function startMatchWorld(): Promise<MatchWorld> {
  const store = await startTestStore();
  const connection = await mongoose.createConnection(store.uri).asPromise();
  const logger = createLogger('silent');
  const clock = movableClock();
  const [relay, jobs, catalogue] = [createEventRelay({ connection, logger }), createJobs({ connection, logger, progressSeconds: 0 }), new Catalogue()];
  catalogue.site(aSite());
  catalogue.building(aBuilding());
  catalogue.demand(aDemand());
  const accounts = {
    organisations: (ids: readonly string[]) => Promise.resolve(new Map(ids.map((id) => [id, { id, name: `${id} ltd`, kind: 'industry' as const }]))),
  };
  const matching = createMatching({ connection, clock, relay, jobs, logger, accounts, supply: catalogue, demand: catalogue });
  const review = createReview({ clock, matching });
  const events: DomainEvent[] = [];
  relay.subscribe('recorder', 'all', (event) => { events.push(event); return Promise.resolve(); });
  await Promise.all(Object.values(connection.models).map((model) => model.init()));
  const all = async () => (await matching.list({ limit: 1000 })).matches;
  return {
    catalogue, clock, connection, jobs, matching, review, events, all,
    async rescore(scope = 'all') {
      await matching.requestRescore(scope);
      await jobs.idle();
      await relay.drain();
    },
    async settle() {
      await relay.drain();
      await jobs.idle();
      await relay.drain();
    },
    async only() {
      const [first, ...rest] = await all();
      if (first === undefined || rest.length > 0) throw new Error(`${rest.length + (first ? 1 : 0)} matches instead of one`);
      return matching.match(first.id);
    },
    async stop() {
      await relay.stop();
      await jobs.stop();
      await connection.close();
      await store.stop();
    },
  };
}

/** An event of supply or demand, as the matching receives it. */
export const inputEvent = (type: DomainEvent['type'], kind: DomainEvent['subject']['kind'], id: string): DomainEvent =>
  newEvent({ type, at: new Date('2027-01-15T10:00:00Z'), actor: SYSTEM_ACTOR, subject: { kind, id }, data: {} });
