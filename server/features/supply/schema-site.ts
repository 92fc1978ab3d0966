import { z } from 'zod';
import { DEFAULT_CLIMATE, DEFAULT_SCORE_WEIGHTS, NATIONAL_CLIMATE, NORWEGIAN_GRID_KG_PER_MWH, type ScoreWeights } from '../../engineering/index.js';
import { coordinateFields, splitPastedCoordinates } from '../../shared/coordinates.js';
import type { FieldErrors } from '../../shared/errors.js';
import { fieldErrors, formNumber, formText, tooLong } from '../../shared/form.js';
import { issue, message } from '../../shared/message.js';
import { CLIMATE_UPLOAD, PRICE_UPLOAD, readUpload, type HourlyUpload, type ReadUpload, type UploadedFile } from './hourly-upload.js';
import type { Site, SiteDraft } from './index.js';
import type { Body } from './schema-rows.js';

export const WEIGHT_NAMES = Object.keys(DEFAULT_SCORE_WEIGHTS) as (keyof ScoreWeights)[];
export const weightField = (name: keyof ScoreWeights): string => `${name}Weight`;
export const CLIMATE_KINDS = ['default', 'national', 'own'] as const;

/** As people round: 0.33 + 0.33 + 0.34 is meant to be 1. */
const ROUNDING = 0.01;
const EXACT = 1e-7;

const weightFields = z.object(Object.fromEntries(WEIGHT_NAMES.map((name) => [weightField(name), formNumber({ min: 0, max: 1 })])));

const siteFields = z.object({
  name: formText(120, message('supply:form.site.error.name')),
  address: formText(200, message('supply:form.site.error.address')),
  ...coordinateFields,
  pue: formNumber({ min: 1, max: 10 }),
  priceKind: z.enum(['constant', 'hourly'], { error: issue('supply:form.site.error.priceKind') }),
  emissionKgPerMwh: formNumber({ min: 0, max: 5000, unit: 'kg/MWh' }),
  groundTemperatureC: formNumber({ min: -20, max: 30, unit: '°C' }),
  climateKind: z.enum(CLIMATE_KINDS, { error: issue('supply:form.site.error.climateKind') }),
  researchTopics: z.string().max(600, tooLong(600)).default('')
    .transform((text) => [...new Set(text.split(/[,;\n]/).map((topic) => topic.trim().toLowerCase()).filter((topic) => topic !== ''))]),
  mailThreshold: formNumber({ min: 0, max: 100 }),
  /** A checkbox that is not ticked is not sent at all. */
  considersHeatStores: z.preprocess((raw) => raw === 'true' || raw === 'on' || raw === true, z.boolean()),
});

export interface ReadSite {
  readonly values: Body;
  /** Null as long as there is an error. */
  readonly draft: SiteDraft | null;
  readonly errors: FieldErrors;
  readonly price: ReadUpload;
  readonly climate: ReadUpload;
}

const sumOf = (weights: ScoreWeights): number => WEIGHT_NAMES.reduce((sum, name) => sum + weights[name], 0);

/** The same proportions with the sum 1; a sum that the model takes for 1 stays as it was typed. */
function scaled(weights: ScoreWeights): ScoreWeights {
  const sum = sumOf(weights);
  return Math.abs(sum - 1) < EXACT ? weights : Object.fromEntries(WEIGHT_NAMES.map((name) => [name, weights[name] / sum])) as ScoreWeights;
}

function readWeights(body: Body): { readonly weights: ScoreWeights | null; readonly errors: FieldErrors } {
  const parsed = weightFields.safeParse(body);
  if (!parsed.success) return { weights: null, errors: fieldErrors(parsed.error) };
  const weights = Object.fromEntries(WEIGHT_NAMES.map((name) => [name, parsed.data[weightField(name)]])) as unknown as ScoreWeights;
  return { weights, errors: {} };
}

function weightErrors(weights: ScoreWeights): FieldErrors {
  const sum = sumOf(weights);
  if (sum === 0) return { costWeight: message('supply:form.site.error.noWeight') };
  return Math.abs(sum - 1) <= ROUNDING + Number.EPSILON ? {} : {
    costWeight: message('supply:form.site.error.weightSum', { sum: { value: sum, digits: 2 } }),
  };
}

/** For the button that scales: the six fields so that they add up to 1; null when there is nothing to scale. */
export function scaledWeightValues(body: Body): Record<string, string> | null {
  const { weights } = readWeights(body);
  if (weights === null || sumOf(weights) === 0) return null;
  const shares = Object.entries(scaled(weights)).map(([name, weight]) => [name as keyof ScoreWeights, Math.round(weight * 1000) / 1000] as const);
  return Object.fromEntries(shares.map(([name, weight]) => [weightField(name), String(weight)]));
}

const storedPrice = (site: Site['current'] | null): HourlyUpload | null => (site?.priceFile && typeof site.electricity.priceEurPerMwh !== 'number'
  ? { file: site.priceFile, values: site.electricity.priceEurPerMwh, isFresh: false } : null);
const storedClimate = (site: Site['current'] | null): HourlyUpload | null => (site?.climateFile && site.hourlyTemperatureC !== null
  ? { file: site.climateFile, values: site.hourlyTemperatureC, isFresh: false } : null);

