/** A pair of buried district-heating pipes: size, heat loss, temperature drop, pumping, cost. */
import type { Assumptions } from './assumptions.js';
import { PIPE_CATALOGUE, type PipeSize } from './data/pipe-catalogue.js';
import { MM_PER_M, W_PER_KW } from './units.js';

export interface PipeTask {
  /** Heat the pipes carry at design, kW, more than 0. */
  readonly heatKw: number;
  readonly flowTemperatureC: number;
  readonly returnTemperatureC: number;
  readonly routeLengthM: number;
}

export interface PipeDesign {
  readonly dn: number;
  readonly parallelPairs: number;
  /** Water in one pair, kg/s. */
  readonly massFlowKgPerS: number;
  readonly velocityMPerS: number;
  /** Of all pairs, in every hour with delivery. */
  readonly lossKw: number;
  /** Of the flow pipe at design flow. */
  readonly temperatureDropK: number;
  /** Of all pairs at design flow. */
  readonly pumpKw: number;
  readonly costEur: number;
}

const crossSectionM2 = (innerDiameterM: number): number => (Math.PI * innerDiameterM ** 2) / 4;
const innerDiameterM = (size: PipeSize): number => size.innerDiameterMm / MM_PER_M;

/** Highest velocity for a diameter in m: `4.7617 d^0.3701 - 0.4834` m/s. Source: THERMOS. */
export const highestVelocityMPerS = (diameterM: number, assumptions: Assumptions): number =>
  assumptions.velocityFactor * diameterM ** assumptions.velocityExponent - assumptions.velocityOffsetMPerS;

const highestFlowsByAssumptions = new WeakMap<Assumptions, Float64Array>();

/** Highest flow of each size of the catalogue, m3/s; worked out once, because every capacity of every option asks for it. */
function highestFlowsM3PerS(assumptions: Assumptions): Float64Array {
  const known = highestFlowsByAssumptions.get(assumptions);
  if (known) return known;
  const flows = Float64Array.from(PIPE_CATALOGUE, (size) =>
    highestVelocityMPerS(innerDiameterM(size), assumptions) * crossSectionM2(innerDiameterM(size)));
  highestFlowsByAssumptions.set(assumptions, flows);
  return flows;
}

/**
 * Smallest size that carries the flow under the velocity limit; beyond the largest, the smallest number of equal pairs that do,
 * each then of the smallest size that carries its part.
 */
export function choosePipes(flowM3PerS: number, assumptions: Assumptions): { size: PipeSize; parallelPairs: number } {
  const highestFlows = highestFlowsM3PerS(assumptions);
  const largest = highestFlows.length - 1;
  const parallelPairs = Math.max(1, Math.ceil(flowM3PerS / (highestFlows[largest] as number)));
  const flowOfPair = flowM3PerS / parallelPairs;
  let [index, end] = [0, largest];
  while (index < end) {
    const middle = (index + end) >>> 1;
    if (flowOfPair > (highestFlows[middle] as number)) index = middle + 1;
    else end = middle;
  }
  return { size: PIPE_CATALOGUE[index] as PipeSize, parallelPairs };
}

/**
 * The formula has a pole near Reynolds 7; below this number its value is kept. Pumping a flow as slow as that takes about a
 * millionth of its heat a km.
 */
const LOWEST_REYNOLDS = 20;
const SWAMEE_JAIN = { factor: 0.25, roughness: 3.7, reynolds: 5.74, exponent: 0.9 } as const;

/** Darcy friction factor by Swamee and Jain (1976), explicit, within 1 % of Colebrook for Re 5e3..1e8. */
export function frictionFactor(velocityMPerS: number, diameterM: number, assumptions: Assumptions): number {
  const reynolds = Math.max(LOWEST_REYNOLDS, (velocityMPerS * diameterM) / assumptions.waterViscosityM2PerS);
  const relativeRoughness = assumptions.pipeRoughnessMm / MM_PER_M / diameterM;
  const argument = relativeRoughness / SWAMEE_JAIN.roughness + SWAMEE_JAIN.reynolds / reynolds ** SWAMEE_JAIN.exponent;
  return SWAMEE_JAIN.factor / Math.log10(argument) ** 2;
}

/** Power of the pumps of all pairs at design, kW: `2 L * 1.2 * f/d * rho v^2/2`, pump efficiency 0.7. */
function pumpPowerKw(
  { routeLengthM }: PipeTask, diameterM: number, velocityMPerS: number, parallelPairs: number, assumptions: Assumptions,
): number {
  const friction = frictionFactor(velocityMPerS, diameterM, assumptions);
  const dynamicPressurePa = (assumptions.waterDensityKgPerM3 * velocityMPerS ** 2) / 2;
  const pressureDropPa = 2 * routeLengthM * assumptions.fittingsFactor * (friction / diameterM) * dynamicPressurePa;
  const flowM3PerS = velocityMPerS * crossSectionM2(diameterM) * parallelPairs;
  return (pressureDropPa * flowM3PerS) / assumptions.pumpEfficiency / W_PER_KW;
}

/**
 * Sizes the pipes of a route. Loss of a pair `U L ((Tf - Tg) + (Tr - Tg))`, drop of the flow pipe `U (Tf - Tg) L / (m cp)`, both 0
 * or more. Expects `heatKw > 0` and a flow temperature above the return. Sources: data/pipe-catalogue.ts.
 */
export function designPipe(task: PipeTask, assumptions: Assumptions): PipeDesign {
  const { groundTemperatureC, waterHeatCapacityKjPerKgK, waterDensityKgPerM3 } = assumptions;
  const spreadK = task.flowTemperatureC - task.returnTemperatureC;
  const totalFlowKgPerS = task.heatKw / (waterHeatCapacityKjPerKgK * spreadK);
  const { size, parallelPairs } = choosePipes(totalFlowKgPerS / waterDensityKgPerM3, assumptions);
  const massFlowKgPerS = totalFlowKgPerS / parallelPairs;
  const diameterM = innerDiameterM(size);
  const velocityMPerS = massFlowKgPerS / waterDensityKgPerM3 / crossSectionM2(diameterM);
  const lossKwPerK = (size.heatLossWPerMK * task.routeLengthM) / W_PER_KW;
  const flowAboveGroundK = task.flowTemperatureC - groundTemperatureC;
  const returnAboveGroundK = task.returnTemperatureC - groundTemperatureC;
  return {
    dn: size.dn,
    parallelPairs,
    massFlowKgPerS,
    velocityMPerS,
    lossKw: Math.max(0, lossKwPerK * (flowAboveGroundK + returnAboveGroundK)) * parallelPairs,
    temperatureDropK: Math.max(0, (lossKwPerK * flowAboveGroundK) / (massFlowKgPerS * waterHeatCapacityKjPerKgK)),
    pumpKw: pumpPowerKw(task, diameterM, velocityMPerS, parallelPairs, assumptions),
    costEur: size.trenchCostEurPerM * task.routeLengthM * parallelPairs,
  };
}
