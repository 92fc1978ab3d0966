/** Sites and buildings in the words of the engineering library. Pure. */
import type { ConstantOrHourly, SiteInput, SourceInput } from '../../engineering/index.js';
import type { BuildingVersion, Maintenance, SiteVersion, UtilisationPlan } from './index.js';
import { firstHourOf } from './local-time.js';

/** A ramp has one value a calendar year: none before its first year, the last one holds on. */
export function utilisationIn(plan: UtilisationPlan, year: number): ConstantOrHourly {
  if (plan.kind === 'constant') return plan.value;
  if (plan.kind === 'hourly') return plan.values;
  const reached = plan.byYear.filter((step) => step.year <= year).sort((one, other) => one.year - other.year);
  return reached.at(-1)?.value ?? 0;
}

/** The hours of a calendar year that fall into maintenance, [first, end); periods outside the year are left out. */
export function maintenanceHours(periods: readonly Maintenance[], year: number): readonly (readonly [number, number])[] {
  return periods
    .map(({ from, to }) => [firstHourOf(from, year), firstHourOf(to, year)] as const)
    .filter(([first, end]) => first < end);
}

export const siteInput = (site: SiteVersion): SiteInput => ({
  pue: site.pue, groundTemperatureC: site.groundTemperatureC, electricity: site.electricity, scoreWeights: site.scoreWeights,
  researchTopics: site.researchTopics, ...(site.hourlyTemperatureC !== null && { hourlyTemperatureC: site.hourlyTemperatureC }),
});

/**
 * A building in a calendar year as a running one: a match is counted over decades, so the months before commissioning in its first
 * year are not held against it. What a calendar year really brings is for surplus.ts to say.
 */
export const sourceInput = (building: BuildingVersion, year: number): SourceInput => ({
  name: building.name, installedItKw: building.installedItKw, utilisation: utilisationIn(building.utilisation, year),
  captureFraction: building.captureFraction, supplyTemperatureC: building.supplyTemperatureC,
  returnTemperatureC: building.returnTemperatureC, availableFrom: building.commissioningDate, committedKw: building.committedKw,
  maintenanceHours: maintenanceHours(building.maintenance, year),
});
