import { monthHours } from '../../engineering/index.js';
import type { ChartFigure } from '../../shared/chart-figure.js';
import { carpetChart, hourlyCsv, hourlyFigure, type HourlyHeat } from '../../shared/hourly-figure.js';
import type { Localised } from '../../shared/i18n.js';
import type { CarpetChart } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import type { BuildingVersion } from './index.js';
import { firstYearWithHeat, hourlyHeatKw } from './surplus.js';

/** What the building has free, hour by hour, in the first year with heat. */
function freeHeat({ t }: Localised, building: BuildingVersion, now: Date): HourlyHeat {
  const year = firstYearWithHeat(building, now);
  return { title: t('supply:year.title', { building: building.name, year: String(year) }), valuesKw: hourlyHeatKw(building, year).free, monthHours };
}

export const buildingYearChart = (localised: Localised, building: BuildingVersion, now: Date): CarpetChart =>
  carpetChart(localised, freeHeat(localised, building, now));

export function presentYear(localised: Localised, building: BuildingVersion, now: Date): ChartFigure {
  const id = { buildingId: building.buildingId };
  return hourlyFigure(localised, freeHeat(localised, building, now), { svg: to(paths.buildingYearSvg, id), csv: to(paths.buildingYearCsv, id) });
}

export const buildingYearCsv = (building: BuildingVersion, now: Date): string =>
  hourlyCsv('freeKw', hourlyHeatKw(building, firstYearWithHeat(building, now)).free);
