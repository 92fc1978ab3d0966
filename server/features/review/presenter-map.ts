import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import type { SiteSurplus } from '../supply/index.js';
import type { DemandPlace, Places } from './service-places.js';

const SCORE_STEPS = 5;
const BEST_SCORE = 100;
/** 1 to 5; null without a match that can be connected. */
const scoreStep = (score: number | undefined): number | null =>
  (score === undefined ? null : Math.min(SCORE_STEPS, 1 + Math.floor((score / BEST_SCORE) * SCORE_STEPS)));

const freeMwh = ({ buildings }: SiteSurplus): number => buildings.reduce((sum, { yearMwh }) => sum + yearMwh.free, 0);
const freeNowKw = ({ buildings }: SiteSurplus): number => buildings.reduce((sum, { nowKw }) => sum + nowKw.free, 0);

function siteRow({ t, heat, power, number }: Localised, surplus: SiteSurplus, year: number) {
  const { site, buildings } = surplus;
  const temperatures = buildings.map(({ building }) => building.supplyTemperatureC);
  const detail = t('map:siteDetail', {
    count: buildings.length, now: power(freeNowKw(surplus)), low: number(Math.min(...temperatures)), high: number(Math.max(...temperatures)),
  });
  return {
    id: `site-${site.siteId}`, kind: 'site', name: site.name, href: `${paths.surplus}?year=${year}`, latitude: site.place.latitude, longitude: site.place.longitude,
    mwh: freeMwh(surplus), owner: t('map:kind.site'), heat: heat(freeMwh(surplus)), score: null, step: null, siteId: null, distance: null,
    detail, short: detail,
  };
}

function demandRow({ t, heat, number, unit }: Localised, { demand, organisationName, latitude, longitude, best }: DemandPlace) {
  const mwh = demand.figures?.annualMwh ?? 0;
  return {
    id: `demand-${demand.id}`, kind: 'demand', name: demand.answers.name ?? '', href: best === null ? to(paths.demand, { demandId: demand.id }) : to(paths.match, { matchId: best.id }),
    latitude, longitude, mwh, owner: organisationName, heat: heat(mwh), score: best === null ? null : number(best.score), step: scoreStep(best?.score),
    siteId: best === null ? null : `site-${best.siteId}`, distance: best === null ? null : unit(best.routeLengthM / 1000, 'km', 1),
    short: best === null ? t('map:noMatch') : t('map:bestBuilding', { building: best.buildingName }),
    detail: best === null ? t('map:noMatch') : t('map:bestMatch', { building: best.buildingName, score: number(best.score), distance: unit(best.routeLengthM / 1000, 'km', 1) }),
  };
}

export function presentMap(localised: Localised, { year, sites, demands }: Places, isSignedIn: boolean) {
  const { t, number } = localised;
  const rows = [
    ...sites.map((surplus) => siteRow(localised, surplus, year)),
    ...[...demands].sort((a, b) => (b.best?.score ?? -1) - (a.best?.score ?? -1)).map((place) => demandRow(localised, place)),
  ];
  return {
    title: t('map:title'), rows, isSignedIn, year,
    count: t('map:count', { sites: t('map:sites', { count: sites.length }), demands: t('map:demands', { count: demands.length }) }),
    steps: Array.from({ length: SCORE_STEPS }, (_, index) => ({
      step: index + 1, label: `${number((index * BEST_SCORE) / SCORE_STEPS)}–${number(((index + 1) * BEST_SCORE) / SCORE_STEPS)}`,
    })),
  };
}

/** RFC 7946: a point a place, and the straight line to the site of its best match. */
export function placesGeoJson({ rows }: ReturnType<typeof presentMap>) {
  const sites = new Map(rows.filter(({ kind }) => kind === 'site').map((row) => [row.id, row]));
  const points = rows.map(({ latitude, longitude, ...properties }) => ({
    type: 'Feature', id: properties.id, properties, geometry: { type: 'Point', coordinates: [longitude, latitude] },
  }));
  const lines = rows.flatMap((row) => {
    const site = row.siteId === null ? undefined : sites.get(row.siteId);
    return site === undefined ? [] : [{
      type: 'Feature', properties: { kind: 'route', of: row.id, step: row.step },
      geometry: { type: 'LineString', coordinates: [[row.longitude, row.latitude], [site.longitude, site.latitude]] },
    }];
  });
  return { type: 'FeatureCollection', features: [...points, ...lines] };
}
