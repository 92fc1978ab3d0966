/** What a choice of candidates is worth: every hour of every stage, exactly. */
import {
  addHour, fullHours, fullService, noSums, objectiveValue, type FullService, type ServiceSums,
} from './full-service.js';
import { hourValue } from './hour-value.js';
import { exceeds, rankedHours, serviceOrder, shareOut, type Contender, type RankedHours } from './hourly-service.js';
import { planYears, type PlanYears } from './plan-years.js';
import type { AllocationProblem, Candidate, PlanRules } from './problem.js';

/** One connection of a plan, over the horizon. */
export interface ConnectionValue {
  readonly candidate: Candidate;
  readonly npvEur: number;
  readonly avoidedTonnes: number;
  readonly reusedMwh: number;
  readonly deliveredMwh: number;
  /** Not delivered because the building's heat went to others, MWh. */
  readonly curtailedMwh: number;
}

export interface PlanValue {
  readonly value: number;
  readonly npvEur: number;
  readonly avoidedTonnes: number;
  readonly reusedMwh: number;
  readonly deliveredMwh: number;
  readonly investmentEur: number;
  readonly connections: readonly ConnectionValue[];
}

/** Told of every hour in which heat is short: stage [from, to) of the plan, hour of the year, value lost over the stage. */
export type ScarceHourObserver = (source: number, fromHour: number, toHour: number, hour: number, lostValue: number) => void;

export interface Evaluator {
  readonly problem: AllocationProblem;
  readonly rules: PlanRules;
  readonly years: PlanYears;
  full(candidate: Candidate): FullService;
  hours(candidate: Candidate): RankedHours;
  /** Value of a candidate that nobody competes with. */
  fullValue(candidate: Candidate): number;
  source(source: number, chosen: readonly Candidate[], observe?: ScarceHourObserver, boundaries?: readonly number[]): readonly ConnectionValue[];
  plan(chosen: readonly Candidate[]): PlanValue;
}

const byStart = (a: Candidate, b: Candidate): number => a.startHour - b.startHour || a.index - b.index;

const asContender = (candidate: Candidate, evaluator: Evaluator): Contender => ({
  candidate, full: evaluator.hours(candidate),
  first: evaluator.rules.minimumResearchShare > 0 && (evaluator.problem.demands[candidate.demand]?.research ?? false),
});

/** Contenders at one building in the order they start, and the times at which their number or a boundary changes. */
export interface SourceStage {
  readonly fromHour: number;
  readonly toHour: number;
  readonly contenders: readonly Contender[];
}

export function sourceStages(evaluator: Evaluator, chosen: readonly Candidate[], boundaries: readonly number[] = []): SourceStage[] {
  const contenders = [...chosen].sort(byStart).map((candidate) => asContender(candidate, evaluator));
  const starts = contenders.map(({ candidate }) => candidate.startHour);
  const first = starts[0] ?? Infinity;
  const times = [...new Set([...starts, ...boundaries.filter((time) => time > first)])]
    .filter((time) => time < evaluator.years.endHour).sort((a, b) => a - b);
  return times.map((fromHour, index) => ({
    fromHour, toHour: times[index + 1] ?? evaluator.years.endHour,
    contenders: contenders.filter(({ candidate }) => candidate.startHour <= fromHour),
  }));
}

interface Losses {
  readonly source: number;
  readonly sums: ReadonlyMap<Candidate, ServiceSums>;
  readonly observe: ScarceHourObserver | undefined;
}

/** Shares one scarce hour out and books what each gets less than it wants; gives the value lost. */
function bookHour(
  { weights }: PlanRules, contenders: readonly Contender[], sums: readonly (ServiceSums | undefined)[], delivered: Float64Array,
  hour: number, times: number, discounted: number,
): number {
  let lostValue = 0;
  for (let index = 0; index < contenders.length; index++) {
    const full = contenders[index]?.full;
    const own = sums[index];
    if (!full || !own) continue;
    const wanted = full.deliveredKw[hour] as number;
    const given = delivered[index] as number;
    if (wanted === given) continue;
    addHour(own, full.line, hour, wanted, times, discounted);
    addHour(own, full.line, hour, given, -times, -discounted);
    const factor = discounted / times;
    const kept = given > 0 ? hourValue(full.line, weights, hour, given, factor) : 0;
    lostValue += times * (hourValue(full.line, weights, hour, wanted, factor) - kept);
  }
  return lostValue;
}

