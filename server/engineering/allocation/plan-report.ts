/** A plan in figures and names: what a page shows and the command prints. */
import type { Connection } from '../match-case.js';
import { KWH_PER_MWH } from '../units.js';
import { seriesSum } from '../hourly-series.js';
import { claimKw, hourLine } from './hour-value.js';
import { planDispatch, type DispatchedStage } from './plan-dispatch.js';
import type { ConnectionValue, Evaluator, PlanValue } from './plan-value.js';
import type { Candidate } from './problem.js';
import { roadmap, type RoadmapYear } from './roadmap.js';
import { verifyPlan, type Violation } from './verify.js';

export interface PlannedConnection {
  readonly sourceName: string;
  readonly demandName: string;
  readonly connection: Connection;
  readonly capacityKw: number;
  readonly dn: number;
  readonly parallelPairs: number;
  readonly cop: number | null;
  /** Null when no date is given. */
  readonly startDate: string | null;
  readonly investmentEur: number;
  /** Present value within the horizon. */
  readonly npvEur: number;
  readonly avoidedTonnes: number;
  readonly reusedMwh: number;
  readonly deliveredMwh: number;
  /** Share of what it would get alone that goes to others. */
  readonly curtailedShare: number;
  /** In a full year, once everybody has started. */
  readonly deliveredMwhPerYear: number;
  readonly coverage: number;
}

export interface PlannedBuilding {
  readonly sourceName: string;
  readonly partners: number;
  /** In a full year, once everybody has started. */
  readonly offeredMwhPerYear: number;
  readonly claimedMwhPerYear: number;
  /** Hours of that year in which all of the offer is claimed. */
  readonly fullHoursPerYear: number;
}

export interface PlanTotals {
  readonly npvEur: number;
  readonly avoidedTonnes: number;
  readonly reusedMwh: number;
  readonly deliveredMwh: number;
  readonly investmentEur: number;
  readonly partners: number;
  /** Of the heat that really flows; null when none does. */
  readonly researchShare: number | null;
}

export interface PlanReport {
  readonly totals: PlanTotals;
  readonly connections: readonly PlannedConnection[];
  readonly buildings: readonly PlannedBuilding[];
  readonly roadmap: readonly RoadmapYear[];
  /** Empty, or the plan must not be shown. */
  readonly violations: readonly Violation[];
}

export function planTotals({ problem }: Evaluator, { connections, ...plan }: PlanValue): PlanTotals {
  const research = connections.filter(({ candidate }) => problem.demands[candidate.demand]?.research)
    .reduce((sum, { reusedMwh }) => sum + reusedMwh, 0);
  return {
    npvEur: plan.npvEur, avoidedTonnes: plan.avoidedTonnes, reusedMwh: plan.reusedMwh, deliveredMwh: plan.deliveredMwh,
    investmentEur: plan.investmentEur, partners: connections.length,
    researchShare: plan.reusedMwh > 0 ? research / plan.reusedMwh : null,
  };
}

type LastStages = ReadonlyMap<number, DispatchedStage>;

function plannedConnection(
  { problem }: Evaluator, { candidate, deliveredMwh, curtailedMwh, ...value }: ConnectionValue, last: LastStages,
): PlannedConnection {
  const demand = problem.demands[candidate.demand];
  const hours = last.get(candidate.source)?.connections.find((each) => each.candidate === candidate)?.deliveredKw;
  const deliveredMwhPerYear = hours ? seriesSum(hours) / KWH_PER_MWH : 0;
  const { connection, capacityKw, dn, parallelPairs, cop, startDate, investmentEur } = candidate;
  return {
    sourceName: problem.sources[candidate.source]?.name ?? '', demandName: demand?.name ?? '',
    connection, capacityKw, dn, parallelPairs, cop, startDate, investmentEur,
    npvEur: value.npvEur, avoidedTonnes: value.avoidedTonnes, reusedMwh: value.reusedMwh, deliveredMwh,
    curtailedShare: deliveredMwh + curtailedMwh > 0 ? curtailedMwh / (deliveredMwh + curtailedMwh) : 0,
    deliveredMwhPerYear, coverage: (deliveredMwhPerYear * KWH_PER_MWH) / seriesSum(demand?.demandKw ?? []),
  };
}

/** As good as all of it. */
const FULL_SHARE = 1 - 1e-9;

function plannedBuilding({ problem }: Evaluator, source: number, stage: DispatchedStage | undefined): PlannedBuilding {
  const { name = '', offeredKw = new Float64Array() } = problem.sources[source] ?? {};
  const claimedKw = new Float64Array(problem.hoursPerYear);
  for (const { candidate, deliveredKw } of stage?.connections ?? []) {
    const line = hourLine(problem, candidate);
    deliveredKw.forEach((kw, hour) => { if (kw > 0) claimedKw[hour] = (claimedKw[hour] as number) + claimKw(line, kw); });
  }
  return {
    sourceName: name, partners: stage?.connections.length ?? 0, offeredMwhPerYear: seriesSum(offeredKw) / KWH_PER_MWH,
    claimedMwhPerYear: seriesSum(claimedKw) / KWH_PER_MWH,
    fullHoursPerYear: claimedKw.reduce((count, kw, hour) => count + Number(kw > 0 && kw >= (offeredKw[hour] as number) * FULL_SHARE), 0),
  };
}

/** The exact hourly dispatch of a choice, verified. Takes some seconds for a big site: every hour of every stage, three times. */
export function planReport(evaluator: Evaluator, chosen: readonly Candidate[], plan: PlanValue): PlanReport {
  const { problem, rules } = evaluator;
  const last = new Map<number, DispatchedStage>();
  for (const stage of planDispatch(evaluator, chosen)) last.set(stage.source, stage);
  return {
    totals: planTotals(evaluator, plan),
    connections: plan.connections.map((value) => plannedConnection(evaluator, value, last)),
    buildings: problem.sources.map((_, source) => plannedBuilding(evaluator, source, last.get(source))),
    roadmap: roadmap(problem, chosen, planDispatch(evaluator, chosen)),
    violations: verifyPlan(problem, rules, { chosen, totals: plan, stages: planDispatch(evaluator, chosen) }),
  };
}
