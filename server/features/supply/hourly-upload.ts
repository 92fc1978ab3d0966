/** Files of 8760 values on their way from a form to a version. Pure. */
import { HOURS_PER_YEAR } from '../../engineering/index.js';
import { describeCsvError, isAbove, moreRows, readHourlyCsv, type HourlyCsv, type HourlyCsvLimits } from '../../shared/hourly-csv.js';
import { message, type Said } from '../../shared/message.js';
import { looksLikeEpw, readEpw } from './epw.js';
import type { HourlyFile } from './index.js';

/** A file as the web layer hands it over, in memory. */
export interface UploadedFile {
  readonly fieldname: string;
  readonly originalname: string;
  readonly buffer: Uint8Array;
}

export interface HourlyUpload {
  readonly file: HourlyFile;
  readonly values: readonly number[];
  /** Not stored yet: a form that comes back carries the values along. */
  readonly isFresh: boolean;
}

export interface ReadUpload {
  readonly upload: HourlyUpload | null;
  readonly errors: readonly Said[];
}

/** The one kind of file a form field takes. */
export interface UploadField {
  /** Name of the file input; the fields that carry values along are named after it. */
  readonly field: string;
  readonly limits: HourlyCsvLimits;
  /** Said below the errors when values lie far above the limit. */
  readonly aboveHint?: Said;
  readonly acceptsEpw?: boolean;
}

export const UTILISATION_UPLOAD: UploadField = {
  field: 'utilisationFile', limits: { min: 0, max: 1, unit: message('supply:upload.limitUnit') },
  aboveHint: message('supply:upload.fractionHint'),
};
export const PRICE_UPLOAD: UploadField = { field: 'priceFile', limits: { min: -1000, max: 10_000, unit: 'EUR/MWh' } };
export const CLIMATE_UPLOAD: UploadField = { field: 'climateFile', limits: { min: -90, max: 60, unit: '°C' }, acceptsEpw: true };

const NAME_LIMIT = 100;

export const keptValuesName = ({ field }: UploadField): string => `${field}Values`;
export const keptNameName = ({ field }: UploadField): string => `${field}Name`;

export function describeSeries(name: string, values: readonly number[]): HourlyFile {
  const [min, max] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
  return { name: name.slice(0, NAME_LIMIT), mean: values.reduce((sum, value) => sum + value, 0) / values.length, min, max };
}

function readFile({ limits, aboveHint, acceptsEpw }: UploadField, { originalname, buffer }: UploadedFile): ReadUpload {
  const text = new TextDecoder('utf-8').decode(buffer);
  const isEpw = acceptsEpw === true && looksLikeEpw(text);
  const read: HourlyCsv & { readonly place?: string } = isEpw ? readEpw(text, limits) : readHourlyCsv(text, limits);
  if (read.ok) {
    const name = isEpw && read.place !== undefined && read.place !== '' ? `${read.place} (${originalname})` : originalname;
    return { upload: { file: describeSeries(name, read.values), values: read.values, isFresh: true }, errors: [] };
  }
  const hints = read.errors.some(isAbove) && aboveHint !== undefined ? [aboveHint] : [];
  return { upload: null, errors: [...read.errors.map(describeCsvError), ...moreRows(read.moreErrors), ...hints] };
}

/** Values that an earlier answer of the form carried along; somebody may have tampered with them on the way. */
function readKept(upload: UploadField, body: Readonly<Record<string, unknown>>): HourlyUpload | null {
  const [text, name] = [body[keptValuesName(upload)], body[keptNameName(upload)]];
  if (typeof text !== 'string' || text === '') return null;
  const values = text.split(',').map((cell) => (cell.trim() === '' ? NaN : Number(cell)));
  const { min, max } = upload.limits;
  const isSound = values.length === HOURS_PER_YEAR && values.every((value) => value >= min && value <= max);
  return isSound ? { file: describeSeries(typeof name === 'string' ? name : 'file', values), values, isFresh: true } : null;
}

/** The file that was sent, else the one carried along, else what is stored. */
export function readUpload(
  field: UploadField, body: Readonly<Record<string, unknown>>, files: readonly UploadedFile[], stored: HourlyUpload | null,
): ReadUpload {
  const sent = files.find(({ fieldname, originalname }) => fieldname === field.field && originalname !== '');
  return sent === undefined ? { upload: readKept(field, body) ?? stored, errors: [] } : readFile(field, sent);
}
