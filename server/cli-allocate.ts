import { createMilpSolver } from './adapters/solver.js';
import {
  located, parseJson, readInput, runCommand, UnreadableInputError, type CommandIo, type NumberedDemand,
} from './cli-evaluate.js';
import {
  allocationProblem, DEFAULT_GAP, DEFAULT_TIME_LIMIT_SECONDS, InvalidInputError, MODEL_VERSION, paretoFront, planRules, sitePlan,
  validateMatchCase, type AllocationProblem, type AllocateOptions, type NoSitePlan, type ParetoFront, type PlanRules,
} from './engineering/index.js';
import { parseDemand, parsePlanHead, type PlanHead } from './shared/match-case-schema.js';

export interface AllocateArguments {
  /** Points of the Pareto front, as typed. */
  readonly pareto?: string;
}

interface PlanInput {
  readonly head: PlanHead;
  readonly demands: readonly NumberedDemand[];
}

/** First line: site, sources, economics, plan; every further line that is not blank: a demand. Throws errors of bad input. */
function parsePlanInput(content: string): PlanInput {
  const [first = '', ...rest] = content.split('\n');
  const head = located(1, undefined, () => parsePlanHead(parseJson(first, 'line 1')));
  const demands = rest.flatMap((text, index): NumberedDemand[] => {
    const line = index + 2;
    if (text.trim() === '') return [];
    const json = parseJson(text, `line ${line}`);
    return [{ line, demand: located(line, undefined, () => parseDemand(json)) }];
  });
  if (demands.length === 0) throw new UnreadableInputError('demands must be at least one, a line each after the first, not 0');
  return { head, demands };
}

/** Every pair is checked where it stands, before the first is evaluated. */
function problemOf({ head: { plan, ...shared }, demands }: PlanInput): AllocationProblem {
  const { sources, ...site } = shared;
  for (const { line, demand } of demands) {
    sources.forEach((source, index) => located(line, index, () => validateMatchCase({ ...site, source, demand })));
  }
  return allocationProblem({
    ...shared, demands: demands.map(({ demand }) => demand),
    ...(plan?.horizonYears !== undefined && { horizonYears: plan.horizonYears }),
  });
}

const REASONS_SHOWN = 3;

/** Rules and inputs that leave no plan are bad input; a time limit is not. */
function refuse({ status, reasons }: NoSitePlan): void {
  const shown = reasons.slice(0, REASONS_SHOWN).join('; ');
  const more = reasons.length > REASONS_SHOWN ? `; and ${reasons.length - REASONS_SHOWN} more` : '';
  if (status === 'no-feasible-match') throw new UnreadableInputError(`demands have no feasible match with any source: ${shown}${more}`);
  if (status === 'rules-contradict') throw new UnreadableInputError(`line 1: plan cannot be kept: ${shown}`);
}

const MOST_PARETO_POINTS = 50;
function paretoPoints(typed: string | undefined): number {
  const points = Number(typed ?? 0);
  if (Number.isInteger(points) && (typed === undefined || (points >= 2 && points <= MOST_PARETO_POINTS))) return points;
  throw new InvalidInputError('--pareto', typed, `must be a whole number from 2 to ${MOST_PARETO_POINTS}`);
}

const frontOf = ({ points, plansSought }: ParetoFront): object => ({
  plansSought,
  points: points.map(({ eurPerTonne, allocation: { plan, gap, proven } }) => ({
    eurPerTonne, gap, proven, npvEur: plan.npvEur, avoidedTonnes: plan.avoidedTonnes, reusedMwh: plan.reusedMwh,
    investmentEur: plan.investmentEur, partners: plan.connections.length,
  })),
});

async function plan(problem: AllocationProblem, rules: PlanRules, options: AllocateOptions, points: number): Promise<object> {
  const solver = createMilpSolver();
  const chosen = await sitePlan(problem, rules, solver, options);
  if (!chosen.feasible) refuse(chosen);
  const pareto = chosen.feasible && points > 0 ? { pareto: frontOf(await paretoFront(problem, rules, solver, { ...options, points })) } : {};
  return { modelVersion: MODEL_VERSION, ...chosen, ...pareto };
}

const MILLISECONDS_PER_SECOND = 1000;

/** `heatmatch allocate CASES.ndjson`: the chosen plan as one line of JSON. */
export const runAllocate = (io: CommandIo, path: string, { pareto }: AllocateArguments): Promise<number> => runCommand(io, async () => {
  const points = paretoPoints(pareto);
  const input = parsePlanInput(await readInput(io, path));
  const problem = problemOf(input);
  const settings = input.head.plan ?? {};
  const rules = located(1, undefined, () => planRules(problem, settings));
  const options = {
    gap: settings.gap ?? DEFAULT_GAP, timeLimitSeconds: settings.timeLimitSeconds ?? DEFAULT_TIME_LIMIT_SECONDS,
    secondsElapsed: () => performance.now() / MILLISECONDS_PER_SECOND,
  };
  return `${JSON.stringify(await plan(problem, rules, options, points))}\n`;
});
