/** Why a partner is not in the plan, and what the plan would lose by serving it after all. */
import { replaced, valueChoice, type ValuedChoice } from './improve.js';
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';
import { keepsRules, pinAllows } from './rules.js';

export type LeftOutReason =
  /** No way to connect it works. */
  | 'not-feasible'
  | 'pinned-out'
  /** Starts only after the horizon. */
  | 'too-late'
  /** Worth nothing even if nobody else wanted the heat. */
  | 'not-worth-it'
  /** Worth something alone, less than what it takes from others. */
  | 'others-worth-more'
  /** Nothing that keeps the budget and the other rules has it. */
  | 'against-the-rules';

export interface LeftOut {
  readonly demand: number;
  readonly reason: LeftOutReason;
  /** Its best candidate's value if nobody else wanted the heat; null where there is none. */
  readonly aloneValue: number | null;
  /** The best way found to serve it within the plan. */
  readonly candidate: Candidate | null;
  /** The plan's value less the value of the best plan found that serves it; the true loss is no more. Null where none keeps the rules. */
  readonly lostValue: number | null;
}

/** So many ways to serve a partner are valued exactly. */
const WAYS_TRIED = 4;

function bestOf(evaluator: Evaluator, choices: readonly (readonly Candidate[])[], before: ValuedChoice): ValuedChoice | undefined {
  let best: ValuedChoice | undefined;
  for (const chosen of choices) {
    if (!keepsRules(evaluator, chosen)) continue;
    const valued = valueChoice(evaluator, chosen, before);
    if (!best || valued.plan.value > best.plan.value) best = valued;
  }
  return best;
}

/** The plan with one more partner: added, or in the place of one other. */
function servedAfterAll(
  evaluator: Evaluator, plan: ValuedChoice, own: readonly Candidate[],
): { readonly choice: ValuedChoice; readonly candidate: Candidate } | undefined {
  const byValue = [...own].sort((a, b) => evaluator.fullValue(b) - evaluator.fullValue(a));
  const ways = evaluator.problem.sources.flatMap((_, source) => byValue.filter((each) => each.source === source).slice(0, WAYS_TRIED));
  let best: { choice: ValuedChoice; candidate: Candidate } | undefined;
  for (const candidate of ways) {
    const added = replaced(plan.chosen, candidate.demand, candidate);
    const others = plan.chosen.filter((each) => each.source === candidate.source || !keepsRules(evaluator, added));
    const choices = [added, ...others.map((other) => added.filter((each) => each !== other))];
    const choice = bestOf(evaluator, choices, plan);
    if (choice && (!best || choice.plan.value > best.choice.plan.value)) best = { choice, candidate };
  }
  return best;
}

function leftOut(evaluator: Evaluator, plan: ValuedChoice, demand: number): LeftOut {
  const all = evaluator.problem.candidates.filter((each) => each.demand === demand);
  const none = (reason: LeftOutReason): LeftOut => ({ demand, reason, aloneValue: null, candidate: null, lostValue: null });
  if (all.length === 0) return none('not-feasible');
  const allowed = all.filter((each) => pinAllows(evaluator.rules, each));
  if (allowed.length === 0) return none('pinned-out');
  const own = allowed.filter(({ startHour }) => startHour < evaluator.years.endHour);
  if (own.length === 0) return none('too-late');
  const aloneValue = own.reduce((best, each) => Math.max(best, evaluator.fullValue(each)), -Infinity);
  const served = servedAfterAll(evaluator, plan, own);
  if (!served) return { demand, reason: 'against-the-rules', aloneValue, candidate: null, lostValue: null };
  return {
    demand, aloneValue, candidate: served.candidate, lostValue: plan.plan.value - served.choice.plan.value,
    reason: aloneValue > 0 ? 'others-worth-more' : 'not-worth-it',
  };
}

/** Every demand the plan does not serve, in the order of the demands. `goOn` is awaited between them. */
export async function leftOutPartners(
  evaluator: Evaluator, chosen: readonly Candidate[], goOn: () => Promise<void>,
): Promise<LeftOut[]> {
  const plan = valueChoice(evaluator, chosen);
  const served = new Set(chosen.map(({ demand }) => demand));
  const found: LeftOut[] = [];
  for (let demand = 0; demand < evaluator.problem.demands.length; demand++) {
    if (served.has(demand)) continue;
    await goOn();
    found.push(leftOut(evaluator, plan, demand));
  }
  return found;
}
