import { greatCircleDistanceM, routeLengthFromCoordinatesM } from '../../engineering/index.js';
import type { Coordinates } from '../../shared/coordinates.js';
import type { SiteWithBuildings } from './index.js';

export interface Distance {
  readonly straightM: number;
  /** What a pipe between the two is taken to be as long as nobody has measured it. */
  readonly routeLengthM: number;
}

export interface BuildingPlace {
  readonly buildingId: string;
  readonly buildingName: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly at: Coordinates;
  /** Null as long as there is no place to measure from. */
  readonly distance: Distance | null;
}

const pointOf = ({ latitude, longitude }: Coordinates) => ({ latitudeDeg: latitude, longitudeDeg: longitude });

export const distanceBetween = (one: Coordinates, other: Coordinates): Distance => ({
  straightM: greatCircleDistanceM(pointOf(one), pointOf(other)), routeLengthM: routeLengthFromCoordinatesM(pointOf(one), pointOf(other)),
});

/** Every published building outside one site, nearest first; a building stands where its site does. */
export function publishedPlaces(listed: readonly SiteWithBuildings[], place: Coordinates | null, exceptSiteId?: string): readonly BuildingPlace[] {
  const places = listed.filter(({ site }) => site.current.siteId !== exceptSiteId).flatMap(({ site: { current: site }, buildings }) => {
    const { latitude, longitude } = site.place;
    const distance = place === null ? null : distanceBetween(place, site.place);
    return buildings.filter(({ current }) => current.published).map(({ current: { buildingId, name } }): BuildingPlace =>
      ({ buildingId, buildingName: name, siteId: site.siteId, siteName: site.name, at: { latitude, longitude }, distance }));
  });
  return places.sort((one, other) => (one.distance?.straightM ?? 0) - (other.distance?.straightM ?? 0));
}
