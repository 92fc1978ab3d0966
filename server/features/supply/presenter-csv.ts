import { toCsv } from '../../shared/csv.js';
import type { SurplusOverview } from './surplus.js';

const decimals = (value: number): number => Number(value.toFixed(3));
const rows = ({ sites }: SurplusOverview) => sites.flatMap(({ site, buildings }) => buildings.map((surplus) => ({ site, surplus })));

const COLUMNS = [
  'siteId', 'site', 'buildingId', 'building', 'example', 'latitude', 'longitude', 'state', 'availableFrom', 'supplyTemperatureC',
  'returnTemperatureC', 'at', 'freeNowKw', 'committedNowKw', 'year', 'freeMwhPerYear', 'committedMwhPerYear',
] as const;

/** Names and units as in JSON; `state` is running, maintenance or future. */
export const surplusCsv = (overview: SurplusOverview): string => toCsv(COLUMNS, rows(overview).map(({ site, surplus }) => [
  site.siteId, site.name, surplus.building.buildingId, surplus.building.name, site.example, site.place.latitude, site.place.longitude,
  surplus.state, surplus.building.commissioningDate, surplus.building.supplyTemperatureC, surplus.building.returnTemperatureC, overview.at,
  decimals(surplus.nowKw.free), decimals(surplus.nowKw.committed), overview.year, decimals(surplus.yearMwh.free), decimals(surplus.yearMwh.committed),
]));

export const surplusMonthsCsv = (overview: SurplusOverview): string => toCsv(
  ['siteId', 'site', 'buildingId', 'building', 'year', 'month', 'freeMwh', 'committedMwh'],
  rows(overview).flatMap(({ site, surplus }) => surplus.monthlyMwh.map(({ free, committed }, month) => [
    site.siteId, site.name, surplus.building.buildingId, surplus.building.name, overview.year, month + 1, decimals(free), decimals(committed),
  ])),
);
