/** What one hour of delivery of a candidate is worth: cash, emission, heat. All straight lines but the pump's cube. */
import { KG_PER_TONNE, KWH_PER_MWH } from '../units.js';
import type { AllocationProblem, Candidate, ObjectiveWeights } from './problem.js';

/** Coefficients of one candidate; an hour without delivery is worth nothing and claims nothing. */
export interface HourLine {
  readonly capacityKw: number;
  readonly limitPerOffered: number;
  readonly limitLossKw: number;
  readonly perCapacity: number;
  readonly sourceFraction: number;
  readonly sourceLossKw: number;
  readonly driveFraction: number;
  readonly driveLossKw: number;
  readonly pumpKw: number;
  /** Saved heat cost and cooling credit less upkeep, EUR per kWh delivered. */
  readonly cashPerKwh: number;
  /** Cooling credit of the heat lost on the way, EUR in an hour with delivery. */
  readonly cashPerHour: number;
  readonly tonnesPerKwh: number;
  readonly gridTonnesPerKwh: number;
  readonly demandKw: Float64Array;
  readonly offeredKw: Float64Array;
  readonly priceEurPerMwh: Float64Array;
}

export function hourLine(problem: AllocationProblem, candidate: Candidate): HourLine {
  const { lines, heatPumpOandMEurPerMwh } = candidate;
  const demand = problem.demands[candidate.demand];
  const source = problem.sources[candidate.source];
  if (!demand || !source) throw new RangeError(`candidate ${candidate.index} names a demand or source that does not exist`);
  const creditPerKwh = problem.coolingCreditEurPerMwh / KWH_PER_MWH;
  return {
    capacityKw: candidate.capacityKw, perCapacity: 1 / candidate.capacityKw,
    limitPerOffered: lines.limitPerOffered, limitLossKw: lines.limitLossKw,
    sourceFraction: lines.sourceFraction, sourceLossKw: lines.sourceLossKw,
    driveFraction: lines.driveFraction, driveLossKw: lines.driveLossKw, pumpKw: lines.pumpKw,
    cashPerKwh: (demand.costEurPerMwh - heatPumpOandMEurPerMwh) / KWH_PER_MWH + creditPerKwh * lines.sourceFraction,
    cashPerHour: creditPerKwh * lines.sourceLossKw,
    tonnesPerKwh: demand.emissionKgPerMwh / KWH_PER_MWH / KG_PER_TONNE,
    gridTonnesPerKwh: problem.gridKgPerMwh / KWH_PER_MWH / KG_PER_TONNE,
    demandKw: demand.demandKw, offeredKw: source.offeredKw, priceEurPerMwh: problem.priceEurPerMwh,
  };
}

/** Electricity of heat pump and pump, kW, at a delivery above 0. */
export function electricityKw({ driveFraction, driveLossKw, pumpKw, perCapacity }: HourLine, deliveredKw: number): number {
  const load = deliveredKw * perCapacity;
  return deliveredKw * driveFraction + driveLossKw + pumpKw * load * load * load;
}

/** Part of the offer that a delivery above 0 needs, kW. */
export const claimKw = ({ limitLossKw, limitPerOffered }: HourLine, deliveredKw: number): number =>
  (deliveredKw + limitLossKw) / limitPerOffered;

/** Heat taken from the building, kW. */
export const fromSourceKw = ({ sourceFraction, sourceLossKw }: HourLine, deliveredKw: number): number =>
  deliveredKw * sourceFraction + sourceLossKw;

export const cashEur = (line: HourLine, hour: number, deliveredKw: number): number =>
  deliveredKw * line.cashPerKwh + line.cashPerHour
    - electricityKw(line, deliveredKw) * (line.priceEurPerMwh[hour] as number) / KWH_PER_MWH;

export const avoidedTonnes = (line: HourLine, deliveredKw: number): number =>
  deliveredKw * line.tonnesPerKwh - electricityKw(line, deliveredKw) * line.gridTonnesPerKwh;

/** `cashFactor` is 1 for the value of the hour itself, or the discount factors of all times the hour comes over their number. */
export function hourValue(line: HourLine, weights: ObjectiveWeights, hour: number, deliveredKw: number, cashFactor: number): number {
  const cash = weights.npv === 0 ? 0 : weights.npv * cashFactor * cashEur(line, hour, deliveredKw);
  const avoided = weights.co2EurPerTonne === 0 ? 0 : weights.co2EurPerTonne * avoidedTonnes(line, deliveredKw);
  return cash + avoided + (weights.heatEurPerMwh * fromSourceKw(line, deliveredKw)) / KWH_PER_MWH;
}
