import type { Archetype } from '../../engineering/index.js';

export const HEAT_SOURCES = [
  'gas', 'oil', 'lpg', 'coal', 'biomass', 'electricity', 'heat-pump', 'district-heating', 'waste-incineration', 'other',
] as const;
export type HeatSource = (typeof HEAT_SOURCES)[number];

/** What a partner has answered so far. A draft may miss any of it; names are those of the form and of JSON. */
export interface DemandAnswers {
  readonly use?: string | undefined;
  readonly name?: string | undefined;
  readonly address?: string | undefined;
  readonly latitude?: number | undefined;
  readonly longitude?: number | undefined;
  /** Only when known; otherwise matching takes great-circle distance times 1.3. */
  readonly routeLengthM?: number | undefined;
  /** One of the two; neither where hourly values say it. */
  readonly annualDemandMwh?: number | undefined;
  readonly peakKw?: number | undefined;
  readonly flowTemperatureC?: number | undefined;
  readonly returnTemperatureC?: number | undefined;
  readonly profileKind?: 'archetype' | 'hourly' | undefined;
  readonly archetype?: Archetype | undefined;
  readonly startDate?: string | undefined;
  readonly endDate?: string | undefined;
  readonly heatSource?: HeatSource | undefined;
  readonly heatCostEurPerMwh?: number | undefined;
  /** Heat out over energy in; for a heat pump its COP. */
  readonly efficiency?: number | undefined;
  /** Overrides what follows from heat source and efficiency. */
  readonly emissionKgPerMwh?: number | undefined;
  /** Keywords, comma-separated. */
  readonly topics?: string | undefined;
  readonly readinessLevel?: number | undefined;
  readonly dataNeeds?: string | undefined;
  readonly offersData?: boolean | undefined;
  readonly budgetEur?: number | undefined;
}

/** 8760 uploaded values, kW, with the name of the file they came from. */
export interface HourlyUpload {
  readonly fileName: string;
  readonly valuesKw: readonly number[];
}

export const DEMAND_STATES = ['draft', 'submitted', 'withdrawn'] as const;
export type DemandState = (typeof DEMAND_STATES)[number];
