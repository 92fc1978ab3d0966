/** What a site does without a plan: down the list of matches by score, taking each that still pays with the heat that is left. */
import { addHour, deliverableKw, noSums, objectiveValue, type FullHours } from './full-service.js';
import { claimKw } from './hour-value.js';
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';
import { pinAllows, pinnedInDemands } from './rules.js';

function claimsFromRest({ line, deliveredKw }: FullHours, restKw: Float64Array): { deliveredKw: Float64Array; claimKw: Float64Array } {
  const delivered = restKw.map((rest, hour) => Math.min(deliveredKw[hour] as number, deliverableKw(line, hour, rest)));
  return { deliveredKw: delivered, claimKw: delivered.map((kw) => (kw > 0 ? claimKw(line, kw) : 0)) };
}

/** Value of a candidate that gets only what is left, as if everybody had started. */
function valueOfRest(evaluator: Evaluator, candidate: Candidate, full: FullHours, deliveredKw: Float64Array): number {
  const weights = evaluator.years.from(candidate.startHour);
  const sums = noSums();
  deliveredKw.forEach((kw, hour) =>
    addHour(sums, full.line, hour, kw, weights.years[hour] as number, weights.discounted[hour] as number));
  return objectiveValue(evaluator.rules.weights, {
    npvEur: sums.cashEur - evaluator.full(candidate).fixedCostEur, avoidedTonnes: sums.avoidedTonnes, reusedMwh: sums.reusedMwh,
  });
}

/** Matches as the ranking has them, best score first; what is pinned in comes before all others. */
function byScore(evaluator: Evaluator): Candidate[] {
  const { problem, rules, years } = evaluator;
  const pinned = pinnedInDemands(rules);
  const rank = ({ demand, matchScore }: Candidate): number => (matchScore ?? 0) + (pinned.has(demand) ? Infinity : 0);
  return problem.candidates
    .filter((each) => each.matchScore !== null && pinAllows(rules, each) && each.startHour < years.endHour)
    .sort((a, b) => Number(rank(b) > rank(a)) - Number(rank(b) < rank(a)) || (b.matchScore ?? 0) - (a.matchScore ?? 0) || a.index - b.index);
}

/** Each match in its own design, first come first served; knows the budget and the pins, but nothing of shares. */
export function greedyByScore(evaluator: Evaluator): Candidate[] {
  const { problem, rules } = evaluator;
  const restKw = problem.sources.map(({ offeredKw }) => Float64Array.from(offeredKw));
  const pinned = pinnedInDemands(rules);
  const chosen: Candidate[] = [];
  const served = new Set<number>();
  let leftEur = rules.budgetEur;
  for (const candidate of byScore(evaluator)) {
    const rest = restKw[candidate.source];
    if (!rest || served.has(candidate.demand) || candidate.investmentEur > leftEur) continue;
    const full = evaluator.hours(candidate);
    const claims = claimsFromRest(full, rest);
    if (!pinned.has(candidate.demand) && !(valueOfRest(evaluator, candidate, full, claims.deliveredKw) > 0)) continue;
    claims.claimKw.forEach((kw, hour) => { rest[hour] = Math.max(0, (rest[hour] as number) - kw); });
    chosen.push(candidate);
    served.add(candidate.demand);
    leftEur -= candidate.investmentEur;
  }
  return chosen;
}
