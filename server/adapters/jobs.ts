import { Agenda, Job, exponential, type JobWithId } from 'agenda';
import { MongoBackend } from '@agendajs/mongo-backend';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import type { Logger } from '../shared/logger.js';
import type { JobHandler, JobQueue } from '../shared/ports.js';
import { runGuarded } from './jobs/run-guarded.js';

export const JOB_COLLECTION = 'jobs';
const POLL_MS = 1000;
/** A worker that dies is replaced after this; while it lives it says so every quarter of it. */
const LOCK_MS = 60_000;
const STOP_LIMIT_MS = 8000;
const IDLE_LOOK_MS = 200;
/** Tried again after 5 s, 20 s, 80 s, 5 min and 21 min; then it stays in the store as failed. */
const RETRIES = { delay: 5000, factor: 4, maxRetries: 5 };

interface Envelope { readonly key: string | null; readonly payload: Readonly<Record<string, unknown>> }
interface Definition { readonly handler: JobHandler; readonly concurrency: number }

function openAgenda(connection: Connection, logger: Logger): Agenda {
  const { db } = connection;
  if (db === undefined) throw new Error('the job queue needs an open connection');
  const agenda = new Agenda({
    // The driver's own type, seen through mongoose's copy of it.
    backend: new MongoBackend({ mongo: db as never, collection: JOB_COLLECTION }),
    defaultLockLifetime: LOCK_MS, removeOnComplete: true,
  });
  agenda.on('error', (error: Error) => { logger.error({ err: error }, 'job queue'); });
  agenda.on('fail', (error: Error | string, job: { attrs?: JobWithId['attrs'] }) => {
    logger.error({ err: error, job: job.attrs?.name, attempts: job.attrs?.failCount, nextRunAt: job.attrs?.nextRunAt }, 'job failed');
  });
  return agenda;
}

/**
 * Agenda keeps the jobs, locks them and plans retries. Its own processor is not used: it locks ahead what it cannot run yet,
 * which would let one key wait several times; here a job is locked only when it starts.
 */
export function createJobs({ connection, logger }: { readonly connection: Connection; readonly logger: Logger }): JobQueue {
  const definitions = new Map<string, Definition>();
  const running = new Map<string, Set<Promise<void>>>();
  const stopping = new AbortController();
  let opened: Agenda | null = null;
  let timer: NodeJS.Timeout | null = null;

  const define = (agenda: Agenda, name: string, { handler }: Definition): void => {
    agenda.define(name, (job: Job<Envelope>) => runGuarded(job, (context) => handler(job.attrs.data.payload, context), stopping.signal, LOCK_MS),
      { backoff: exponential(RETRIES) });
  };
  const open = async (): Promise<Agenda> => {
    if (opened === null) {
      opened = openAgenda(connection, logger);
      for (const [name, definition] of definitions) define(opened, name, definition);
    }
    await opened.ready;
    return opened;
  };

  const lockNext = async (agenda: Agenda, name: string): Promise<Job | null> => {
    const now = new Date();
    const found = await agenda.db.getNextJobToRun(name, now, new Date(now.getTime() - LOCK_MS), now, undefined);
    return found === undefined ? null : new Job(agenda, found, true);
  };
  /** Starts what is due and has room; resolves with how many were started. */
  const startDue = async (agenda: Agenda, name: string): Promise<number> => {
    const busy = running.get(name) ?? new Set();
    running.set(name, busy);
    const concurrency = definitions.get(name)?.concurrency ?? 1;
    let started = 0;
    for (; busy.size < concurrency && !stopping.signal.aborted; started++) {
      let release = (): void => undefined;
      const place = new Promise<void>((resolve) => { release = resolve; });
      busy.add(place);
      const job = await lockNext(agenda, name).catch((error: unknown) => {
        busy.delete(place);
        release();
        throw error;
      });
      if (job === null) {
        busy.delete(place);
        release();
        return started;
      }
      void job.run().catch((error: unknown) => { logger.error({ err: error, job: name }, 'job not recorded'); }).finally(() => {
        busy.delete(place);
        release();
        if (timer !== null) look();
      });
    }
    return started;
  };
  const startAllDue = async (): Promise<number> => {
    const agenda = await open();
    const started = await Promise.all([...definitions.keys()].map((name) => startDue(agenda, name)));
    return started.reduce((sum, count) => sum + count, 0);
  };
  const look = (): void => {
    startAllDue().catch((error: unknown) => { logger.error({ err: error }, 'job queue: the store does not answer, tried again'); });
  };
  const underWay = (): Promise<void>[] => [...running.values()].flatMap((places) => [...places]);

  return {
    define(name, handler, options = {}) {
      const definition = { handler, concurrency: options.concurrency ?? 1 };
      definitions.set(name, definition);
      if (opened !== null) define(opened, name, definition);
    },
    async enqueue(name, payload, { key, at = new Date() } = {}) {
      const agenda = await open();
      const job = agenda.create<Envelope>(name, { key: key ?? null, payload }).schedule(at);
      if (key !== undefined) job.unique({ 'data.key': key, lockedAt: null, nextRunAt: { $ne: null } }, { insertOnly: true });
      await job.save();
      if (key !== undefined) {
        // One that waits for its retry is asked for anew: it need not wait any longer.
        await connection.db?.collection(JOB_COLLECTION)
          .updateOne({ name, 'data.key': key, lockedAt: null, nextRunAt: { $gt: at } }, { $set: { nextRunAt: at } });
      }
      if (timer !== null) look();
    },
    async every(name, intervalSeconds) {
      const agenda = await open();
      await agenda.every(intervalSeconds * 1000, name, { key: null, payload: {} } satisfies Envelope);
      if (timer !== null) look();
    },
    async start() {
      await open();
      timer ??= setInterval(look, POLL_MS);
      look();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      stopping.abort();
      await Promise.race([Promise.all(underWay()), sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
    },
    async idle() {
      while (await startAllDue() > 0 || underWay().length > 0) await Promise.race([sleep(IDLE_LOOK_MS), ...underWay()]);
    },
  };
}
