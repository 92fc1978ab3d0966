/** Makes a choice better one partner at a time, by its exact value: another candidate for a demand, one more, one less. */
import { estimateMoves, type Move } from './move-estimate.js';
import { totalValue, type ConnectionValue, type Evaluator, type PlanValue } from './plan-value.js';
import type { Candidate } from './problem.js';
import { keepsRules } from './rules.js';

/** A choice with its value by source, so that a change evaluates only the buildings it touches. */
export interface ValuedChoice {
  readonly chosen: readonly Candidate[];
  readonly bySource: readonly (readonly ConnectionValue[])[];
  readonly plan: PlanValue;
}

export function valueChoice(evaluator: Evaluator, chosen: readonly Candidate[], before?: ValuedChoice): ValuedChoice {
  const bySource = evaluator.problem.sources.map((_, source) => {
    const own = chosen.filter((candidate) => candidate.source === source);
    const same = before?.bySource[source];
    const unchanged = same?.length === own.length && own.every((candidate, index) => same[index]?.candidate === candidate);
    return unchanged && same ? same : evaluator.source(source, own);
  });
  return { chosen, bySource, plan: totalValue(evaluator.rules, bySource.flat()) };
}

/** The choice with one demand served by another candidate, or by none. */
export const replaced = (chosen: readonly Candidate[], demand: number, candidate: Candidate | undefined): Candidate[] =>
  [...chosen.filter((each) => each.demand !== demand), ...(candidate ? [candidate] : [])].sort((a, b) => a.index - b.index);

const ROUNDS = 6;
/** Moves that look best are valued exactly, so many of each demand. */
const MOVES_A_DEMAND = 3;
const NEGLIGIBLE_GAIN = 1e-9;

const moveOf = (evaluator: Evaluator, current: ValuedChoice, { demand, candidate }: Move): ValuedChoice | undefined => {
  const chosen = replaced(current.chosen, demand, candidate);
  return keepsRules(evaluator, chosen) ? valueChoice(evaluator, chosen, current) : undefined;
};

/** Goes through all demands until no change that looks good gains anything. `goOn` is awaited between demands. */
export async function improve(
  evaluator: Evaluator, start: ValuedChoice, candidates: readonly Candidate[], goOn: () => Promise<boolean>,
): Promise<ValuedChoice> {
  let current = start;
  for (let round = 0; round < ROUNDS; round++) {
    const before = current;
    const least = NEGLIGIBLE_GAIN * Math.max(1, Math.abs(current.plan.value));
    for (const moves of estimateMoves(evaluator, current.chosen, candidates)) {
      if (!await goOn()) return current;
      for (const move of moves.slice(0, MOVES_A_DEMAND)) {
        if (move.gain <= -least) break;
        const changed = moveOf(evaluator, current, move);
        if (changed && changed.plan.value > current.plan.value + least) current = changed;
      }
    }
    if (current === before) break;
  }
  return current;
}
