/** From a site, its sources and the demands to the plan's problem: every way to connect at every capacity. */
import { attemptConnection } from '../connection.js';
import { dispatchLines, dispatchTotals } from '../dispatch.js';
import { annuityFactor, heatPumpOandMEurPerMwh, investmentEur } from '../economics.js';
import { hourlySeries } from '../hourly-series.js';
import {
  CONNECTIONS, type Connection, type DemandInput, type EconomicsInput, type MatchResult, type SiteInput, type SourceInput,
} from '../match-case.js';
import { evaluateCase } from '../match.js';
import { prepareCase, type PreparedCase } from '../prepared-case.js';
import { HOURS_PER_YEAR } from '../units.js';
import { firstDate, firstHour, startOf } from './plan-dates.js';
import type { AllocationProblem, Candidate, PlanDemand, PlanSource } from './problem.js';

export interface AllocationInput {
  readonly site: SiteInput;
  readonly sources: readonly SourceInput[];
  readonly demands: readonly DemandInput[];
  readonly economics?: EconomicsInput;
  /** Years counted from the first commissioning; the lifetime when left out. */
  readonly horizonYears?: number;
  /** YYYY-MM-DD: nothing of the plan lies before this day, whatever was commissioned or asked for earlier. */
  readonly notBefore?: string;
}

export const sourceName = (source: SourceInput, index: number): string => source.name ?? `source ${index + 1}`;
export const demandName = (demand: DemandInput, index: number): string => demand.name ?? `demand ${index + 1}`;

interface Pair {
  readonly source: number;
  readonly demand: number;
  readonly prepared: PreparedCase;
  readonly result: MatchResult;
  readonly startHour: number;
  readonly startDate: string | null;
}

function candidatesOfConnection(pair: Pair, connection: Connection): Omit<Candidate, 'index'>[] {
  const { prepared: { task, peakDemandKw, assumptions, hours }, result } = pair;
  const found: Omit<Candidate, 'index'>[] = [];
  for (let step = 1; step <= assumptions.capacityCandidates && peakDemandKw > 0; step++) {
    const attempt = attemptConnection(connection, task, (peakDemandKw * step) / assumptions.capacityCandidates);
    if ('failure' in attempt) continue;
    const { design } = attempt;
    const lines = dispatchLines(design);
    if (dispatchTotals(lines, hours).deliveredMwh <= 0) continue;
    const isMatch = result.feasible && result.design.connection === connection && result.design.capacityKw === design.capacityKw;
    found.push({
      source: pair.source, demand: pair.demand, connection, capacityKw: design.capacityKw, dn: design.pipe.dn,
      parallelPairs: design.pipe.parallelPairs, cop: design.cop, lines,
      investmentEur: investmentEur(design, assumptions).total,
      heatPumpOandMEurPerMwh: design.cop === null ? 0 : heatPumpOandMEurPerMwh(design.capacityKw, assumptions),
      startHour: pair.startHour, startDate: pair.startDate, matchScore: isMatch ? result.score.total : null,
    });
  }
  return found;
}

function pairs({ site, sources, demands, economics }: AllocationInput, day0: string | null): Pair[] {
  return demands.flatMap((demand, demandIndex) => sources.map((source, sourceIndex): Pair => {
    const matchCase = { site, source, demand, ...(economics && { economics }) };
    return {
      source: sourceIndex, demand: demandIndex, result: evaluateCase(matchCase), prepared: prepareCase(matchCase),
      ...startOf(day0, source.availableFrom, demand.startDate),
    };
  }));
}

function planSources(input: AllocationInput, all: readonly Pair[], day0: string | null): PlanSource[] {
  return input.sources.map((source, index) => {
    const prepared = all.find((pair) => pair.source === index)?.prepared;
    return {
      name: sourceName(source, index), availableFrom: source.availableFrom ?? null,
      startHour: startOf(day0, source.availableFrom, undefined).startHour,
      offeredKw: prepared?.hours.offeredKw ?? new Float64Array(HOURS_PER_YEAR),
      electricityMwh: (prepared?.itEnergyMwh ?? 0) * input.site.pue,
    };
  });
}

function planDemands({ demands, sources }: AllocationInput, all: readonly Pair[]): PlanDemand[] {
  return demands.map((demand, index) => {
    const own = all.filter((pair) => pair.demand === index);
    return {
      name: demandName(demand, index), startDate: demand.startDate ?? null, research: demand.research !== undefined,
      demandKw: own[0]?.prepared.hours.demandKw ?? new Float64Array(HOURS_PER_YEAR),
      costEurPerMwh: demand.alternative.costEurPerMwh, emissionKgPerMwh: demand.alternative.emissionKgPerMwh,
      profile: 'archetype' in demand.profile ? demand.profile.archetype : 'uploaded',
      obstacles: own.flatMap(({ source, result }) => (result.feasible ? []
        : [`${sourceName(sources[source] as SourceInput, source)}: ${result.reasons.join(' ')}`])),
    };
  });
}

/** The first commissioning, but no day before the plan may begin. */
function dayZero({ sources, demands, notBefore }: AllocationInput): string | null {
  const first = firstDate(sources.map(({ availableFrom }) => availableFrom), demands.map(({ startDate }) => startDate));
  return notBefore !== undefined && (first === null || first < notBefore) ? notBefore : first;
}

/**
 * Expects at least one source and one demand. Throws InvalidInputError, as the match model does, on a case it cannot trust. The
 * capture fraction may differ between sources; every other assumption is the site's and so the same for all.
 */
export function allocationProblem(input: AllocationInput): AllocationProblem {
  const day0 = dayZero(input);
  const all = pairs(input, day0);
  const [first] = all;
  if (!first) throw new RangeError('a plan needs at least one source and one demand');
  const { assumptions, terms } = first.prepared;
  return {
    hoursPerYear: HOURS_PER_YEAR, horizonYears: input.horizonYears ?? assumptions.lifetimeYears,
    firstDate: day0, firstHour: firstHour(day0),
    discountRate: assumptions.discountRate, annuity: annuityFactor(assumptions.discountRate, assumptions.lifetimeYears),
    fixedOandM: assumptions.fixedOandM,
    priceEurPerMwh: hourlySeries(input.site.electricity.priceEurPerMwh), gridKgPerMwh: input.site.electricity.emissionKgPerMwh,
    coolingCreditEurPerMwh: assumptions.coolingElectricityPerHeat * terms.meanPriceEurPerMwh,
    sources: planSources(input, all, day0), demands: planDemands(input, all),
    candidates: all.flatMap((pair) => CONNECTIONS.flatMap((connection) => candidatesOfConnection(pair, connection)))
      .map((candidate, index) => ({ ...candidate, index })),
  };
}