function subtractLosses(evaluator: Evaluator, { fromHour, toHour, contenders }: SourceStage, claimsKw: Float64Array, losses: Losses): void {
  const { rules, problem, years } = evaluator;
  const offeredKw = problem.sources[losses.source]?.offeredKw ?? new Float64Array();
  const [from, to] = [years.from(fromHour), years.from(toHour)];
  const working = serviceOrder(contenders.length);
  const delivered = new Float64Array(contenders.length);
  const sums = contenders.map(({ candidate }) => losses.sums.get(candidate));
  for (let hour = 0; hour < problem.hoursPerYear; hour++) {
    const offered = offeredKw[hour] as number;
    const times = (from.years[hour] as number) - (to.years[hour] as number);
    if (times <= 0 || !exceeds(claimsKw[hour] as number, offered)) continue;
    const discounted = (from.discounted[hour] as number) - (to.discounted[hour] as number);
    shareOut(contenders, hour, offered, working, delivered);
    const lostValue = bookHour(rules, contenders, sums, delivered, hour, times, discounted);
    losses.observe?.(losses.source, fromHour, toHour, hour, lostValue);
  }
}

function sourceValue(
  evaluator: Evaluator, source: number, chosen: readonly Candidate[],
  observe: ScarceHourObserver | undefined, boundaries: readonly number[] | undefined,
): ConnectionValue[] {
  const lost = new Map(chosen.map((candidate) => [candidate, noSums()]));
  const claimsKw = new Float64Array(evaluator.problem.hoursPerYear);
  const counted = new Set<Candidate>();
  for (const stage of sourceStages(evaluator, chosen, boundaries)) {
    for (const { candidate, full } of stage.contenders) {
      if (counted.has(candidate)) continue;
      counted.add(candidate);
      for (let hour = 0; hour < claimsKw.length; hour++) claimsKw[hour] = (claimsKw[hour] as number) + (full.claimKw[hour] as number);
    }
    subtractLosses(evaluator, stage, claimsKw, { source, sums: lost, observe });
  }
  return chosen.map((candidate) => {
    const { sums, npvEur } = evaluator.full(candidate);
    const less = lost.get(candidate) ?? noSums();
    return {
      candidate, npvEur: npvEur - less.cashEur, avoidedTonnes: sums.avoidedTonnes - less.avoidedTonnes,
      reusedMwh: sums.reusedMwh - less.reusedMwh, deliveredMwh: sums.deliveredMwh - less.deliveredMwh,
      curtailedMwh: less.deliveredMwh,
    };
  });
}

export function totalValue(rules: PlanRules, connections: readonly ConnectionValue[]): PlanValue {
  const sum = (of: (each: ConnectionValue) => number): number => connections.reduce((total, each) => total + of(each), 0);
  const totals = {
    npvEur: sum(({ npvEur }) => npvEur), avoidedTonnes: sum((each) => each.avoidedTonnes), reusedMwh: sum(({ reusedMwh }) => reusedMwh),
    deliveredMwh: sum(({ deliveredMwh }) => deliveredMwh), investmentEur: sum(({ candidate }) => candidate.investmentEur),
  };
  return { ...totals, value: objectiveValue(rules.weights, totals), connections };
}

/** So many candidates' hours are kept at hand: 210 kB each. */
const HOURS_KEPT = 200;

interface Known { readonly years: PlanYears; readonly services: Map<number, FullService> }

/** What no rule and no objective changes, for each problem. */
const knownOf = new WeakMap<AllocationProblem, Known>();

function knownAbout(problem: AllocationProblem): Known {
  const known = knownOf.get(problem) ?? { years: planYears(problem), services: new Map<number, FullService>() };
  knownOf.set(problem, known);
  return known;
}

/** Evaluates choices of one problem by one objective; keeps what does not change between them. */
export function planEvaluator(problem: AllocationProblem, rules: PlanRules): Evaluator {
  const { years, services } = knownAbout(problem);
  const kept = new Map<number, RankedHours>();
  const remember = (index: number, hours: RankedHours): RankedHours => {
    const [oldest] = kept.keys();
    if (kept.size >= HOURS_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(index, hours);
    return hours;
  };
  const evaluator: Evaluator = {
    problem, rules, years,
    full: (candidate) => {
      const service = services.get(candidate.index) ?? fullService(problem, years, candidate);
      services.set(candidate.index, service);
      return service;
    },
    hours: (candidate) => kept.get(candidate.index) ?? remember(candidate.index, rankedHours(fullHours(problem, candidate), rules.weights)),
    fullValue: (candidate) => {
      const { npvEur, sums } = evaluator.full(candidate);
      return objectiveValue(rules.weights, { npvEur, avoidedTonnes: sums.avoidedTonnes, reusedMwh: sums.reusedMwh });
    },
    source: (source, chosen, observe, boundaries) => sourceValue(evaluator, source, chosen, observe, boundaries),
    plan: (chosen) => totalValue(rules, problem.sources.flatMap((_, source) =>
      evaluator.source(source, chosen.filter((candidate) => candidate.source === source)))),
  };
  return evaluator;
}
