/** The whole answer to "what should this site do": the plan, what it is compared with, and what it leaves out. */
import type { AllocationInput } from './build-problem.js';
import { allocate, type AllocateOptions, type Allocation } from './allocate.js';
import { greedyByScore } from './greedy.js';
import { leftOutPartners, type LeftOutReason } from './left-out.js';
import type { MilpSolver } from './milp.js';
import { planCertainty, type PlanCertainty } from './plan-certainty.js';
import { pinPrices } from './pin-prices.js';
import { planReport, planTotals, type PlanReport, type PlanTotals } from './plan-report.js';
import { planEvaluator, type Evaluator } from './plan-value.js';
import type { AllocationProblem, Candidate, ObjectiveWeights, PlanRules } from './problem.js';
import { keepsRules } from './rules.js';

export interface NamedMatch { readonly sourceName: string; readonly demandName: string }

export interface LeftOutPartner {
  readonly demandName: string;
  readonly reason: LeftOutReason;
  /** Why it cannot be connected, a line a source; empty unless not feasible. */
  readonly obstacles: readonly string[];
  readonly aloneValue: number | null;
  /** Source at which it would fit best. */
  readonly sourceName: string | null;
  readonly lostValue: number | null;
}

export interface PricedPin {
  readonly demandName: string;
  readonly sourceName: string | null;
  readonly pin: 'in' | 'out';
  readonly price: number;
  readonly atMost: number;
}

/** How sure it is that there is no better plan. Values are in the objective's unit. */
export interface Proof {
  readonly proven: boolean;
  readonly gapAsked: number;
  readonly gap: number | null;
  readonly value: number;
  readonly bound: number;
  readonly solverValue: number | null;
  readonly rounds: number;
  readonly slices: number;
  readonly candidates: number;
}

export interface SitePlan extends PlanReport {
  readonly feasible: true;
  readonly objective: ObjectiveWeights;
  readonly firstDate: string | null;
  readonly horizonYears: number;
  readonly proof: Proof;
  /** Down the ranking by score, each match that still pays with the heat that is left; `keepsRules` knows shares too. */
  readonly greedy: { readonly value: number; readonly totals: PlanTotals; readonly keepsRules: boolean; readonly matches: readonly NamedMatch[] };
  readonly leftOut: readonly LeftOutPartner[];
  readonly pins: readonly PricedPin[];
  /** Null for a plan that connects nobody, and where the cases were not given. */
  readonly certainty: PlanCertainty | null;
}

export interface NoSitePlan {
  readonly feasible: false;
  readonly status: 'no-feasible-match' | 'rules-contradict' | 'no-plan-in-time';
  readonly reasons: readonly string[];
}

const nameOf = ({ problem: { sources, demands } }: Evaluator, { source, demand }: Candidate): NamedMatch =>
  ({ sourceName: sources[source]?.name ?? '', demandName: demands[demand]?.name ?? '' });

function reasons(problem: AllocationProblem, status: NoSitePlan['status']): string[] {
  if (status === 'rules-contradict') return ['No choice of matches keeps the pins, the budget and the research share together.'];
  if (status === 'no-plan-in-time') return ['The time was over before a plan that keeps the rules was found.'];
  return problem.demands.flatMap(({ name, obstacles }) => obstacles.map((obstacle) => `${name}, ${obstacle}`));
}

function greedy(evaluator: Evaluator): SitePlan['greedy'] {
  const chosen = greedyByScore(evaluator);
  const plan = evaluator.plan(chosen);
  return {
    value: plan.value, totals: planTotals(evaluator, plan), keepsRules: keepsRules(evaluator, chosen),
    matches: chosen.map((candidate) => nameOf(evaluator, candidate)),
  };
}

const proofOf = ({ plan, ...allocation }: Allocation, gapAsked: number): Proof => ({
  proven: allocation.proven, gapAsked, gap: allocation.gap, value: plan.value, bound: allocation.bound,
  solverValue: allocation.solverValue, rounds: allocation.rounds, slices: allocation.slices, candidates: allocation.candidates,
});

