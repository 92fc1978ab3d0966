import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, exponential, Job, type JobWithId } from 'agenda';
import { ObjectId, type Collection, type Db } from 'mongodb';
import type { Connection } from 'mongoose';
import type { Logger } from '../../shared/logger.js';
import type { FailedJob, JobContext, JobHandler } from '../../shared/ports.js';
import { runGuarded } from './run-guarded.js';

const COLLECTION = 'jobs';
/** A worker that dies is replaced after this; while it lives it says so every quarter of it. */
const LOCK_MS = 60_000;
/** Tried again after 5 s, 20 s, 80 s, 5 min and 21 min; then it stays in the store as failed. */
const RETRIES = { delay: 5000, factor: 4, maxRetries: 5 };

type Payload = Readonly<Record<string, unknown>>;
interface Envelope { readonly key: string | null; readonly payload: Payload }

export interface JobStore {
  /** The first definition of a name stays. */
  define(name: string, handler: JobHandler, signal: AbortSignal): void;
  add(name: string, payload: Payload, at: Date): Promise<void>;
  /** Adds it unless one with this key waits; one that waits for later or for its retry is brought forward. */
  addKeyed(name: string, payload: Payload, key: string, at: Date): Promise<void>;
  addRepeated(name: string, intervalSeconds: number): Promise<void>;
  /** The next due job, locked for this process; null when none is due. */
  lockNext(name: string): Promise<{ run(): Promise<void> } | null>;
  failed(): Promise<readonly FailedJob[]>;
  retry(jobId: string): Promise<boolean>;
}

interface StoredJob {
  readonly _id: ObjectId;
  readonly name: string;
  readonly data: Envelope;
  readonly nextRunAt: Date | null;
  readonly lockedAt: Date | null;
  readonly failedAt: Date | null;
  readonly failCount: number | null;
  readonly failReason: string | null;
}

function createAgenda(db: Db, logger: Logger): Agenda {
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: db, collection: COLLECTION }), defaultLockLifetime: LOCK_MS, removeOnComplete: true,
  });
  agenda.on('error', (error: Error) => { logger.error({ err: error }, 'job queue'); });
  agenda.on('fail', (error: Error | string, job: { attrs?: JobWithId['attrs'] }) => {
    logger.error({ err: error, job: job.attrs?.name, attempts: job.attrs?.failCount, nextRunAt: job.attrs?.nextRunAt }, 'job failed');
  });
  return agenda;
}

/** Neither planned nor running, with the words of the last attempt. */
const FAILED = { nextRunAt: null, lockedAt: null, failReason: { $ne: null } };
const SHOWN = 100;

function failedJobs(stored: Collection<StoredJob>): Pick<JobStore, 'failed' | 'retry'> {
  return {
    async failed() {
      const jobs = await stored.find(FAILED).sort({ failedAt: -1 }).limit(SHOWN).toArray();
      return jobs.map(({ _id, name, failedAt, failCount, failReason }) =>
        ({ id: _id.toHexString(), name, failedAt: failedAt ?? new Date(0), attempts: failCount ?? 1, lastError: failReason ?? '' }));
    },
    async retry(jobId) {
      if (!ObjectId.isValid(jobId)) return false;
      const { matchedCount } = await stored.updateOne({ ...FAILED, _id: new ObjectId(jobId) }, { $set: { nextRunAt: new Date(), failCount: 0 } });
      return matchedCount === 1;
    },
  };
}

/**
 * Agenda keeps the jobs, locks them and plans retries. Its own processor is not used: it locks ahead what it cannot run yet,
 * and then one key could wait several times; here a job is locked only when it starts.
 */
export async function openJobStore(connection: Connection, logger: Logger): Promise<JobStore> {
  if (connection.db === undefined) throw new Error('the job queue needs an open connection');
  const agenda = createAgenda(connection.db, logger);
  await agenda.ready;
  const stored = connection.db.collection<StoredJob>(COLLECTION);
  const waiting = (key: string) => ({ 'data.key': key, lockedAt: null });
  return {
    define(name, handler, signal) {
      if (agenda.definitions[name] !== undefined) return;
      const run = (job: Job<Envelope>): Promise<void> =>
        runGuarded(job, (context: JobContext) => handler(job.attrs.data.payload, context), signal, LOCK_MS);
      agenda.define(name, run, { backoff: exponential(RETRIES) });
    },
    async add(name, payload, at) {
      await agenda.create<Envelope>(name, { key: null, payload }).schedule(at).save();
    },
    async addKeyed(name, payload, key, at) {
      await agenda.create<Envelope>(name, { key, payload }).schedule(at)
        .unique({ ...waiting(key), nextRunAt: { $ne: null } }, { insertOnly: true }).save();
      await stored.updateOne({ name, ...waiting(key), nextRunAt: { $gt: at } }, { $set: { nextRunAt: at } });
    },
    async addRepeated(name, intervalSeconds) {
      await agenda.every(intervalSeconds * 1000, name, { key: null, payload: {} } satisfies Envelope);
    },
    ...failedJobs(stored),
    async lockNext(name) {
      const now = new Date();
      const found = await agenda.db.getNextJobToRun(name, now, new Date(now.getTime() - LOCK_MS), now, undefined);
      return found === undefined ? null : new Job(agenda, found, true);
    },
  };
}
