import { DEFAULT_ASSUMPTIONS } from '../../engineering/index.js';
import { readPlace, type Coordinates } from '../../shared/coordinates.js';
import type { FormValues } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { publishedPlaces, type BuildingPlace } from './distance.js';
import type { SiteWithBuildings } from './index.js';

/** About a metre. */
const DIGITS = 5;
const M_PER_KM = 1000;

const length = ({ unit }: Localised, lengthM: number): string =>
  (lengthM < M_PER_KM ? unit(lengthM, 'm') : unit(lengthM / M_PER_KM, 'km', lengthM < 100 * M_PER_KM ? 1 : 0));

const presentRow = (localised: Localised, { buildingId, buildingName, siteId, siteName, at, distance }: BuildingPlace) => ({
  id: buildingId, name: buildingName, siteId, site: siteName, ...at,
  straight: distance === null ? null : length(localised, distance.straightM), route: distance === null ? null : length(localised, distance.routeLengthM),
});
type Row = ReturnType<typeof presentRow>;

const isEmpty = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

function chosen({ t, number }: Localised, { latitude, longitude }: Coordinates, nearest: Row | undefined): string {
  const words = t('place:chosen', { latitude: number(latitude, DIGITS), longitude: number(longitude, DIGITS) });
  if (nearest === undefined) return words;
  return `${words} ${t('place:nearest', { building: nearest.name, site: nearest.site, straight: nearest.straight ?? '', route: nearest.route ?? '' })}`;
}

/** The words and rows below the two fields; also what a script asks for while a place is being chosen. */
export function presentPlaceChoice(localised: Localised, listed: readonly SiteWithBuildings[], values: FormValues, exceptSiteId?: string) {
  const { t, text } = localised;
  const { place, errors } = readPlace(values);
  const rows = publishedPlaces(listed, place, exceptSiteId).map((found) => presentRow(localised, found));
  const isMissing = isEmpty(values['latitude']) || isEmpty(values['longitude']);
  const [wrong] = Object.values(errors);
  return {
    place, rows, exceptSiteId, factor: localised.number(DEFAULT_ASSUMPTIONS.routeFactor, 1),
    text: place === null ? (isMissing || wrong === undefined ? t('place:missing') : text(wrong)) : chosen(localised, place, rows[0]),
  };
}
