/** Distance on the ground. */
import { DEFAULT_ASSUMPTIONS } from './assumptions.js';

export interface GeoPoint {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

const EARTH_MEAN_RADIUS_M = 6_371_008.8;
const HALF_TURN_DEG = 180;
const LATITUDE_LIMIT_DEG = 90;
const radians = (degrees: number): number => (degrees * Math.PI) / HALF_TURN_DEG;

function requirePoint({ latitudeDeg, longitudeDeg }: GeoPoint): void {
  if (!(Math.abs(latitudeDeg) <= LATITUDE_LIMIT_DEG)) {
    throw new RangeError(`latitudeDeg must lie in -90..90, not ${latitudeDeg}`);
  }
  if (!(Math.abs(longitudeDeg) <= HALF_TURN_DEG)) {
    throw new RangeError(`longitudeDeg must lie in -180..180, not ${longitudeDeg}`);
  }
}

/** Great-circle distance in m by the haversine formula, on a sphere of the mean Earth radius (IUGG 6371.0088 km, error < 0.6 %). */
export function greatCircleDistanceM(a: GeoPoint, b: GeoPoint): number {
  requirePoint(a);
  requirePoint(b);
  const northSouth = Math.sin(radians(b.latitudeDeg - a.latitudeDeg) / 2);
  const eastWest = Math.sin(radians(b.longitudeDeg - a.longitudeDeg) / 2);
  const chord = northSouth ** 2
    + Math.cos(radians(a.latitudeDeg)) * Math.cos(radians(b.latitudeDeg)) * eastWest ** 2;
  return 2 * EARTH_MEAN_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Length of a pipe route in m when only the two places are known: great-circle distance times `routeFactor`. */
export const routeLengthFromCoordinatesM = (
  a: GeoPoint, b: GeoPoint, routeFactor: number = DEFAULT_ASSUMPTIONS.routeFactor,
): number => greatCircleDistanceM(a, b) * routeFactor;
