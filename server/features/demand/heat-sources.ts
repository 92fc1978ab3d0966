import {
  emissionKgPerMwhHeat, FUELS, NORWEGIAN_GRID_KG_PER_MWH, type Fuel, type HeatUse,
} from '../../engineering/index.js';
import type { DemandAnswers, HeatSource } from './answers.js';

/** Heat over electricity through a year, an air-source heat pump in a cold climate; an assumption, the partner states their own. */
const HEAT_PUMP_COP = 3;
const HIGHEST_BOILER_EFFICIENCY = 1.1;

const FUEL_OF_SOURCE: Readonly<Partial<Record<HeatSource, Fuel['key']>>> = {
  gas: 'gas', oil: 'oil', lpg: 'lpg', coal: 'coal', biomass: 'biomass', 'waste-incineration': 'incineratorWasteHeat',
};

const fuelOf = (source: HeatSource): Fuel | undefined => FUELS.find(({ key }) => key === FUEL_OF_SOURCE[source]);

export const sourceOfFuel = (fuel: HeatUse['alternativeFuel']): HeatSource =>
  fuel === 'incineratorWasteHeat' ? 'waste-incineration' : fuel;

/** Heat out over energy in when the partner does not say; undefined where there is nothing to go by. */
export function defaultEfficiency(source: HeatSource): number | undefined {
  if (source === 'heat-pump') return HEAT_PUMP_COP;
  if (source === 'electricity') return 1;
  return fuelOf(source)?.boilerEfficiency;
}

export const isEfficiencyPossible = (source: HeatSource, efficiency: number): boolean =>
  source === 'heat-pump' ? efficiency >= 1 : efficiency <= HIGHEST_BOILER_EFFICIENCY;

/** What follows from heat source and efficiency, kg/MWh of heat; undefined where only the supplier knows it. */
export function derivedEmissionKgPerMwh({ heatSource, efficiency }: DemandAnswers): number | undefined {
  if (heatSource === undefined) return undefined;
  const used = efficiency ?? defaultEfficiency(heatSource);
  if (used === undefined || !isEfficiencyPossible(heatSource, used)) return undefined;
  if (heatSource === 'electricity' || heatSource === 'heat-pump') return NORWEGIAN_GRID_KG_PER_MWH / used;
  const fuel = fuelOf(heatSource);
  return fuel === undefined ? undefined : emissionKgPerMwhHeat(fuel, used);
}
