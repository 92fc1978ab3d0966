/**
 * NPV against avoided CO2: plans of which no other is better in both. First the two ends, then between the two neighbours widest
 * apart, until there are enough: the best plan at the price of a tonne at which the two are worth the same; where that is one of the
 * two again, the plan of highest NPV that at full service avoids at least the mean of what they do.
 */
import { allocate, type AllocateOptions, type Allocation } from './allocate.js';
import type { MilpSolver } from './milp.js';
import { OBJECTIVE_WEIGHTS, type AllocationProblem, type ObjectiveWeights, type PlanRules } from './problem.js';
import { planEvaluator } from './plan-value.js';
import { contractedTonnes } from './rules.js';

export interface ParetoPoint {
  readonly allocation: Allocation;
  /** NPV given up for each further tonne avoided, against the point before; null for the first. */
  readonly eurPerTonne: number | null;
}

export interface ParetoFront {
  /** Highest NPV first; a single one when one plan is the best in both. */
  readonly points: readonly ParetoPoint[];
  /** How many plans were sought; the others were no better than a point of the front. */
  readonly plansSought: number;
}

export interface ParetoOptions extends AllocateOptions {
  readonly points: number;
  /** The plan of highest NPV under the same rules, where it is known already. */
  readonly npvEnd?: Allocation;
  /** Awaited with the front so far after each plan; false ends the search. */
  readonly goOn?: (front: ParetoFront) => Promise<boolean>;
}

/** At the CO2 end a tonne counts as much as 10,000 EUR: more than anybody pays, and yet no fortune for a last tonne. */
const CO2_END: ObjectiveWeights = { npv: 1e-4, co2EurPerTonne: 1, heatEurPerMwh: 0 };
/** Plans sought for each point wanted, at most. */
const PATIENCE = 3;
const ROUNDING = 1e-9;

const npvOf = ({ plan }: Allocation): number => plan.npvEur;
const tonnesOf = ({ plan }: Allocation): number => plan.avoidedTonnes;
const atLeast = (a: number, b: number): boolean => a >= b - ROUNDING * Math.max(1, Math.abs(b));

/** Without those that another is at least as good as in both; highest NPV first. */
export function nonDominated(plans: readonly Allocation[]): Allocation[] {
  const sorted = [...plans].sort((a, b) => npvOf(b) - npvOf(a) || tonnesOf(b) - tonnesOf(a));
  const front: Allocation[] = [];
  for (const plan of sorted) {
    const last = front.at(-1);
    if (!last || !atLeast(tonnesOf(last), tonnesOf(plan))) front.push(plan);
  }
  return front;
}

interface Neighbours { readonly left: Allocation; readonly right: Allocation }

const keyOf = ({ left, right }: Neighbours): string => [npvOf(left), tonnesOf(left), npvOf(right), tonnesOf(right)].join(' ');

/** Neighbours not yet looked between, the widest apart first, each direction counted in parts of the whole front. */
function widest(front: readonly Allocation[], done: ReadonlySet<string>): Neighbours | undefined {
  const [first, last] = [front[0], front.at(-1)];
  if (!first || !last || first === last) return undefined;
  const width = ({ left, right }: Neighbours): number => (npvOf(left) - npvOf(right)) / (npvOf(first) - npvOf(last))
    + (tonnesOf(right) - tonnesOf(left)) / (tonnesOf(last) - tonnesOf(first));
  return front.slice(1).map((right, index) => ({ left: front[index] as Allocation, right }))
    .filter((each) => !done.has(keyOf(each))).sort((a, b) => width(b) - width(a))[0];
}

/** Plans in a row, each told how far the whole is. */
class Seeker {
  sought = 0;
  private readonly contracted: ReturnType<typeof planEvaluator>;

  constructor(
    private readonly problem: AllocationProblem, private readonly rules: PlanRules, private readonly solver: MilpSolver,
    private readonly options: ParetoOptions,
  ) {
    this.contracted = planEvaluator(problem, rules);
  }

  async plan(weights: ObjectiveWeights, minimumAvoidedTonnes: number, near: readonly Allocation[]): Promise<Allocation[]> {
    this.sought += 1;
    const { progress, points } = this.options;
    const allocation = await allocate(this.problem, { ...this.rules, weights, minimumAvoidedTonnes }, this.solver, {
      ...this.options, starts: near.map(({ chosen }) => chosen),
      progress: (each) => progress?.({ ...each, fraction: Math.min(1, (this.sought - 1 + each.fraction) / points) }),
    });
    return allocation.status === 'planned' ? [allocation] : [];
  }

  async between({ left, right }: Neighbours): Promise<Allocation[]> {
    const eurPerTonne = (npvOf(left) - npvOf(right)) / (tonnesOf(right) - tonnesOf(left));
    const priced = await this.plan({ npv: 1, co2EurPerTonne: eurPerTonne, heatEurPerMwh: 0 }, this.rules.minimumAvoidedTonnes, [left, right]);
    if (nonDominated([left, right, ...priced]).length > 2) return priced;
    const tonnes = ({ chosen }: Allocation): number => chosen.reduce((sum, each) => sum + contractedTonnes(this.contracted, each), 0);
    return [...priced, ...await this.plan(OBJECTIVE_WEIGHTS.npv, Math.max(0, (tonnes(left) + tonnes(right)) / 2), [left, right])];
  }
}

function frontOf(plans: readonly Allocation[], plansSought: number): ParetoFront {
  const eurPerTonne = (plan: Allocation, before: Allocation | undefined): number | null =>
    (before ? (npvOf(before) - npvOf(plan)) / (tonnesOf(plan) - tonnesOf(before)) : null);
  return { plansSought, points: plans.map((allocation, index) => ({ allocation, eurPerTonne: eurPerTonne(allocation, plans[index - 1]) })) };
}

/** `timeLimitSeconds` is for each plan. */
export async function paretoFront(
  problem: AllocationProblem, rules: PlanRules, solver: MilpSolver, options: ParetoOptions,
): Promise<ParetoFront> {
  const seeker = new Seeker(problem, rules, solver, options);
  const { points, npvEnd, goOn } = options;
  const { minimumAvoidedTonnes } = rules;
  let front = npvEnd ? [npvEnd] : await seeker.plan(OBJECTIVE_WEIGHTS.npv, minimumAvoidedTonnes, []);
  let going = true;
  const add = async (plans: readonly Allocation[]): Promise<void> => {
    front = nonDominated([...front, ...plans]);
    going = await goOn?.(frontOf(front, seeker.sought)) ?? true;
  };
  await add(await seeker.plan(CO2_END, minimumAvoidedTonnes, front));
  const done = new Set<string>();
  for (let next = widest(front, done); next && going; next = widest(front, done)) {
    if (front.length >= points || seeker.sought >= PATIENCE * points) break;
    done.add(keyOf(next));
    await add(await seeker.between(next));
  }
  return frontOf(front, seeker.sought);
}

/** A point of the front in figures. */
export interface FrontPoint {
  readonly eurPerTonne: number | null;
  readonly gap: number | null;
  readonly proven: boolean;
  readonly npvEur: number;
  readonly avoidedTonnes: number;
  readonly reusedMwh: number;
  readonly investmentEur: number;
  readonly partners: number;
}

export const frontPoint = ({ eurPerTonne, allocation: { plan, gap, proven } }: ParetoPoint): FrontPoint => ({
  eurPerTonne, gap, proven, npvEur: plan.npvEur, avoidedTonnes: plan.avoidedTonnes, reusedMwh: plan.reusedMwh,
  investmentEur: plan.investmentEur, partners: plan.connections.length,
});
