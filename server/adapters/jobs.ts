import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import type { Logger } from '../shared/logger.js';
import type { JobHandler, JobOptions, JobQueue } from '../shared/ports.js';
import { openJobStore, type JobStore, type JobStoreOptions } from './jobs/job-store.js';
import { createWorkplaces } from './jobs/workplaces.js';

const POLL_MS = 1000;
const STOP_LIMIT_MS = 8000;
const IDLE_LOOK_MS = 200;

/** A worker that dies is replaced after this; while it lives it says so every quarter of it. Clocks may differ by less than that. */
const LOCK_SECONDS = 20;
const PROGRESS_SECONDS = 0.5;

interface Definition extends JobOptions { readonly handler: JobHandler; readonly concurrency: number }

interface Queue {
  readonly definitions: Map<string, Definition>;
  open(): Promise<JobStore>;
  /** Starts what is due and has room; resolves with how many jobs were started. */
  startDue(): Promise<number>;
  running(): Promise<unknown>[];
}

interface QueueOptions extends JobStoreOptions { readonly onEnd: () => void }

function createQueue({ onEnd, ...options }: QueueOptions): Queue {
  const definitions = new Map<string, Definition>();
  const workplaces = createWorkplaces();
  let opening: Promise<JobStore> | null = null;

  const open = async (): Promise<JobStore> => {
    opening ??= openJobStore(options).catch((error: unknown) => {
      opening = null;
      throw error;
    });
    const store = await opening;
    for (const [name, { handler, ...rest }] of definitions) store.define(name, handler, rest);
    return store;
  };
  const startOf = async (store: JobStore, name: string, concurrency: number): Promise<number> => {
    let started = 0;
    while (!options.stopping.aborted && workplaces.hasRoom(name, concurrency)) {
      const locking = store.lockNext(name);
      const freed = workplaces.occupy(name, locking.then((job) => job?.run()).catch((error: unknown) => {
        options.logger.error({ err: error, job: name }, 'job not started, tried again');
      }));
      if (await locking === null) break;
      started += 1;
      void freed.then(onEnd);
    }
    return started;
  };
  return {
    definitions, open,
    async startDue() {
      const store = await open();
      const counts = await Promise.all([...definitions].map(([name, { concurrency }]) => startOf(store, name, concurrency)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    running: () => workplaces.occupied(),
  };
}

export interface JobsOptions {
  readonly connection: Connection;
  readonly logger: Logger;
  readonly lockSeconds?: number;
  /** How often at most a job's progress is written. */
  readonly progressSeconds?: number;
}

/** Jobs run where `start` was called; a web process defines and enqueues only. */
export function createJobs({ connection, logger, lockSeconds = LOCK_SECONDS, progressSeconds = PROGRESS_SECONDS }: JobsOptions): JobQueue {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  const look = (): void => {
    if (timer === null) return;
    queue.startDue().catch((error: unknown) => { logger.error({ err: error }, 'job queue: the store does not answer, tried again'); });
  };
  const queue = createQueue({ connection, logger, lockMs: lockSeconds * 1000, progressMs: progressSeconds * 1000, stopping: stopping.signal, onEnd: look });

  return {
    define(name, handler, options = {}) { queue.definitions.set(name, { concurrency: 1, ...options, handler }); },
    async enqueue(name, payload, { key, at = new Date() } = {}) {
      const store = await queue.open();
      await (key === undefined ? store.add(name, payload, at) : store.addKeyed(name, payload, key, at));
      look();
    },
    async every(name, intervalSeconds) {
      await (await queue.open()).addRepeated(name, intervalSeconds);
      look();
    },
    async start() {
      await queue.open();
      timer ??= setInterval(look, POLL_MS);
      look();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      stopping.abort();
      await Promise.race([Promise.all(queue.running()), sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
    },
    lists: async (names) => (await queue.open()).lists(names),
    cancel: async (jobId, by, names) => (await queue.open()).cancel(jobId, by, names),
    retry: async (jobId, names) => (await queue.open()).retry(jobId, names).finally(look),
    async idle() {
      while (await queue.startDue() > 0 || queue.running().length > 0) await Promise.race([sleep(IDLE_LOOK_MS), ...queue.running()]);
    },
  };
}
