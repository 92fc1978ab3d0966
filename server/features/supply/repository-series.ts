/** Series of 8760 values stand beside a version's content in the store, so that a list can leave them there. */
import type { VersionDocument } from '../../../models/versioned.js';
import type { BuildingDraft, BuildingVersion, SiteDraft, SiteVersion } from './index.js';

export type SiteContent = Omit<SiteVersion, 'siteId' | 'version'> & Required<Pick<SiteDraft, 'priceFile' | 'climateFile'>>;
export type BuildingContent = Omit<BuildingVersion, 'buildingId' | 'version'> & Required<Pick<BuildingDraft, 'utilisationFile'>>;

export interface SplitContent {
  readonly content: Record<string, unknown>;
  readonly hourly: Record<string, number[]> | null;
}

/** Stands in the content where a series was taken out, and is what a list sees of it. */
const ELSEWHERE: readonly number[] = [];

function split(content: object, series: Readonly<Record<string, readonly number[] | null>>): SplitContent {
  const hourly = Object.fromEntries(Object.entries(series).flatMap(([name, values]) => (values === null ? [] : [[name, [...values]]])));
  return { content: content as Record<string, unknown>, hourly: Object.keys(hourly).length === 0 ? null : hourly };
}

export function splitSite(site: SiteContent): SplitContent {
  const { electricity: { priceEurPerMwh, ...electricity }, hourlyTemperatureC } = site;
  const isHourly = typeof priceEurPerMwh !== 'number';
  return split(
    {
      ...site, electricity: { ...electricity, priceEurPerMwh: isHourly ? ELSEWHERE : priceEurPerMwh },
      hourlyTemperatureC: hourlyTemperatureC === null ? null : ELSEWHERE,
    },
    { priceEurPerMwh: isHourly ? priceEurPerMwh : null, temperatureC: hourlyTemperatureC },
  );
}

export function joinSite(content: Record<string, unknown>, hourly: VersionDocument['hourly']): SiteContent {
  const site = content as unknown as SiteContent;
  return {
    ...site, electricity: { ...site.electricity, priceEurPerMwh: hourly?.['priceEurPerMwh'] ?? site.electricity.priceEurPerMwh },
    hourlyTemperatureC: hourly?.['temperatureC'] ?? site.hourlyTemperatureC,
  };
}

export function splitBuilding(building: BuildingContent): SplitContent {
  const { utilisation } = building;
  return split(
    { ...building, utilisation: utilisation.kind === 'hourly' ? { kind: 'hourly', values: ELSEWHERE } : utilisation },
    { utilisation: utilisation.kind === 'hourly' ? utilisation.values : null },
  );
}

export function joinBuilding(content: Record<string, unknown>, hourly: VersionDocument['hourly']): BuildingContent {
  const building = content as unknown as BuildingContent;
  const values = hourly?.['utilisation'];
  return values === undefined ? building : { ...building, utilisation: { kind: 'hourly', values } };
}
