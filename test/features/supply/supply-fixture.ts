import { DEFAULT_SCORE_WEIGHTS } from '../../../server/engineering/index.js';
import type { BuildingDraft, SiteDraft } from '../../../server/features/supply/index.js';
import type { CurrentUser } from '../../../server/shared/current-user.js';
import type { TestFields, TestResponse } from '../../support/agent.js';
import type { TestApp } from '../../support/app.js';
import { decodeEntities, findForm } from '../../support/html-form.js';

export const HOURS = 8760;
export const hourlyCsv = (value: (hour: number) => number | string): string =>
  `value\n${Array.from({ length: HOURS }, (_, hour) => value(hour)).join('\n')}\n`;

export const aSiteDraft = (changes: Partial<SiteDraft> = {}): SiteDraft => ({
  name: 'Campus', place: { latitude: 60.83, longitude: 11.17, address: 'Hamar' }, pue: 1.2,
  electricity: { priceEurPerMwh: 60, emissionKgPerMwh: 17 }, groundTemperatureC: 6, hourlyTemperatureC: null, climateName: 'Skien 2018',
  scoreWeights: DEFAULT_SCORE_WEIGHTS, researchTopics: ['heat pumps'], mailThreshold: 60, ...changes,
});

/** 10 MW, 80 % used, 90 % caught: 7,200 kW of heat in every hour. */
export const aBuildingDraft = (changes: Partial<BuildingDraft> = {}): BuildingDraft => ({
  name: 'Hall A', installedItKw: 10_000, utilisation: { kind: 'constant', value: 0.8 }, captureFraction: 0.9, supplyTemperatureC: 45,
  returnTemperatureC: 35, commissioningDate: '2026-05-01', maintenance: [], committedKw: 0, ...changes,
});

/** As a manager would type it into the form of a new site. */
export const siteFields = (changes: TestFields = {}): TestFields => ({
  name: 'Campus', address: 'Vangsvegen 1, Hamar', latitude: '60,83', longitude: 11.17, pue: '1,2', priceEurPerMwh: 60, ...changes,
});

export const buildingFields = (changes: TestFields = {}): TestFields => ({
  name: 'Hall A', installedItKw: '10 000', utilisationValue: '0,8', supplyTemperatureC: 45, returnTemperatureC: 35,
  commissioningDate: '2026-05-01', ...changes,
});

export async function savedSite({ services: { supply } }: TestApp, user: CurrentUser, changes: Partial<SiteDraft> = {}): Promise<string> {
  return (await supply.saveSite(user, supply.newReference(), aSiteDraft(changes))).current.siteId;
}

export interface SavedBuilding {
  readonly siteId: string;
  readonly published?: boolean;
}

export async function savedBuilding(
  { services: { supply } }: TestApp, user: CurrentUser, { siteId, published = true }: SavedBuilding, changes: Partial<BuildingDraft> = {},
): Promise<string> {
  const { current: { buildingId } } = await supply.saveBuilding(user, supply.newReference(), siteId, aBuildingDraft(changes));
  if (published) await supply.setPublished(user, { id: buildingId, revision: 1 }, true);
  return buildingId;
}

export const valueOf = (page: TestResponse, name: string): string | undefined => findForm(page.text).entries.find(([key]) => key === name)?.[1];

export function errorOf(page: TestResponse, field: string): string | undefined {
  const found = new RegExp(`id="${field}-error">([^<]*)<`).exec(page.text)?.[1];
  return found === undefined ? undefined : decodeEntities(found);
}

/** The cells of the row of a table that begins with this text. */
export function rowOf(page: TestResponse, name: string): readonly string[] {
  const row = [...page.text.matchAll(/<tr\b[^>]*>([\s\S]*?)<\/tr>/g)].map(([, inner = '']) => inner)
    .find((inner) => new RegExp(`<th scope="row"[^>]*>(?:<a [^>]*>)?${name}<`).test(inner));
  if (row === undefined) throw new Error(`no row ${name}`);
  return [...row.matchAll(/<td\b[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = '']) => decodeEntities(cell.replace(/<[^>]+>/g, '').trim()));
}
