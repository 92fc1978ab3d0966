import { Worker } from 'node:worker_threads';
import type { MilpModel, MilpOptions, MilpResult, MilpSolver } from '../engineering/index.js';
import type { SolverAnswer } from './solver/worker.js';

/** Time the worker has after the solver's own limit before it is given up: presolve does not look at the clock. */
const GRACE_SECONDS = 30;
const MILLISECONDS_PER_SECOND = 1000;
const WORKER = new URL('./solver/worker.js', import.meta.url);

/** One worker that solves one problem after another; an idle one does not keep the process. */
class SolverWorker {
  private worker: Worker | undefined;

  solve(model: MilpModel, { onProgress, ...options }: MilpOptions, signal: AbortSignal | undefined): Promise<MilpResult> {
    const worker = this.worker ?? new Worker(WORKER);
    this.worker = undefined;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        // By name: a worker without its own inner listeners hears nothing any more.
        for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event);
      };
      // The worker does nothing but solve: ending it is the only way to stop a solver that is computing.
      const end = (settle: () => void): void => {
        leave();
        worker.terminate().then(settle, reject);
      };
      const onAbort = (): void => end(() => reject(signal?.reason as Error));
      const patienceMs = (options.timeLimitSeconds + GRACE_SECONDS) * MILLISECONDS_PER_SECOND;
      const timer = setTimeout(() => end(() => resolve({ status: 'no-solution', bound: Infinity })), patienceMs);
      signal?.addEventListener('abort', onAbort);
      worker.ref();
      worker.on('message', (answer: SolverAnswer) => {
        if (answer.kind === 'progress') onProgress?.(answer.progress);
        else if (answer.kind === 'failure') end(() => reject(new Error(answer.message)));
        else {
          leave();
          worker.unref();
          this.worker = worker;
          resolve(answer.result);
        }
      });
      worker.on('error', (error) => end(() => reject(error)));
      worker.on('exit', (code) => end(() => reject(new Error(`the solver ended early with exit code ${code}`))));
      worker.postMessage({ model, options });
    });
  }
}

/**
 * HiGHS as WebAssembly, in a worker thread: the process answers requests meanwhile. Single-threaded and without randomness, so the
 * same problem gives the same plan unless the time limit cuts it short. Problems given at the same time are solved side by side.
 * When `signal` is aborted the solver is stopped at once and what waits for it rejects with the signal's reason.
 */
export function createMilpSolver(signal?: AbortSignal): MilpSolver {
  const worker = new SolverWorker();
  return {
    solve: async (model, options) => {
      signal?.throwIfAborted();
      return worker.solve(model, options, signal);
    },
  };
}