/** The plan before anything is compared with it, and what the later steps go on from. */
export interface ChosenPlan {
  readonly feasible: true;
  readonly allocation: Allocation;
  readonly plan: Omit<SitePlan, 'leftOut' | 'pins' | 'certainty'>;
}

/**
 * The first and most urgent step of a site's plan. Throws Error when the plan breaks a rule that verification checks: that is a
 * fault of this program, not of the input.
 */
export async function choosePlan(
  problem: AllocationProblem, rules: PlanRules, solver: MilpSolver, options: AllocateOptions,
): Promise<ChosenPlan | NoSitePlan> {
  const allocation = await allocate(problem, rules, solver, options);
  if (allocation.status !== 'planned') {
    return { feasible: false, status: allocation.status, reasons: reasons(problem, allocation.status) };
  }
  const evaluator = planEvaluator(problem, rules);
  const report = planReport(evaluator, allocation.chosen, allocation.plan);
  if (report.violations.length > 0) throw new Error(`the plan breaks its own rules: ${JSON.stringify(report.violations)}`);
  return {
    feasible: true, allocation,
    plan: {
      feasible: true, objective: rules.weights, firstDate: problem.firstDate, horizonYears: problem.horizonYears,
      proof: proofOf(allocation, options.gap), ...report, greedy: greedy(evaluator),
    },
  };
}

/** Every demand that an allocation does not serve, by name. `goOn` is awaited before each. */
export async function namedLeftOut(
  problem: AllocationProblem, rules: PlanRules, { chosen }: Allocation, goOn: () => Promise<void>,
): Promise<LeftOutPartner[]> {
  const { sources, demands } = problem;
  const all = await leftOutPartners(planEvaluator(problem, rules), chosen, goOn);
  return all.map(({ demand, reason, aloneValue, candidate, lostValue }) => ({
    demandName: demands[demand]?.name ?? '', reason, aloneValue, lostValue,
    obstacles: reason === 'not-feasible' ? demands[demand]?.obstacles ?? [] : [],
    sourceName: candidate ? sources[candidate.source]?.name ?? null : null,
  }));
}

/** `timeLimitSeconds` is for each pin. */
export async function namedPinPrices(
  problem: AllocationProblem, rules: PlanRules, allocation: Allocation, solver: MilpSolver, options: AllocateOptions,
): Promise<PricedPin[]> {
  const prices = await pinPrices(problem, rules, allocation, solver, options);
  return prices.map(({ pin, price, atMost }) => ({
    demandName: problem.demands[pin.demand]?.name ?? '', pin: pin.pin, price, atMost,
    sourceName: pin.source === null ? null : problem.sources[pin.source]?.name ?? null,
  }));
}

export interface SitePlanOptions extends AllocateOptions {
  /** What the problem was made of: says how sure the plan is. */
  readonly cases?: AllocationInput;
}

/** `timeLimitSeconds` is for the plan itself; each price of a pin may take as long again. Throws Error as `choosePlan` does. */
export async function sitePlan(
  problem: AllocationProblem, rules: PlanRules, solver: MilpSolver, options: SitePlanOptions,
): Promise<SitePlan | NoSitePlan> {
  const chosen = await choosePlan(problem, rules, solver, options);
  if (!chosen.feasible) return chosen;
  const { allocation, plan } = chosen;
  const goOn = async (): Promise<void> => {
    await options.progress?.({ fraction: 1, value: allocation.plan.value, bound: allocation.bound });
  };
  const pins = await namedPinPrices(problem, rules, allocation, solver, options);
  const certainty = options.cases ? planCertainty(options.cases, planEvaluator(problem, rules), allocation.chosen) : null;
  return { ...plan, leftOut: await namedLeftOut(problem, rules, allocation, goOn), pins, certainty };
}
