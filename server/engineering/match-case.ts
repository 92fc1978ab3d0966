/**
 * The words of the match model: what goes in (a case) and what comes out (a result).
 * JSON shapes are the public contract; optional fields beyond it are additions, never renames.
 * Units are in the names; an hourly series has 8760 values, hour 0 = 1 January 00:00 local standard time.
 */

import type { AssumptionKey } from './assumptions.js';
import type { DurationCurve } from './duration-curve.js';

/** One value for the whole year, or 8760 hourly values. */
export type ConstantOrHourly = number | readonly number[];

export const ARCHETYPES = [
  'residential-single-family', 'residential-multi-family', 'commercial', 'flat', 'two-shift', 'weekday-day-shift',
  'greenhouse', 'fish-farm', 'timber-drying', 'swimming-pool', 'snow-melting', 'biogas-digester',
  'direct-air-capture', 'research-campaign',
] as const;
export type Archetype = (typeof ARCHETYPES)[number];

export const CONNECTIONS = ['direct', 'heat-pump-at-source', 'heat-pump-at-sink'] as const;
export type Connection = (typeof CONNECTIONS)[number];

export type StoreKind = 'tank' | 'pit';

export const CRITERIA = ['cost', 'climate', 'coverage', 'use', 'efficiency', 'readiness', 'research'] as const;
export type CriterionName = (typeof CRITERIA)[number];
/** Fractions of the total, sum 1 over the criteria without `research` (which only a research demand has). */
export type ScoreWeights = Readonly<Record<Exclude<CriterionName, 'research'>, number>>;

/** Names of the model's defaults a site may override, see assumptions.ts. */
export type AssumptionOverrides = Readonly<Partial<Record<AssumptionKey, number>>>;

export interface SiteInput {
  readonly pue: number;
  readonly groundTemperatureC?: number;
  readonly coolingElectricityPerHeat?: number;
  readonly hourlyTemperatureC?: readonly number[];
  readonly electricity: { readonly priceEurPerMwh: ConstantOrHourly; readonly emissionKgPerMwh: number };
  readonly scoreWeights?: ScoreWeights;
  /** Topics of the site's research programme, lower-case keywords. */
  readonly researchTopics?: readonly string[];
  readonly assumptions?: AssumptionOverrides;
}

export interface SourceInput {
  readonly name?: string;
  readonly installedItKw: number;
  readonly utilisation?: ConstantOrHourly;
  readonly captureFraction?: number;
  readonly supplyTemperatureC: number;
  readonly returnTemperatureC: number;
  readonly availableFrom?: string;
  /** Heat already promised to running projects, kW. */
  readonly committedKw?: ConstantOrHourly;
  /** Hours of the year without heat, [first hour, hour after the last). */
  readonly maintenanceHours?: readonly (readonly [number, number])[];
}

export interface ResearchInput {
  readonly topics: readonly string[];
  /** Technology readiness level, 1..9. */
  readonly readinessLevel: number;
  readonly offersData: boolean;
  readonly budgetEur: number;
}

export interface DemandInput {
  readonly name?: string;
  readonly use?: string;
  readonly annualDemandMwh?: number;
  readonly flowTemperatureC: number;
  readonly returnTemperatureC: number;
  readonly profile: { readonly archetype: Archetype } | { readonly hourlyKw: readonly number[] };
  readonly routeLengthM: number;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly alternative: { readonly costEurPerMwh: number; readonly emissionKgPerMwh: number };
  readonly research?: ResearchInput;
  /** Tank temperature of a fish farm; the use's own when left out. */
  readonly setPointTemperatureC?: number;
}

export interface EconomicsInput {
  readonly discountRate?: number;
  readonly lifetimeYears?: number;
  readonly approachK?: number;
  readonly contingency?: number;
  readonly fixedOandM?: number;
  readonly heatPumpModel?: 'carnot' | 'lorenz';
  /** Whether a heat store at the sink is tried beside none; none when left out. */
  readonly heatStore?: 'none' | 'consider';
}

/** What is settled of the design; what is left out is chosen for the highest NPV. */
export interface DesignInput {
  /** Heat output that is built, instead of the candidates up to the demand's peak. */
  readonly capacityKw?: number;
}

export interface MatchCase {
  readonly name?: string;
  readonly site: SiteInput;
  readonly source: SourceInput;
  readonly demand: DemandInput;
  readonly economics?: EconomicsInput;
  readonly design?: DesignInput;
}

export interface ScoredCriterion {
  readonly name: CriterionName;
  /** In the criterion's own unit (fraction, kg/MWh, MWh/MWh, months). */
  readonly value: number;
  readonly weight: number;
  /** weight * mark * 100: the points this criterion adds to the total. */
  readonly points: number;
  readonly explanation: string;
}

