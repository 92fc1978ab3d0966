/** Which candidates a plan is chosen from: those that can be of use under the rules. */
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';
import { contractedMwh, contractedTonnes, pinAllows, pinnedInDemands } from './rules.js';

type Measure = (candidate: Candidate) => number;

/** From the smallest capacity up, those worth more than every smaller one, and than `above`, by at least one measure. */
function records(sorted: readonly Candidate[], measures: readonly Measure[], above: number): Candidate[] {
  const best = measures.map(() => above);
  return sorted.filter((candidate) => {
    const values = measures.map((measure) => measure(candidate));
    const isRecord = values.some((value, index) => value > (best[index] as number));
    values.forEach((value, index) => { best[index] = Math.max(best[index] as number, value); });
    return isRecord;
  });
}

/**
 * Starts within the horizon, is not pinned out, does not cost more than the whole budget; of one connection the capacities that are
 * worth more at full service than every smaller one. What is worth nothing even when nobody competes is left out, unless it is
 * pinned in or counts towards what the rules ask for: heat for research, emission avoided.
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
    return records(sorted, measures, pinned.has(demand) ? -Infinity : 0);
  });
}
