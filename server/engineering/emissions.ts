/** Emission of the heat that is replaced, and what a match avoids. */
import { KG_PER_TONNE } from './units.js';

export interface Fuel {
  readonly key: 'gas' | 'oil' | 'lpg' | 'coal' | 'biomass' | 'incineratorWasteHeat';
  readonly label: string;
  readonly emissionKgPerMwhFuel: number;
  readonly boilerEfficiency: number;
  readonly source: string;
}

const IPCC = 'IPCC 2006 guidelines, lower heating value, rounded; boiler efficiency is an assumption';
const OIL = 'Light heating oil, lower heating value (IPCC 2006 guidelines: 267); boiler efficiency is an assumption';
const CYCLE = 'Upstream emission only, the carbon itself is biogenic; boiler efficiency is an assumption';

export const FUELS: readonly Fuel[] = [
  { key: 'gas', label: 'Natural gas', emissionKgPerMwhFuel: 202, boilerEfficiency: 0.9, source: IPCC },
  { key: 'oil', label: 'Heating oil', emissionKgPerMwhFuel: 265, boilerEfficiency: 0.85, source: OIL },
  { key: 'lpg', label: 'LPG', emissionKgPerMwhFuel: 227, boilerEfficiency: 0.9, source: IPCC },
  { key: 'coal', label: 'Coal', emissionKgPerMwhFuel: 341, boilerEfficiency: 0.8, source: IPCC },
  { key: 'biomass', label: 'Biomass', emissionKgPerMwhFuel: 11, boilerEfficiency: 0.85, source: CYCLE },
  {
    key: 'incineratorWasteHeat', label: 'Waste heat of an incinerator', emissionKgPerMwhFuel: 0, boilerEfficiency: 1,
    source: 'Counted to the waste, not to the heat',
  },
];

/** Norwegian grid, kg CO2 per MWh of electricity. */
export const NORWEGIAN_GRID_KG_PER_MWH = 17;

/**
 * Emission of a MWh of heat from a boiler: fuel factor / efficiency, kg/MWh. Takes a fuel of `FUELS` or a factor in kg/MWh of fuel.
 * Throws RangeError unless the factor is 0 or more and the efficiency lies in (0, 1.1] (condensing boilers pass 1 on the lower
 * heating value).
 */
export function emissionKgPerMwhHeat(fuel: Fuel | number, boilerEfficiency?: number): number {
  const factor = typeof fuel === 'number' ? fuel : fuel.emissionKgPerMwhFuel;
  const efficiency = boilerEfficiency ?? (typeof fuel === 'number' ? 1 : fuel.boilerEfficiency);
  const highestEfficiency = 1.1;
  if (!(factor >= 0 && factor < Infinity)) throw new RangeError(`fuel emission must be 0 or more, not ${factor}`);
  if (!(efficiency > 0 && efficiency <= highestEfficiency)) {
    throw new RangeError(`boilerEfficiency must lie in (0, ${highestEfficiency}], not ${efficiency}`);
  }
  return factor / efficiency;
}

export interface EmissionFigures {
  readonly deliveredMwh: number;
  readonly electricityMwh: number;
  readonly replacedHeatKgPerMwh: number;
  readonly gridKgPerMwh: number;
}

/** Avoided emission, t a year: heat delivered times what it replaces, less electricity times the grid's factor; may be negative. */
export const avoidedTonnesPerYear = (figures: EmissionFigures): number =>
  (figures.deliveredMwh * figures.replacedHeatKgPerMwh - figures.electricityMwh * figures.gridKgPerMwh) / KG_PER_TONNE;

/** Energy reuse factor of ISO/IEC 30134-6 and EN 50600-4-6: heat that leaves the data centre to a user / all its electricity. */
export const energyReuseFactor = (reusedMwh: number, itEnergyMwh: number, pue: number): number =>
  itEnergyMwh > 0 ? reusedMwh / (pue * itEnergyMwh) : 0;
