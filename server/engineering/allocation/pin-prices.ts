/** What each pin costs: the best plan without it against the plan with it. */
import { allocate, type AllocateOptions, type Allocation } from './allocate.js';
import type { MilpSolver } from './milp.js';
import type { AllocationProblem, PlanPin, PlanRules } from './problem.js';

export interface PinPrice {
  readonly pin: PlanPin;
  /** Value of the best plan found without the pin less the value with it; never below 0, because the plan with it would do as well. */
  readonly price: number;
  /** The true price is no more than this: the bound without the pin less the value with it. */
  readonly atMost: number;
}

export async function pinPrices(
  problem: AllocationProblem, rules: PlanRules, { plan }: Allocation, solver: MilpSolver, options: AllocateOptions,
): Promise<PinPrice[]> {
  const prices: PinPrice[] = [];
  for (const pin of rules.pins) {
    const free = await allocate(problem, { ...rules, pins: rules.pins.filter((each) => each !== pin) }, solver, options);
    if (free.status !== 'planned') continue;
    prices.push({
      pin, price: Math.max(0, free.plan.value - plan.value), atMost: Math.max(0, free.bound - plan.value),
    });
  }
  return prices;
}
