/** What a plan must keep to, asked of a choice of candidates. */
import type { Evaluator } from './plan-value.js';
import type { Candidate, PlanRules } from './problem.js';

const names = (rules: PlanRules, candidate: Candidate): PlanRules['pins'] =>
  rules.pins.filter(({ demand, source }) => demand === candidate.demand && (source === null || source === candidate.source));

/** Not pinned out, and not to another source than the one its demand is pinned to. */
export function pinAllows(rules: PlanRules, candidate: Candidate): boolean {
  if (names(rules, candidate).some(({ pin }) => pin === 'out')) return false;
  return rules.pins.every(({ pin, demand, source }) =>
    pin === 'out' || demand !== candidate.demand || source === null || source === candidate.source);
}

export const pinnedInDemands = (rules: PlanRules): ReadonlySet<number> =>
  new Set(rules.pins.filter(({ pin }) => pin === 'in').map(({ demand }) => demand));

/** Heat it would take from the building over the horizon at full service, MWh. */
export const contractedMwh = (evaluator: Pick<Evaluator, 'full'>, candidate: Candidate): number =>
  evaluator.full(candidate).sums.reusedMwh;

/** Share of the contracted heat that goes to research; 1 of nothing. */
export function researchShare(evaluator: Pick<Evaluator, 'full' | 'problem'>, chosen: readonly Candidate[]): number {
  let research = 0;
  let all = 0;
  for (const candidate of chosen) {
    const mwh = contractedMwh(evaluator, candidate);
    all += mwh;
    if (evaluator.problem.demands[candidate.demand]?.research) research += mwh;
  }
  return all > 0 ? research / all : 1;
}

/** Emission it would avoid over the horizon at full service, t. */
export const contractedTonnes = (evaluator: Pick<Evaluator, 'full'>, candidate: Candidate): number =>
  evaluator.full(candidate).sums.avoidedTonnes;

/** Slack for sums that the solver rounds differently. */
const ROUNDING = 1e-9;

export function keepsRules(evaluator: Evaluator, chosen: readonly Candidate[]): boolean {
  const { rules } = evaluator;
  const investmentEur = chosen.reduce((sum, candidate) => sum + candidate.investmentEur, 0);
  const tonnes = rules.minimumAvoidedTonnes > 0 ? chosen.reduce((sum, each) => sum + contractedTonnes(evaluator, each), 0) : 0;
  const served = new Set(chosen.map(({ demand }) => demand));
  return investmentEur <= rules.budgetEur * (1 + ROUNDING)
    && tonnes >= rules.minimumAvoidedTonnes * (1 - ROUNDING)
    && served.size === chosen.length
    && chosen.every((candidate) => pinAllows(rules, candidate))
    && [...pinnedInDemands(rules)].every((demand) => served.has(demand))
    && (rules.minimumResearchShare === 0 || researchShare(evaluator, chosen) >= rules.minimumResearchShare - ROUNDING);
}
