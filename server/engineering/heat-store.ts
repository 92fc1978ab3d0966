/** A water store at the sink side of a connection: a candidate beside none where the case asks for it. */
import type { Assumptions } from './assumptions.js';
import type { ConnectionTask } from './connection.js';
import type { StoreKind } from './match-case.js';
import { SECONDS_PER_HOUR } from './units.js';

export interface HeatStore {
  readonly kind: StoreKind;
  readonly sizeKwh: number;
  /** Share of the content lost in an hour. */
  readonly lossPerHour: number;
  readonly costEur: number;
}

/** Sizes tried beside none, hours of the connection's capacity. */
export const STORE_HOURS: readonly number[] = [2, 4, 8];

/** Water that holds a size between flow and return temperature, m3: `E / (rho cp (tf - tr))`. */
export const storeVolumeM3 = (sizeKwh: number, spreadK: number, assumptions: Assumptions): number =>
  (sizeKwh * SECONDS_PER_HOUR) / (assumptions.waterDensityKgPerM3 * assumptions.waterHeatCapacityKjPerKgK * spreadK);

/**
 * A store of a size in kWh (more than 0) at the demand's temperatures: a pit where it is large enough and the water not too hot for its
 * liner, else a tank; undefined where the water is too hot for a tank without pressure. 3.82 EUR/kWh for a tank, 1.34 EUR/kWh for a
 * pit (Danish Energy Agency).
 */
export function heatStore(sizeKwh: number, { demandFlowC, demandReturnC, assumptions }: ConnectionTask): HeatStore | undefined {
  if (demandFlowC > assumptions.tankMaximumC) return undefined;
  const volumeM3 = storeVolumeM3(sizeKwh, demandFlowC - demandReturnC, assumptions);
  const pit = volumeM3 >= assumptions.pitLeastM3 && demandFlowC <= assumptions.pitMaximumC;
  return pit
    ? { kind: 'pit', sizeKwh, lossPerHour: assumptions.pitLossPerHour, costEur: sizeKwh * assumptions.pitEurPerKwh }
    : { kind: 'tank', sizeKwh, lossPerHour: assumptions.tankLossPerHour, costEur: sizeKwh * assumptions.tankEurPerKwh };
}
