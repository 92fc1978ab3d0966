/** Which candidates a plan is chosen from: those that can be of use under the rules. */
import { hourValue } from './hour-value.js';
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';
import { contractedMwh, contractedTonnes, pinAllows, pinnedInDemands } from './rules.js';

type Measure = (candidate: Candidate) => number;

/** Costs no less, claims no less in any hour, and is worth no more by any measure. */
function dominated(evaluator: Evaluator, candidate: Candidate, by: Candidate, measures: readonly Measure[]): boolean {
  if (by.investmentEur > candidate.investmentEur || measures.some((measure) => measure(by) < measure(candidate))) return false;
  const { claimKw } = evaluator.hours(candidate);
  return evaluator.hours(by).claimKw.every((kw, hour) => kw <= (claimKw[hour] as number));
}

/** Value if every hour that loses something could be left to others: a candidate is worth no more in any company. */
function mostValue(evaluator: Evaluator, candidate: Candidate): number {
  const { years, rules: { weights } } = evaluator;
  const { line, deliveredKw } = evaluator.hours(candidate);
  const from = years.from(candidate.startHour);
  return deliveredKw.reduce((value, delivered, hour) => {
    const times = from.years[hour] as number;
    if (delivered <= 0 || times <= 0) return value;
    const worth = hourValue(line, weights, hour, delivered, (from.discounted[hour] as number) / times);
    return value - times * Math.min(0, worth);
  }, evaluator.fullValue(candidate));
}

/** From the smallest capacity up, those that can be worth more than `above` by some measure and that no smaller one dominates. */
function useful(evaluator: Evaluator, sorted: readonly Candidate[], measures: readonly Measure[], above: number): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of sorted) {
    if (measures.every((measure) => measure(candidate) <= above) && mostValue(evaluator, candidate) <= above) continue;
    if (!kept.some((by) => dominated(evaluator, candidate, by, measures))) kept.push(candidate);
  }
  return kept;
}

/**
 * Starts within the horizon, is not pinned out, does not cost more than the whole budget; of one connection the capacities that no
 * smaller one dominates. What can be worth nothing in any company is left out, unless it is pinned in or counts towards what the
 * rules ask for: heat for research, emission avoided.
 */
export function usableCandidates(evaluator: Evaluator): Candidate[] {
  const { problem, rules, years } = evaluator;
  const pinned = pinnedInDemands(rules);
  const groups = new Map<string, Candidate[]>();
  for (const candidate of problem.candidates) {
    const usable = candidate.startHour < years.endHour && candidate.investmentEur <= rules.budgetEur && pinAllows(rules, candidate);
    if (!usable) continue;
    const key = `${candidate.source} ${candidate.demand} ${candidate.connection}`;
    groups.set(key, [...(groups.get(key) ?? []), candidate]);
  }
  return [...groups.values()].flatMap((group) => {
    const demand = group[0]?.demand ?? -1;
    const forResearch = rules.minimumResearchShare > 0 && problem.demands[demand]?.research === true;
    const measures: Measure[] = [(each) => evaluator.fullValue(each)];
    if (rules.minimumAvoidedTonnes > 0) measures.push((each) => contractedTonnes(evaluator, each));
    if (forResearch) measures.push((each) => contractedMwh(evaluator, each));
    const sorted = [...group].sort((a, b) => a.capacityKw - b.capacityKw || a.index - b.index);
    return useful(evaluator, sorted, measures, pinned.has(demand) ? -Infinity : 0);
  });
}
