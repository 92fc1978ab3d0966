/**
 * The plan for a whole site, as data: which partners each building serves, how and at what capacity.
 *
 * Choose at most one candidate (building, connection, capacity) a demand. Its value is counted from the first commissioning (day 0)
 * over `horizonYears`: yearly cash flow of the match model, hour by hour, discounted to day 0 at the end of each plan year; its
 * investment as the annuity over the lifetime, for the time it runs within the horizon. A connection that runs for the whole lifetime
 * is therefore worth exactly its match NPV, and a late start is neither punished nor rewarded for years beyond the horizon.
 *
 * In every hour the claims on a building's heat sum to no more than it offers. The claim of a connection is the part of the offer it
 * needs, `(delivered + limitLoss) / limitPerOffered`: what it takes out or, at direct, the whole stream of which it takes out a share.
 * Where the claims are more, a fixed rule shares the heat out (dispatch in `hourly-service.ts`), so that every set of candidates has
 * exactly one value and the best set is well defined: it is what full enumeration finds, and what `allocate` proves itself close to.
 */
import type { DispatchLines } from '../dispatch.js';
import type { Connection } from '../match-case.js';

export interface PlanSource {
  readonly name: string;
  /** Heat offered, kW, one value an hour of the year. */
  readonly offeredKw: Float64Array;
  /** E_DC of a year, MWh: what the energy reuse factor refers to. */
  readonly electricityMwh: number;
  readonly availableFrom: string | null;
  /** First hour of the plan in which it offers heat. */
  readonly startHour: number;
}

export interface PlanDemand {
  readonly name: string;
  readonly demandKw: Float64Array;
  readonly costEurPerMwh: number;
  readonly emissionKgPerMwh: number;
  readonly research: boolean;
  /** Archetype, or `uploaded`: demands of one kind move together through the year. */
  readonly profile: string;
  readonly startDate: string | null;
  /** Why it cannot be connected to a source, a line a source; empty when each can reach it. */
  readonly obstacles: readonly string[];
}

/** One way to connect a demand to a source at one capacity. */
export interface Candidate {
  /** Its place in `AllocationProblem.candidates`. */
  readonly index: number;
  readonly source: number;
  readonly demand: number;
  readonly connection: Connection;
  readonly capacityKw: number;
  readonly dn: number;
  readonly parallelPairs: number;
  readonly cop: number | null;
  readonly lines: DispatchLines;
  readonly investmentEur: number;
  readonly heatPumpOandMEurPerMwh: number;
  /** First hour of operation, counted from day 0 of the plan in years of `hoursPerYear`. */
  readonly startHour: number;
  readonly startDate: string | null;
  /** Score of the match when this is the design the match stands for, else null. */
  readonly matchScore: number | null;
}

export interface AllocationProblem {
  /** 8760; the length of every series. */
  readonly hoursPerYear: number;
  /** Whole years from day 0 that are counted. */
  readonly horizonYears: number;
  /** Day 0 of the plan: the first commissioning; null when no date is given. */
  readonly firstDate: string | null;
  /** Hour of the year at which day 0 begins. */
  readonly firstHour: number;
  readonly discountRate: number;
  /** Share of an investment that counts each year. */
  readonly annuity: number;
  readonly fixedOandM: number;
  readonly priceEurPerMwh: Float64Array;
  readonly gridKgPerMwh: number;
  /** Saved on cooling, EUR per MWh of heat taken. */
  readonly coolingCreditEurPerMwh: number;
  readonly sources: readonly PlanSource[];
  readonly demands: readonly PlanDemand[];
  readonly candidates: readonly Candidate[];
}

/** What a plan is worth: `npv` times its NPV in EUR, plus so much a tonne avoided and so much a MWh reused over the horizon. */
export interface ObjectiveWeights {
  readonly npv: number;
  readonly co2EurPerTonne: number;
  readonly heatEurPerMwh: number;
}

/** A match the manager has decided: the demand by its place, the source by its place or null for any. */
export interface PlanPin {
  readonly demand: number;
  readonly source: number | null;
  readonly pin: 'in' | 'out';
}

/** What the plan is to achieve and must keep to. */
export interface PlanRules {
  readonly weights: ObjectiveWeights;
  /** Sum of all investments, EUR; Infinity when there is no limit. */
  readonly budgetEur: number;
  readonly pins: readonly PlanPin[];
  /**
   * Least share of the heat contracted over the horizon (heat taken from the buildings at full service) that goes to research
   * demands. Where it is above 0 research is served first, so that it gets at least this share of the heat that really flows unless
   * research alone is more than the heat there is.
   */
  readonly minimumResearchShare: number;
  /** Least emission avoided over the horizon at full service, t; 0 when there is no such limit. */
  readonly minimumAvoidedTonnes: number;
}

export const OBJECTIVES = ['npv', 'co2', 'heat'] as const;
export type ObjectiveName = (typeof OBJECTIVES)[number];

export const OBJECTIVE_WEIGHTS: Readonly<Record<ObjectiveName, ObjectiveWeights>> = {
  npv: { npv: 1, co2EurPerTonne: 0, heatEurPerMwh: 0 },
  co2: { npv: 0, co2EurPerTonne: 1, heatEurPerMwh: 0 },
  heat: { npv: 0, co2EurPerTonne: 0, heatEurPerMwh: 1 },
};

export const NO_RULES: PlanRules = {
  weights: OBJECTIVE_WEIGHTS.npv, budgetEur: Infinity, pins: [], minimumResearchShare: 0, minimumAvoidedTonnes: 0,
};
