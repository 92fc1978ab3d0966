import {
  allocationProblem, choosePlan, DEFAULT_GAP, DEFAULT_TIME_LIMIT_SECONDS, frontPoint, InvalidInputError, namedLeftOut, namedPinPrices,
  paretoFront, planCertainty, planEvaluator, planRules, type AllocateOptions, type Allocation, type AllocationProblem, type MilpSolver, type PlanRules,
} from '../../engineering/index.js';
import type { PlanNews, PlanStep, PlanTask } from '../../shared/site-planner.js';

const MILLISECONDS_PER_SECOND = 1000;
const secondsElapsed = (): number => performance.now() / MILLISECONDS_PER_SECOND;

export type Tell = (news: PlanNews) => void;

interface Steps {
  readonly task: PlanTask;
  readonly problem: AllocationProblem;
  readonly rules: PlanRules;
  readonly solver: MilpSolver;
  readonly tell: Tell;
}

function optionsFor({ task: { settings }, tell }: Steps, step: PlanStep, mostSeconds = Infinity): AllocateOptions {
  const { gap = DEFAULT_GAP, timeLimitSeconds = DEFAULT_TIME_LIMIT_SECONDS } = settings;
  return {
    gap, timeLimitSeconds: Math.min(timeLimitSeconds, mostSeconds), secondsElapsed,
    progress: ({ fraction, value, bound }) => { tell({ kind: 'progress', step, fraction, value, bound }); },
  };
}

function certainty({ task, problem, rules, tell }: Steps, { chosen, plan: { value }, bound }: Allocation): void {
  tell({ kind: 'progress', step: 'certainty', fraction: 0, value, bound });
  tell({ kind: 'certainty', certainty: planCertainty(task.input, planEvaluator(problem, rules), chosen) });
}

async function leftOut({ problem, rules, tell }: Steps, allocation: Allocation): Promise<void> {
  const { value } = allocation.plan;
  const all = problem.demands.length - allocation.chosen.length;
  let begun = 0;
  const found = await namedLeftOut(problem, rules, allocation, () => {
    tell({ kind: 'progress', step: 'left-out', fraction: begun / all, value, bound: allocation.bound });
    begun += 1;
    return Promise.resolve();
  });
  tell({ kind: 'left-out', leftOut: found });
}

async function pins(steps: Steps, allocation: Allocation): Promise<void> {
  const { problem, rules, solver, task, tell } = steps;
  const each = task.laterTimeLimitSeconds / Math.max(1, rules.pins.length);
  tell({ kind: 'pins', pins: await namedPinPrices(problem, rules, allocation, solver, optionsFor(steps, 'pins', each)) });
}

/** The points of the front are for comparison: each may take half as long as the plan itself, be a little less close, and says how close. */
const FRONT_GAP = 0.015;
const FRONT_SHARE_OF_TIME = 0.5;

async function front(steps: Steps, allocation: Allocation): Promise<void> {
  const { problem, rules, solver, task, tell } = steps;
  const asked = optionsFor(steps, 'front', task.laterTimeLimitSeconds);
  const options = { ...asked, gap: Math.max(asked.gap, FRONT_GAP) };
  const begun = secondsElapsed();
  const isOver = (): boolean => secondsElapsed() - begun >= task.laterTimeLimitSeconds;
  const { weights } = rules;
  const isNpvEnd = weights.npv > 0 && weights.co2EurPerTonne === 0 && weights.heatEurPerMwh === 0;
  let end: 'complete' | 'time-limit' = 'complete';
  const found = await paretoFront(problem, rules, solver, {
    ...options, timeLimitSeconds: options.timeLimitSeconds * FRONT_SHARE_OF_TIME, points: task.frontPoints, ...(isNpvEnd && { npvEnd: allocation }),
    goOn: ({ points, plansSought }) => {
      tell({ kind: 'front', front: { points: points.map(frontPoint), plansSought, end: 'running' } });
      if (isOver()) end = 'time-limit';
      return Promise.resolve(!isOver());
    },
  });
  tell({ kind: 'front', front: { points: found.points.map(frontPoint), plansSought: found.plansSought, end } });
}

/** Every step of a task, each told as soon as it is done. */
export async function runSteps(task: PlanTask, solver: MilpSolver, tell: Tell): Promise<void> {
  tell({ kind: 'progress', step: 'plan', fraction: 0, value: null, bound: null });
  const problem = allocationProblem(task.input);
  const steps: Steps = { task, problem, rules: planRules(problem, task.settings), solver, tell };
  const begun = secondsElapsed();
  const chosen = await choosePlan(problem, steps.rules, solver, optionsFor(steps, 'plan'));
  if (!chosen.feasible) {
    tell({ kind: 'none', status: chosen.status, reasons: chosen.reasons });
    return;
  }
  tell({ kind: 'plan', plan: chosen.plan, seconds: secondsElapsed() - begun });
  certainty(steps, chosen.allocation);
  await leftOut(steps, chosen.allocation);
  await pins(steps, chosen.allocation);
  await front(steps, chosen.allocation);
}

/** As `runSteps`; input that the model refuses is told like an outcome, because it is one. */
export async function tellSteps(task: PlanTask, solver: MilpSolver, tell: Tell): Promise<void> {
  try {
    await runSteps(task, solver, tell);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    tell({ kind: 'refused', field: error.field, message: error.message });
  }
}