const isSent = (files: readonly UploadedFile[], name: string): boolean =>
  files.some(({ fieldname, originalname }) => fieldname === name && originalname !== '');

function climateOf(kind: (typeof CLIMATE_KINDS)[number], own: HourlyUpload | null): Pick<SiteDraft, 'hourlyTemperatureC' | 'climateName' | 'climateFile'> {
  if (kind === 'default') return { hourlyTemperatureC: null, climateName: DEFAULT_CLIMATE.name, climateFile: null };
  if (kind === 'national') return { hourlyTemperatureC: NATIONAL_CLIMATE.hourlyTemperatureC, climateName: NATIONAL_CLIMATE.name, climateFile: null };
  return { hourlyTemperatureC: own?.values ?? null, climateName: own?.file.name ?? '', climateFile: own?.file ?? null };
}

function readPrice(body: Body, upload: HourlyUpload | null): { readonly priceEurPerMwh: number | readonly number[]; readonly errors: FieldErrors } {
  if (body['priceKind'] === 'hourly') {
    return { priceEurPerMwh: upload?.values ?? [], errors: upload === null ? { priceFile: message('supply:form.hourlyFile') } : {} };
  }
  const parsed = z.object({ priceEurPerMwh: formNumber({ min: -1000, max: 10_000, unit: 'EUR/MWh' }) }).safeParse(body);
  return parsed.success ? { ...parsed.data, errors: {} } : { priceEurPerMwh: 0, errors: fieldErrors(parsed.error) };
}

function fileErrors(body: Body, price: ReadUpload, climate: ReadUpload): FieldErrors {
  const isMissing = body['climateKind'] === 'own' && climate.upload === null;
  return {
    ...(isMissing && { climateFile: message('supply:form.site.error.climateFile') }),
    ...(price.errors[0] !== undefined && { priceFile: price.errors[0] }),
    ...(climate.errors[0] !== undefined && { climateFile: climate.errors[0] }),
  };
}

export function readSiteForm(sent: Body, files: readonly UploadedFile[], stored: Site['current'] | null): ReadSite {
  const values: Body = {
    ...splitPastedCoordinates(sent), ...(isSent(files, PRICE_UPLOAD.field) && { priceKind: 'hourly' }), ...(isSent(files, CLIMATE_UPLOAD.field) && { climateKind: 'own' }),
  };
  const price = readUpload(PRICE_UPLOAD, values, files, storedPrice(stored));
  const climate = readUpload(CLIMATE_UPLOAD, values, files, storedClimate(stored));
  const parsed = siteFields.safeParse(values);
  const { weights, errors: unreadWeights } = readWeights(values);
  const { priceEurPerMwh, errors: priceErrors } = readPrice(values, price.upload);
  const errors: FieldErrors = {
    ...(parsed.success ? {} : fieldErrors(parsed.error)), ...unreadWeights, ...(weights !== null && weightErrors(weights)),
    ...priceErrors, ...fileErrors(values, price, climate),
  };
  if (!parsed.success || weights === null || Object.keys(errors).length > 0) return { values, draft: null, errors, price, climate };
  const { address, latitude, longitude, priceKind, emissionKgPerMwh, climateKind, ...fields } = parsed.data;
  const draft: SiteDraft = {
    ...fields, place: { latitude, longitude, address }, electricity: { priceEurPerMwh, emissionKgPerMwh }, scoreWeights: scaled(weights),
    priceFile: priceKind === 'hourly' ? price.upload?.file ?? null : null, ...climateOf(climateKind, climate.upload),
  };
  return { values, draft, errors, price, climate };
}

function climateKindOf({ hourlyTemperatureC, climateName }: SiteDraft): (typeof CLIMATE_KINDS)[number] {
  if (hourlyTemperatureC === null) return 'default';
  return climateName === NATIONAL_CLIMATE.name ? 'national' : 'own';
}

/** A stored site as form values. */
export const siteValues = (site: SiteDraft): Record<string, unknown> => ({
  name: site.name, ...site.place, pue: site.pue, emissionKgPerMwh: site.electricity.emissionKgPerMwh,
  ...(typeof site.electricity.priceEurPerMwh === 'number'
    ? { priceKind: 'constant', priceEurPerMwh: site.electricity.priceEurPerMwh } : { priceKind: 'hourly' }),
  groundTemperatureC: site.groundTemperatureC, climateKind: climateKindOf(site), researchTopics: site.researchTopics.join(', '),
  mailThreshold: site.mailThreshold, considersHeatStores: site.considersHeatStores ?? false,
  ...Object.fromEntries(WEIGHT_NAMES.map((name) => [weightField(name), Math.round(site.scoreWeights[name] * 1000) / 1000])),
});

/** What a new site's form starts with. */
export const NEW_SITE_VALUES: Readonly<Record<string, unknown>> = {
  priceKind: 'constant', emissionKgPerMwh: NORWEGIAN_GRID_KG_PER_MWH, groundTemperatureC: 6, climateKind: 'default', mailThreshold: 60,
  ...Object.fromEntries(WEIGHT_NAMES.map((name) => [weightField(name), DEFAULT_SCORE_WEIGHTS[name]])),
};
