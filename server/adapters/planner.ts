import { Worker } from 'node:worker_threads';
import type { SitePlanner } from '../shared/site-planner.js';
import type { PlannerMessage } from './planner/worker.js';

const WORKER = new URL('./planner/worker.js', import.meta.url);

/** Takes what the thread tells, in order, and ends the thread when it is no longer wanted: it does nothing else. */
const run: SitePlanner['plan'] = async (task, onNews, signal) => {
  signal.throwIfAborted();
  const worker = new Worker(WORKER, { workerData: task });
  let taking = Promise.resolve();
  const ended = new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () => { reject(signal.reason as Error); }, { once: true });
    worker.on('message', (message: PlannerMessage) => {
      if (message.kind === 'end') resolve();
      else if (message.kind === 'failure') reject(new Error(message.message));
      else {
        taking = taking.then(() => onNews(message.news));
        taking.catch(reject);
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => { reject(new Error(`the planner ended early with exit code ${code}`)); });
  });
  try {
    await ended;
    await taking;
  } finally {
    // The solver's own thread ends with the one that started it.
    await worker.terminate();
  }
};

/**
 * The whole plan, model and solver, in a thread of its own for each task: the process answers requests meanwhile, and a plan that is
 * cancelled stops at once.
 */
export const createSitePlanner = (): SitePlanner => ({ plan: run });
