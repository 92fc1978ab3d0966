import { parentPort } from 'node:worker_threads';
import { createRequire } from 'node:module';
import type { Highs, InitOptions, Model, ModelData } from 'highs';
import type { MilpModel, MilpOptions, MilpProgress, MilpResult } from '../../engineering/index.js';

export type SolverAnswer =
  | { readonly kind: 'progress'; readonly progress: MilpProgress }
  | { readonly kind: 'result'; readonly result: MilpResult }
  | { readonly kind: 'failure'; readonly message: string };

interface Task {
  readonly model: MilpModel;
  readonly options: Omit<MilpOptions, 'onProgress'>;
}

// The package's types describe a default export that neither way of loading it gives; as CommonJS it is the function itself.
const loadHighs = createRequire(import.meta.url)('highs') as (options?: InitOptions) => Promise<Highs>;

const HIGHS_INFINITY = 1e30;
const SECONDS_BETWEEN_NEWS = 0.25;

const answer = (message: SolverAnswer): void => parentPort?.postMessage(message);
const finiteOrNull = (value: number | undefined): number | null => (value !== undefined && Math.abs(value) < HIGHS_INFINITY ? value : null);

const modelData = ({ constants }: Highs, model: MilpModel): ModelData => ({
  numCols: model.cost.length,
  numRows: model.rowLower.length,
  sense: constants.objectiveSense.maximize,
  colCost: model.cost, colLower: model.lower, colUpper: model.upper,
  rowLower: model.rowLower, rowUpper: model.rowUpper,
  matrix: {
    format: 'csr', numCols: model.cost.length, numRows: model.rowLower.length,
    starts: model.rowStart, indices: model.column, values: model.coefficient,
  },
  integrality: Int32Array.from(model.integer),
});

function resultOf({ constants }: Highs, model: Model, isMixed: boolean): MilpResult {
  const { modelStatus } = constants;
  const status = model.getModelStatus();
  if (status === modelStatus.infeasible) return { status: 'infeasible' };
  const stoppedInTime = status === modelStatus.optimal;
  if (!stoppedInTime && status !== modelStatus.timeLimit && status !== modelStatus.interrupted) throw new Error(`the solver ended with status ${status}`);
  // The value of a problem without whole-number columns is a bound only once it is optimal.
  if (!isMixed && !stoppedInTime) return { status: 'no-solution', bound: Infinity };
  const bound = isMixed ? model.info.get('mip_dual_bound') as number : model.getObjectiveValue();
  if (model.info.get('primal_solution_status') !== constants.solutionStatus.feasible) return { status: 'no-solution', bound };
  const { colValue, colDual } = model.getSolution();
  return {
    status: 'solved', value: model.getObjectiveValue(), bound, columns: colValue, inTime: stoppedInTime, reducedCosts: isMixed ? null : colDual,
  };
}

function solve(highs: Highs, { model, options }: Task): MilpResult {
  return highs.withModel(modelData(highs, model), (instance) => {
    instance.options.set({
      output_flag: false, presolve: 'off', mip_rel_gap: options.relativeGap, mip_abs_gap: 0, time_limit: options.timeLimitSeconds,
    });
    let toldAt = -Infinity;
    instance.run({
      [highs.constants.callbackType.mipInterrupt]: (event) => {
        const { running_time: seconds = 0, mip_primal_bound: value, mip_dual_bound: bound } = event.data;
        if (options.enoughBound !== undefined && bound !== undefined && bound <= options.enoughBound) event.interrupt();
        if (seconds < toldAt + SECONDS_BETWEEN_NEWS) return undefined;
        toldAt = seconds;
        answer({ kind: 'progress', progress: { seconds, value: finiteOrNull(value), bound: finiteOrNull(bound) } });
        return undefined;
      },
    });
    return resultOf(highs, instance, model.integer.includes(1));
  });
}

const highs = loadHighs();

async function take(task: Task): Promise<void> {
  try {
    answer({ kind: 'result', result: solve(await highs, task) });
  } catch (error) {
    answer({ kind: 'failure', message: error instanceof Error ? error.message : String(error) });
  }
}

parentPort?.on('message', (task: Task) => { void take(task); });
