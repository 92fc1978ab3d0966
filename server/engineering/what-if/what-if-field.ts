/** The fields of a case that a what-if may change, named by their path in the case as errors and nearest changes name them. */
import { ASSUMPTION_TABLE } from '../assumptions.js';
import { resolveAssumptions } from '../case-assumptions.js';
import { constantOrHourlyMean, energyMwh } from '../hourly-series.js';
import type { MatchCase } from '../match-case.js';
import {
  withAnnualDemand, withDemand, withEconomics, withElectricityPrice, withHeatCost, withSource, withUtilisation,
} from './change-case.js';

interface NumberField {
  readonly kind: 'number';
  readonly label: string;
  readonly unit: string;
  readonly range: readonly [number, number];
  readonly whole?: boolean;
  /** As the case has it; the mean of an hourly series. */
  readonly present: (matchCase: MatchCase) => number | undefined;
  readonly change: (matchCase: MatchCase, value: number) => MatchCase;
}

interface DateField {
  readonly kind: 'date';
  readonly label: string;
  readonly present: (matchCase: MatchCase) => string | undefined;
  readonly change: (matchCase: MatchCase, value: string) => MatchCase;
}

const SOURCE_HOTTEST_C = 200;
const DEMAND_HOTTEST_C = 500;
const temperature = (
  label: string, hottestC: number, present: NumberField['present'], change: NumberField['change'],
): NumberField => ({ kind: 'number', label, unit: '°C', range: [0, hottestC], present, change });

const annualDemandMwh = ({ demand: { profile, annualDemandMwh: given } }: MatchCase): number | undefined =>
  ('hourlyKw' in profile ? energyMwh(profile.hourlyKw) : given);

const FIELDS = {
  'source.supplyTemperatureC': temperature('Temperature of the heat on offer', SOURCE_HOTTEST_C,
    ({ source }) => source.supplyTemperatureC, (matchCase, supplyTemperatureC) => withSource(matchCase, { supplyTemperatureC })),
  'source.returnTemperatureC': temperature('Temperature the data centre wants back', SOURCE_HOTTEST_C,
    ({ source }) => source.returnTemperatureC, (matchCase, returnTemperatureC) => withSource(matchCase, { returnTemperatureC })),
  'source.utilisation': {
    kind: 'number', label: 'Use of the data centre, mean of the year', unit: '-', range: [0, 1],
    present: ({ source }) => constantOrHourlyMean(source.utilisation ?? 1), change: withUtilisation,
  },
  'source.availableFrom': {
    kind: 'date', label: 'Heat available from', present: ({ source }) => source.availableFrom,
    change: (matchCase, availableFrom) => withSource(matchCase, { availableFrom }),
  },
  'demand.flowTemperatureC': temperature('Flow temperature the partner needs', DEMAND_HOTTEST_C,
    ({ demand }) => demand.flowTemperatureC, (matchCase, flowTemperatureC) => withDemand(matchCase, { flowTemperatureC })),
  'demand.returnTemperatureC': temperature('Return temperature of the partner', DEMAND_HOTTEST_C,
    ({ demand }) => demand.returnTemperatureC, (matchCase, returnTemperatureC) => withDemand(matchCase, { returnTemperatureC })),
  'demand.annualDemandMwh': {
    kind: 'number', label: 'Heat demand a year', unit: 'MWh', range: [0.001, 1e8], present: annualDemandMwh, change: withAnnualDemand,
  },
  'demand.routeLengthM': {
    kind: 'number', label: 'Length of the route', unit: 'm', range: [0, 1e6], present: ({ demand }) => demand.routeLengthM,
    change: (matchCase, routeLengthM) => withDemand(matchCase, { routeLengthM }),
  },
  'demand.startDate': {
    kind: 'date', label: 'Heat needed from', present: ({ demand }) => demand.startDate,
    change: (matchCase, startDate) => withDemand(matchCase, { startDate }),
  },
  'demand.endDate': {
    kind: 'date', label: 'Heat needed until', present: ({ demand }) => demand.endDate,
    change: (matchCase, endDate) => withDemand(matchCase, { endDate }),
  },
  'demand.alternative.costEurPerMwh': {
    kind: 'number', label: 'What the partner pays for heat today', unit: 'EUR/MWh', range: [0, 10_000],
    present: ({ demand }) => demand.alternative.costEurPerMwh, change: withHeatCost,
  },
  'site.electricity.priceEurPerMwh': {
    kind: 'number', label: 'Electricity price, mean of the year', unit: 'EUR/MWh', range: [-1000, 10_000],
    present: ({ site }) => constantOrHourlyMean(site.electricity.priceEurPerMwh), change: withElectricityPrice,
  },
  'design.capacityKw': {
    kind: 'number', label: 'Capacity that is built', unit: 'kW', range: [0.001, 1e7], present: ({ design }) => design?.capacityKw,
    change: (matchCase, capacityKw) => ({ ...matchCase, design: { ...matchCase.design, capacityKw } }),
  },
  'economics.discountRate': {
    kind: 'number', label: 'Discount rate, real', unit: '1/a', range: ASSUMPTION_TABLE.discountRate.range,
    present: (matchCase) => resolveAssumptions(matchCase).discountRate,
    change: (matchCase, discountRate) => withEconomics(matchCase, { discountRate }),
  },
  'economics.lifetimeYears': {
    kind: 'number', label: 'Years counted', unit: 'a', range: ASSUMPTION_TABLE.lifetimeYears.range, whole: true,
    present: (matchCase) => resolveAssumptions(matchCase).lifetimeYears,
    change: (matchCase, lifetimeYears) => withEconomics(matchCase, { lifetimeYears }),
  },
} as const satisfies Record<string, NumberField | DateField>;

type Fields = typeof FIELDS;
export type WhatIfField = keyof Fields;
export type WhatIfNumberField = { [Key in WhatIfField]: Fields[Key]['kind'] extends 'number' ? Key : never }[WhatIfField];
export type WhatIfDateField = Exclude<WhatIfField, WhatIfNumberField>;

export const WHAT_IF_TABLE: Readonly<Record<WhatIfNumberField, NumberField>> & Readonly<Record<WhatIfDateField, DateField>> = FIELDS;
export const WHAT_IF_FIELDS = Object.keys(FIELDS) as readonly WhatIfField[];
export const isWhatIfField = (name: string): name is WhatIfField => Object.hasOwn(FIELDS, name);
