import type { ConstantOrHourly, ScoreWeights, SiteInput, SourceInput } from '../../engineering/index.js';

export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** Utilisation as a manager states it: one number, a value a calendar year, or 8760 hourly values. */
export type UtilisationPlan =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'ramp'; readonly byYear: readonly { readonly year: number; readonly value: number }[] }
  | { readonly kind: 'hourly'; readonly values: readonly number[] };

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
  publishedBuildings(siteId: string): Promise<readonly BuildingVersion[]>;
  siteAtVersion(siteId: string, version: number): Promise<SiteVersion>;
  buildingAtVersion(buildingId: string, version: number): Promise<BuildingVersion>;
  /** The model's words for a site. */
  siteInput(site: SiteVersion): SiteInput;
  /** The model's words for a building in a calendar year (a ramp has one value a year, the last one holds on). */
  sourceInput(building: BuildingVersion, year: number): SourceInput;
}