export interface FeasibleResult {
  readonly feasible: true;
  readonly modelVersion: string;
  readonly design: {
    readonly connection: Connection;
    readonly capacityKw: number;
    readonly dn: number;
    readonly parallelPairs: number;
    readonly cop: number | null;
    readonly options: readonly { readonly connection: Connection; readonly npvEur: number | null; readonly reason: string }[];
    /** Only where a store was considered: 0 and null for none. */
    readonly storeMwh?: number;
    readonly storeKind?: StoreKind | null;
  };
  readonly annual: {
    readonly demandMwh: number; readonly deliveredMwh: number; readonly fromSourceMwh: number;
    readonly electricityMwh: number; readonly lossMwh: number; readonly coverage: number; readonly utilisation: number;
  };
  readonly economics: {
    readonly capexEur: number; readonly lcohEurPerMwh: number; readonly npvEur: number; readonly irr: number | null;
    readonly paybackYears: number | null; readonly priceFloorEurPerMwh: number; readonly priceCeilingEurPerMwh: number;
    readonly suggestedPriceEurPerMwh: number | null;
  };
  readonly emissions: { readonly avoidedTonnesPerYear: number };
  readonly energyReuse: { readonly erf: number };
  readonly score: { readonly total: number; readonly criteria: readonly ScoredCriterion[] };
}

export interface InfeasibleResult {
  readonly feasible: false;
  readonly modelVersion: string;
  readonly reasons: readonly string[];
  readonly nearestChanges: readonly string[];
}

export type MatchResult = FeasibleResult | InfeasibleResult;

/** A field of the case, like `demand.flowTemperatureC`, and the value it would need. */
export interface FieldChange {
  readonly field: string;
  readonly value: number;
}

/** A hard limit that was not met, with the quantity as it is and the limit, in the limit's own unit. */
export interface GateFailure {
  readonly gate: 'no-demand' | 'arrival' | 'pipe-spread' | 'heat-pump-temperature' | 'cop' | 'no-heat';
  readonly value: number;
  readonly limit: number;
}

/** Temperatures and distance that a limit was looked at with. */
export interface ConnectionSituation {
  readonly sourceSupplyC: number;
  readonly sourceReturnC: number;
  readonly demandFlowC: number;
  readonly demandReturnC: number;
  readonly routeLengthM: number;
}

/** The same as the sentence of a reason, for those who word it in another language. */
export interface GateFinding extends GateFailure {
  readonly situation: ConnectionSituation;
}

/** One way to connect, evaluated: what the match page shows side by side. */
export type OptionDetail =
  | {
    readonly connection: Connection; readonly feasible: true; readonly capacityKw: number; readonly dn: number;
    readonly parallelPairs: number; readonly cop: number | null;
    readonly pipeFlowTemperatureC: number; readonly pipeReturnTemperatureC: number; readonly temperatureDropK: number;
    readonly deliveredMwh: number; readonly fromSourceMwh: number; readonly electricityMwh: number; readonly lossMwh: number;
    readonly coverage: number; readonly npvEur: number; readonly lcohEurPerMwh: number;
    /** Only where a store was considered: 0 and null for none. */
    readonly storeMwh?: number; readonly storeKind?: StoreKind | null;
    readonly investmentEur: {
      readonly pipe: number; readonly heatExchangers: number; readonly heatPump: number; readonly contingency: number;
      readonly total: number;
      /** Only with a store. */
      readonly heatStore?: number;
    };
    readonly yearlyEur: {
      readonly fixedOandM: number; readonly heatPumpOandM: number; readonly electricity: number;
      readonly coolingCredit: number; readonly savedHeatCost: number;
    };
  }
  | {
    readonly connection: Connection; readonly feasible: false; readonly reason: string; readonly nearestChange: string;
    /** The nearest change as fields of the case; empty when no change of one quantity passes the gate. */
    readonly changes: readonly FieldChange[];
    /** What `reason` and `nearestChange` say, as code and figures; `next` is what stands in the way once the changes are made. */
    readonly failure: GateFinding; readonly next: GateFinding | null;
  };

/** Where marks begin and end, in each criterion's own unit. */
export type ScoreScale = Readonly<Record<
  'fullMarksSavedShare' | 'fullMarksAvoidedKgPerMwh' | 'noMarksElectricityPerHeat' | 'noMarksReadinessMonths', number
>>;

export interface MatchDetail {
  readonly options: readonly OptionDetail[];
  /** Twelve values each, January first. */
  readonly monthly: {
    readonly offeredMwh: readonly number[]; readonly demandMwh: readonly number[]; readonly deliveredMwh: readonly number[];
  };
  readonly duration: DurationCurve;
  readonly scoreScale: ScoreScale;
}

/** The result everyone may quote, and the working behind it. */
export interface MatchEvaluation {
  readonly result: MatchResult;
  readonly detail: MatchDetail;
}
