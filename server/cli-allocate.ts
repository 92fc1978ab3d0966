import { createMilpSolver } from './adapters/solver.js';
import { readPlanInput, type PlanInput } from './cli-allocate-input.js';
import { runCommand, UnreadableInputError, write, type CommandIo } from './cli-io.js';
import { atFirstLine } from './cli-rank-input.js';
import {
  DEFAULT_GAP, DEFAULT_TIME_LIMIT_SECONDS, frontPoint, InvalidInputError, MODEL_VERSION, paretoFront, planRules, sitePlan,
  type AllocateOptions, type NoSitePlan, type ParetoFront, type PlanRules,
} from './engineering/index.js';

export interface AllocateArguments {
  /** Points of the Pareto front, as typed. */
  readonly pareto?: string;
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

const frontOf = ({ points, plansSought }: ParetoFront): object => ({ plansSought, points: points.map(frontPoint) });

async function plan({ input, problem }: PlanInput, rules: PlanRules, options: AllocateOptions, points: number): Promise<object> {
  const solver = createMilpSolver();
  const chosen = await sitePlan(problem, rules, solver, { ...options, cases: input });
  if (!chosen.feasible) refuse(chosen);
  const pareto = chosen.feasible && points > 0 ? { pareto: frontOf(await paretoFront(problem, rules, solver, { ...options, points })) } : {};
  return { modelVersion: MODEL_VERSION, ...chosen, ...pareto };
}

const MILLISECONDS_PER_SECOND = 1000;

const optionsOf = ({ head: { plan } }: PlanInput): AllocateOptions => ({
  gap: plan?.gap ?? DEFAULT_GAP, timeLimitSeconds: plan?.timeLimitSeconds ?? DEFAULT_TIME_LIMIT_SECONDS,
  secondsElapsed: () => performance.now() / MILLISECONDS_PER_SECOND,
});

/** `heatmatch allocate CASES.ndjson`: the chosen plan as one line of JSON. */
export const runAllocate = (io: CommandIo, path: string, { pareto }: AllocateArguments): Promise<number> => runCommand(io, async () => {
  const points = paretoPoints(pareto);
  const input = await readPlanInput(io, path);
  const rules = atFirstLine(() => planRules(input.problem, input.head.plan ?? {}));
  await write(io.stdout, `${JSON.stringify(await plan(input, rules, optionsOf(input), points))}\n`);
});
