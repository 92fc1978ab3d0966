import { Worker } from 'node:worker_threads';
import type { MilpModel, MilpOptions, MilpResult, MilpSolver } from '../engineering/index.js';
import type { SolverAnswer } from './solver/worker.js';

/** Time the worker has after the solver's own limit before it is given up: presolve does not look at the clock. */
const GRACE_SECONDS = 30;
const MILLISECONDS_PER_SECOND = 1000;
const WORKER = new URL('./solver/worker.js', import.meta.url);

function solveInWorker(model: MilpModel, { onProgress, ...options }: MilpOptions, signal: AbortSignal | undefined): Promise<MilpResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: { model, options } });
    const patienceMs = (options.timeLimitSeconds + GRACE_SECONDS) * MILLISECONDS_PER_SECOND;
    const timer = setTimeout(() => end(() => resolve({ status: 'no-solution', bound: Infinity })), patienceMs);
    const onAbort = (): void => end(() => reject(signal?.reason as Error));
    // The worker does nothing but solve: ending it is the only way to stop a solver that is computing.
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      worker.removeAllListeners();
      worker.terminate().then(settle, reject);
    };
    signal?.addEventListener('abort', onAbort);
    worker.on('message', (answer: SolverAnswer) => {
      if (answer.kind === 'progress') onProgress?.(answer.progress);
      else end(() => resolve(answer.result));
    });
    worker.on('error', (error) => end(() => reject(error)));
    worker.on('exit', (code) => end(() => reject(new Error(`the solver ended early with exit code ${code}`))));
  });
}

/**
 * HiGHS as WebAssembly, in a worker thread: the process answers requests meanwhile. Single-threaded and without randomness, so the
 * same problem gives the same plan unless the time limit cuts it short. When `signal` is aborted the solver is stopped at once and
 * what waits for it rejects with the signal's reason.
 */
export const createMilpSolver = (signal?: AbortSignal): MilpSolver => ({
  solve: async (model, options) => {
    signal?.throwIfAborted();
    return solveInWorker(model, options, signal);
  },
});
