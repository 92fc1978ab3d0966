import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import mongoose, { type Connection } from 'mongoose';
import type { Document } from 'mongodb';
import { createJobs } from '../../server/adapters/jobs.js';
import { createLogger } from '../../server/shared/logger.js';
import type { JobQueue } from '../../server/shared/ports.js';
import { startTestStore } from '../support/store.js';

export interface Gate { readonly opened: Promise<void>; open(): void }
export function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => { open = resolve; });
  return { opened, open: () => { open(); } };
}

const LOOKS = 2000;
/** Looks until it is so. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let look = 0; !await isSo(); look++) {
    if (look === LOOKS) throw new Error(`waited in vain: ${isSo.toString()}`);
    await pause(20);
  }
}

/** What a worker process writes down while it runs a job. */
export interface Note { readonly pid: number; readonly what: string }

export interface JobsFixture {
  readonly connection: Connection;
  queue(lockSeconds?: number): JobQueue;
  /** A worker in a process of its own, whose lock lasts a second; it runs 'long' until it is told to stop or to finish. */
  process(): ChildProcess;
  notes(): Promise<readonly Note[]>;
  stored(): Promise<Document[]>;
  makeDue(name: string): Promise<unknown>;
  stop(): Promise<void>;
}

export async function startJobsFixture(): Promise<JobsFixture> {
  const store = await startTestStore();
  const connection = await mongoose.createConnection(store.uri).asPromise();
  const queues: JobQueue[] = [];
  const children: ChildProcess[] = [];
  return {
    connection,
    queue(lockSeconds) {
      const queue = createJobs({ connection, logger: createLogger('silent'), ...(lockSeconds !== undefined && { lockSeconds }) });
      queues.push(queue);
      return queue;
    },
    process() {
      const script = fileURLToPath(new URL('./job-worker.js', import.meta.url));
      const child = spawn(process.execPath, [script, store.uri], { stdio: 'inherit' });
      children.push(child);
      return child;
    },
    notes: async () => (await connection.collection('notes').find().toArray()) as unknown as readonly Note[],
    stored: () => connection.collection('jobs').find().toArray(),
    makeDue: (name) => connection.collection('jobs').updateMany({ name, nextRunAt: { $ne: null } }, { $set: { nextRunAt: new Date(0) } }),
    async stop() {
      for (const child of children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      await Promise.all(queues.map((queue) => queue.stop()));
      await connection.close();
      await store.stop();
    },
  };
}
