/** From a case to the numbers it is evaluated with. */
import { DEFAULT_ASSUMPTIONS, type AssumptionKey, type Assumptions } from './assumptions.js';
import type { MatchCase } from './match-case.js';

const given = (entries: Partial<Record<AssumptionKey, number | undefined>>): Partial<Assumptions> =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));

/**
 * The numbers a case is evaluated with: defaults, then the site's own, then the case's named fields.
 * Expects a validated case.
 */
export function resolveAssumptions({ site, source, economics, design }: Omit<MatchCase, 'demand'>): Assumptions {
  return {
    ...DEFAULT_ASSUMPTIONS,
    ...given({ ...site.assumptions }),
    ...given({
      groundTemperatureC: site.groundTemperatureC,
      coolingElectricityPerHeat: site.coolingElectricityPerHeat,
      captureFraction: source.captureFraction,
      approachK: economics?.approachK,
      contingency: economics?.contingency,
      fixedOandM: economics?.fixedOandM,
      discountRate: economics?.discountRate,
      lifetimeYears: economics?.lifetimeYears,
      capacityCandidates: design?.capacityKw === undefined ? undefined : 1,
    }),
  };
}
