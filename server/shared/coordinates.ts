import { z } from 'zod';
import { fieldErrors, formNumber, optionalFormNumber } from './form.js';
import type { FieldErrors } from './errors.js';

export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

const LATITUDE = { min: -90, max: 90, unit: '°' } as const;
const LONGITUDE = { min: -180, max: 180, unit: '°' } as const;

export const coordinateFields = { latitude: formNumber(LATITUDE), longitude: formNumber(LONGITUDE) } as const;
export const optionalCoordinateFields = { latitude: optionalFormNumber(LATITUDE), longitude: optionalFormNumber(LONGITUDE) } as const;

const NUMBER = String.raw`(-?\d+(?:[.,]\d+)?)\s*°?\s*`;
const PAIR = new RegExp(String.raw`^${NUMBER}([NS])?(?:\s*[,;]\s*|\s+)${NUMBER}([EW])?$`, 'i');

const decimal = (text: string): number => Number(text.replace(',', '.'));

/** Latitude and longitude pasted as one text, like `60.83, 11.17` or `60,83° N 11,17° E`; null when it is not such a pair. */
export function readCoordinatePair(text: string): Coordinates | null {
  const trimmed = text.trim();
  // '60,83' is one number with a decimal comma, not two.
  if (!/[.;\s]/.test(trimmed)) return null;
  const [, first, northSouth = 'N', second, eastWest = 'E'] = PAIR.exec(trimmed) ?? [];
  if (first === undefined || second === undefined) return null;
  return {
    latitude: decimal(first) * (northSouth.toUpperCase() === 'S' ? -1 : 1),
    longitude: decimal(second) * (eastWest.toUpperCase() === 'W' ? -1 : 1),
  };
}

type Body = Readonly<Record<string, unknown>>;

/** Both coordinates pasted into the first field, as maps give them, are taken apart. */
export function splitPastedCoordinates(body: Body): Body {
  const { latitude, longitude } = body;
  if (typeof latitude !== 'string' || (typeof longitude === 'string' && longitude.trim() !== '')) return body;
  return { ...body, ...readCoordinatePair(latitude) };
}

export type ReadPlace =
  | { readonly place: Coordinates; readonly errors: Readonly<Record<string, never>> }
  | { readonly place: null; readonly errors: FieldErrors };

/** What stands in the two fields, as every form reads it. */
export function readPlace(body: Body): ReadPlace {
  const parsed = z.object(coordinateFields).safeParse(splitPastedCoordinates(body));
  return parsed.success ? { place: parsed.data, errors: {} } : { place: null, errors: fieldErrors(parsed.error) };
}
