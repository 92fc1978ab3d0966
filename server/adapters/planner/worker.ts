import { parentPort, workerData } from 'node:worker_threads';
import type { PlanNews, PlanTask } from '../../shared/site-planner.js';
import { createMilpSolver } from '../solver.js';
import { tellSteps } from './steps.js';

export type PlannerMessage =
  | { readonly kind: 'news'; readonly news: PlanNews }
  | { readonly kind: 'end' }
  | { readonly kind: 'failure'; readonly message: string };

const send = (message: PlannerMessage): void => parentPort?.postMessage(message);

try {
  await tellSteps(workerData as PlanTask, createMilpSolver(), (news) => { send({ kind: 'news', news }); });
  send({ kind: 'end' });
} catch (error) {
  send({ kind: 'failure', message: error instanceof Error ? error.message : String(error) });
}
