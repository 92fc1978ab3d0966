/** A candidate on its own: what it is delivered when nobody else wants the building's heat. */
import { NEGLIGIBLE_KW } from '../dispatch.js';
import { KWH_PER_MWH } from '../units.js';
import { avoidedTonnes, cashEur, claimKw, fromSourceKw, hourLine, type HourLine } from './hour-value.js';
import type { PlanYears } from './plan-years.js';
import type { AllocationProblem, Candidate, ObjectiveWeights } from './problem.js';

/** Sums over the horizon; `cashEur` is discounted, the others are not. */
export interface ServiceSums {
  cashEur: number;
  avoidedTonnes: number;
  reusedMwh: number;
  deliveredMwh: number;
}

export const noSums = (): ServiceSums => ({ cashEur: 0, avoidedTonnes: 0, reusedMwh: 0, deliveredMwh: 0 });

export interface FullService {
  readonly sums: Readonly<ServiceSums>;
  /** Discounted annuity and upkeep of the investment within the horizon, EUR. */
  readonly fixedCostEur: number;
  readonly npvEur: number;
}

/** `max(0, min(demand, capacity, limit))` at a given part of the offer, kW. */
export function deliverableKw(line: HourLine, hour: number, offeredKw: number): number {
  const possibleKw = Math.min(line.demandKw[hour] as number, line.capacityKw, offeredKw * line.limitPerOffered - line.limitLossKw);
  return possibleKw > NEGLIGIBLE_KW ? possibleKw : 0;
}

/** Delivery and claim in every hour of the year, kW. */
export interface FullHours {
  readonly line: HourLine;
  readonly deliveredKw: Float64Array;
  readonly claimKw: Float64Array;
}

export function fullHours(problem: AllocationProblem, candidate: Candidate): FullHours {
  const line = hourLine(problem, candidate);
  const deliveredKw = new Float64Array(problem.hoursPerYear);
  const claims = new Float64Array(problem.hoursPerYear);
  for (let hour = 0; hour < problem.hoursPerYear; hour++) {
    const delivered = deliverableKw(line, hour, line.offeredKw[hour] as number);
    if (delivered <= 0) continue;
    deliveredKw[hour] = delivered;
    claims[hour] = claimKw(line, delivered);
  }
  return { line, deliveredKw, claimKw: claims };
}

/** Adds an hour of the year, `times` undiscounted and `discounted`; a negative weight takes it away again. */
export function addHour(
  sums: ServiceSums, line: HourLine, hour: number, deliveredKw: number, times: number, discounted: number,
): void {
  if (deliveredKw <= 0) return;
  sums.cashEur += discounted * cashEur(line, hour, deliveredKw);
  sums.avoidedTonnes += times * avoidedTonnes(line, deliveredKw);
  sums.reusedMwh += (times * fromSourceKw(line, deliveredKw)) / KWH_PER_MWH;
  sums.deliveredMwh += (times * deliveredKw) / KWH_PER_MWH;
}

export function fixedCostEur(problem: AllocationProblem, years: PlanYears, { investmentEur, startHour }: Candidate): number {
  return (problem.annuity + problem.fixedOandM) * investmentEur * years.from(startHour).discountedYears;
}

export function fullService(problem: AllocationProblem, years: PlanYears, candidate: Candidate): FullService {
  const { line, deliveredKw } = fullHours(problem, candidate);
  const weights = years.from(candidate.startHour);
  const sums = noSums();
  for (let hour = 0; hour < problem.hoursPerYear; hour++) {
    addHour(sums, line, hour, deliveredKw[hour] as number, weights.years[hour] as number, weights.discounted[hour] as number);
  }
  const fixed = fixedCostEur(problem, years, candidate);
  return { sums, fixedCostEur: fixed, npvEur: sums.cashEur - fixed };
}

/** In the objective's own unit: EUR, or t or MWh where only one of them counts. */
export const objectiveValue = (weights: ObjectiveWeights, figures: {
  readonly npvEur: number; readonly avoidedTonnes: number; readonly reusedMwh: number;
}): number =>
  weights.npv * figures.npvEur + weights.co2EurPerTonne * figures.avoidedTonnes + weights.heatEurPerMwh * figures.reusedMwh;
