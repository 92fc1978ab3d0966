import { monthHours } from '../../engineering/index.js';
import type { ChartFigure } from '../../shared/chart-figure.js';
import { carpetChart, hourlyCsv, hourlyFigure, type HourlyHeat } from '../../shared/hourly-figure.js';
import type { Localised } from '../../shared/i18n.js';
import type { CarpetChart } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import { profileHoursKw } from './figures.js';
import type { Demand } from './index.js';

/** What is needed, hour by hour; null as long as the answers do not say. */
function neededHeat({ t }: Localised, { answers, hourly }: Demand): HourlyHeat | null {
  const valuesKw = profileHoursKw(answers, hourly);
  return valuesKw === null ? null : { title: t('demand:year.title', { demand: answers.name ?? t('demand:unnamed') }), valuesKw, monthHours };
}

export function demandYearChart(localised: Localised, demand: Demand): CarpetChart | null {
  const heat = neededHeat(localised, demand);
  return heat === null ? null : carpetChart(localised, heat);
}

export function presentYear(localised: Localised, demand: Demand): ChartFigure | null {
  const heat = neededHeat(localised, demand);
  const id = { demandId: demand.id };
  return heat === null ? null : hourlyFigure(localised, heat, { svg: to(paths.demandYearSvg, id), csv: to(paths.demandYearCsv, id) });
}

export function demandYearCsv({ answers, hourly }: Demand): string | null {
  const valuesKw = profileHoursKw(answers, hourly);
  return valuesKw === null ? null : hourlyCsv('demandKw', valuesKw);
}
