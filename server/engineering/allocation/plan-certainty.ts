/** How sure is the plan? Its connections drawn together, each with the part of the building's heat that the dispatch gives it. */
import { simulatePlan, type PlanMember, type PlanSimulation } from '../uncertainty/index.js';
import { demandName, type AllocationInput } from './build-problem.js';
import { claimKw, hourLine } from './hour-value.js';
import { planDispatch } from './plan-dispatch.js';
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';

/** Same plan, same draws. */
export const PLAN_SEED = 1;

export interface PlanCertainty extends PlanSimulation {
  /** Of the plan itself, EUR; `assumedNpvEur` holds what everybody gets in the last stage fixed and so may be a little less. */
  readonly planNpvEur: number;
}

/**
 * Parts of each hour's offer, 0..1, by connection, once everybody has started. Heat that nobody claims is shared out like the
 * rest, so that a partner who turns out to need more finds it.
 */
function sharesOfOffer(evaluator: Evaluator, chosen: readonly Candidate[]): ReadonlyMap<Candidate, Float64Array> {
  const { problem } = evaluator;
  const shares = new Map<Candidate, Float64Array>();
  for (const { connections } of planDispatch(evaluator, chosen)) {
    const claims = connections.map(({ candidate, deliveredKw }) => {
      const line = hourLine(problem, candidate);
      return deliveredKw.map((kw) => (kw > 0 ? claimKw(line, kw) : 0));
    });
    const sums = new Float64Array(problem.hoursPerYear).map((_, hour) => claims.reduce((sum, own) => sum + (own[hour] as number), 0));
    // A later stage of the same source follows and replaces an earlier one.
    connections.forEach(({ candidate }, index) => {
      shares.set(candidate, sums.map((sum, hour) => (sum > 0 ? Math.min(1, (claims[index]?.[hour] as number) / sum) : 1 / connections.length)));
    });
  }
  return shares;
}

/** The connections of a plan as `simulatePlan` takes them, by the names of their demands. */
export function planMembers({ site, sources, demands, economics }: AllocationInput, evaluator: Evaluator, chosen: readonly Candidate[]): PlanMember[] {
  const { problem: { annuity }, years } = evaluator;
  const shares = sharesOfOffer(evaluator, chosen);
  return chosen.map((candidate): PlanMember => {
    const [source, demand, shareOfOffer] = [sources[candidate.source], demands[candidate.demand], shares.get(candidate)];
    if (!source || !demand || !shareOfOffer) throw new RangeError(`candidate ${candidate.index} is of another problem`);
    return {
      id: demandName(demand, candidate.demand), matchCase: { site, source, demand, ...(economics && { economics }) },
      design: { connection: candidate.connection, capacityKw: candidate.capacityKw }, shareOfOffer,
      // Cash flow and investment run as annuities, so years within the horizon count in proportion.
      partOfNpv: Math.min(1, years.from(candidate.startHour).discountedYears * annuity),
    };
  });
}

/** Null for a plan that connects nobody. Throws Error when a design of the plan does not work any more, which is a fault of this program. */
export function planCertainty(input: AllocationInput, evaluator: Evaluator, chosen: readonly Candidate[]): PlanCertainty | null {
  if (chosen.length === 0) return null;
  const simulation = simulatePlan(planMembers(input, evaluator, chosen), { seed: PLAN_SEED });
  if (!simulation.feasible) throw new Error(`the plan's own designs do not work: ${JSON.stringify(simulation.infeasible)}`);
  return { ...simulation, planNpvEur: evaluator.plan(chosen).npvEur };
}
