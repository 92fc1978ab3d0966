import type { Connection } from 'mongoose';
import type { ConstantOrHourly, ScoreWeights, SiteInput, SourceInput } from '../../engineering/index.js';
import type { Coordinates } from '../../shared/coordinates.js';
import type { CurrentUser } from '../../shared/current-user.js';
import type { Actor } from '../../shared/events.js';
import type { Clock, EventRelay } from '../../shared/ports.js';
import type { SurplusOverview } from './surplus.js';

export { distanceBetween } from './distance.js';
export { presentPlaceChoice } from './presenter-place.js';
export { presentSurplusRows } from './presenter-surplus-rows.js';
export { createSupply } from './service.js';
export type { BuildingSurplus, SiteSurplus, SurplusOverview } from './surplus.js';

/** Utilisation as a manager states it: one number, a value a calendar year, or 8760 hourly values. */
export type UtilisationPlan =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'ramp'; readonly byYear: readonly { readonly year: number; readonly value: number }[] }
  | { readonly kind: 'hourly'; readonly values: readonly number[] };

/** Whole days without heat: from the first of them up to, but not including, the day on which the heat is back. */
export interface Maintenance {
  readonly from: string;
  readonly to: string;
}

/** A site as it stood at one version; immutable once written. */
export interface SiteVersion {
  readonly siteId: string;
  readonly version: number;
  readonly name: string;
  readonly place: Coordinates & { readonly address: string };
  readonly pue: number;
  readonly electricity: { readonly priceEurPerMwh: ConstantOrHourly; readonly emissionKgPerMwh: number };
  readonly groundTemperatureC: number;
  readonly hourlyTemperatureC: readonly number[] | null;
  readonly climateName: string;
  readonly scoreWeights: ScoreWeights;
  readonly researchTopics: readonly string[];
  /** A new match with at least this score is mailed to the managers. */
  readonly mailThreshold: number;
  /** Each way to connect is also tried with a heat store; absent in versions from before there was the choice. */
  readonly considersHeatStores?: boolean;
  readonly example: boolean;
}

/** A building as it stood at one version; immutable once written. */
export interface BuildingVersion {
  readonly buildingId: string;
  readonly siteId: string;
  readonly version: number;
  readonly name: string;
  readonly installedItKw: number;
  readonly utilisation: UtilisationPlan;
  readonly captureFraction: number;
  readonly supplyTemperatureC: number;
  readonly returnTemperatureC: number;
  /** YYYY-MM-DD: the day from which heat is there. */
  readonly commissioningDate: string;
  readonly maintenance: readonly Maintenance[];
  readonly committedKw: number;
  readonly published: boolean;
}

/** What matching and later features may ask of supply. */
export interface SupplyCatalogue {
  sites(): Promise<readonly SiteVersion[]>;
  /** By site: its current version and that version's weights; no series is read for it. */
  currentWeights(): Promise<ReadonlyMap<string, Pick<SiteVersion, 'version' | 'scoreWeights'>>>;
  publishedBuildings(siteId: string): Promise<readonly BuildingVersion[]>;
  siteAtVersion(siteId: string, version: number): Promise<SiteVersion>;
  buildingAtVersion(buildingId: string, version: number): Promise<BuildingVersion>;
  /** The model's words for a site. */
  siteInput(site: SiteVersion): SiteInput;
  /** The model's words for a building in a calendar year (a ramp has one value a year, the last one holds on). */
  sourceInput(building: BuildingVersion, year: number): SourceInput;
}

/** What is kept of an uploaded file beside its 8760 values. */
export interface HourlyFile {
  readonly name: string;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

interface SiteFiles {
  readonly priceFile?: HourlyFile | null;
  readonly climateFile?: HourlyFile | null;
}

/** A site as a manager describes it. */
export type SiteDraft = Omit<SiteVersion, 'siteId' | 'version' | 'example'> & SiteFiles;

/** A building as a manager describes it. */
export type BuildingDraft = Omit<BuildingVersion, 'buildingId' | 'siteId' | 'version' | 'published'> & {
  readonly utilisationFile?: HourlyFile | null;
};

export const SUPPLY_ACTIONS = ['created', 'changed', 'published', 'unpublished'] as const;
export type SupplyAction = (typeof SUPPLY_ACTIONS)[number];

export interface SupplyHistoryEntry {
  readonly at: Date;
  readonly actor: Actor;
  readonly action: SupplyAction;
  readonly version: number;
}

/** Something kept in versions, with its current one. */
interface Kept<Version> {
  readonly current: Version;
  /** Goes up with every write; a form names the revision it was made from. */
  readonly revision: number;
  readonly changedAt: Date;
  readonly changedBy: Actor;
  /** Oldest first, one entry a version. */
  readonly history: readonly SupplyHistoryEntry[];
}

export type Site = Kept<SiteVersion & SiteFiles>;
export type Building = Kept<BuildingVersion & Pick<BuildingDraft, 'utilisationFile'>>;

/** Which version a form was made from; revision 0 makes a new one of that id. */
export interface SupplyReference {
  readonly id: string;
  readonly revision: number;
}

/** A version in a history: series of 8760 values are left in the store, their lists are empty. */
export interface VersionInHistory<Version> {
  readonly entry: SupplyHistoryEntry;
  readonly version: Version;
}

export interface SiteWithBuildings {
  readonly site: Site;
  readonly buildings: readonly Building[];
}

export interface SupplyService extends SupplyCatalogue {
  /** The moment that "now" on a page means. */
  now(): Date;
  newReference(): SupplyReference;
  /** Every site with its buildings, by name; 8760 values are left in the store. */
  list(): Promise<readonly SiteWithBuildings[]>;
  /** Every building of a site, published or not, by name; 8760 values are left in the store. */
  buildings(siteId: string): Promise<readonly Building[]>;
  /** Throws NotFoundError. */
  site(siteId: string): Promise<Site>;
  /** Throws NotFoundError. */
  building(buildingId: string): Promise<Building>;
  siteHistory(siteId: string): Promise<readonly VersionInHistory<SiteVersion & SiteFiles>[]>;
  buildingHistory(buildingId: string): Promise<readonly VersionInHistory<Building['current']>[]>;
  /** Makes the next version, or none when nothing differs. Throws ConflictError when somebody else was faster. */
  saveSite(user: CurrentUser, reference: SupplyReference, draft: SiteDraft, options?: {
    /** An example site becomes an ordinary one: its values are real from now on. */
    readonly noExample?: boolean;
  }): Promise<Site>;
  saveBuilding(user: CurrentUser, reference: SupplyReference, siteId: string, draft: BuildingDraft): Promise<Building>;
  /** Shows or hides the building's heat to everybody. Throws ConflictError when somebody else was faster. */
  setPublished(user: CurrentUser, reference: SupplyReference, published: boolean): Promise<Building>;
  /** What published buildings have to give, now and month by month in a calendar year; without one, the first with heat. */
  surplus(year?: number): Promise<SurplusOverview>;
  /** For the seed: stores and publishes a site and its buildings, marked as an example. */
  registerExample(site: SiteDraft, buildings: readonly BuildingDraft[]): Promise<{
    readonly site: SiteVersion; readonly buildings: readonly BuildingVersion[];
  }>;
}

export interface SupplyDependencies {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly relay: EventRelay;
}
