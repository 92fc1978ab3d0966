import { Agenda, exponential, Job, type BackoffContext, type JobParameters } from 'agenda';
import type { Collection, Db } from 'mongodb';
import type { Connection } from 'mongoose';
import { JobAbortedError } from '../../shared/job-aborted-error.js';
import type { Logger } from '../../shared/logger.js';
import type { JobAdministration, JobData, JobHandler, JobOptions } from '../../shared/ports.js';
import { fencedBackend, heldBy, isDuplicate, JOBS, newHolder, type Envelope, type StoredJob } from './fenced-repository.js';
import { administration } from './job-administration.js';
import { runGuarded, type Lease } from './run-guarded.js';

/** Tried again after 5 s, 20 s, 80 s, 5 min and 21 min; then it stays in the store as failed. */
const retry = exponential({ delay: 5000, factor: 4, maxRetries: 5 });
const backoff = (context: BackoffContext): number | null =>
  (context.error instanceof JobAbortedError && context.error.cause === 'cancelled' ? null : retry(context));
const WORKER_GONE = new Error('The worker ended in the middle of it.');
const REPEATED = 'repeated';
const SECONDS_CANCELLED_STAYS = 30 * 24 * 3600;

export interface JobStore extends JobAdministration {
  /** The first definition of a name stays. */
  define(name: string, handler: JobHandler, options: Pick<JobOptions, 'onCancel'>): void;
  add(name: string, data: JobData, at: Date): Promise<void>;
  /** Adds it unless one with this key waits; one that waits for later or for its retry is brought forward. */
  addKeyed(name: string, data: JobData, key: string, at: Date): Promise<void>;
  addRepeated(name: string, intervalSeconds: number): Promise<void>;
  /** The next due job, locked for this process; null when none is due. */
  lockNext(name: string): Promise<{ run(): Promise<void> } | null>;
}

export interface JobStoreOptions {
  readonly connection: Connection;
  readonly logger: Logger;
  readonly lockMs: number;
  readonly progressMs: number;
  readonly stopping: AbortSignal;
}

function createAgenda(db: Db, logger: Logger): Agenda {
  const agenda = new Agenda({ backend: fencedBackend(db) });
  agenda.on('error', (error: Error) => { logger.error({ err: error }, 'job queue'); });
  agenda.on('fail', (error: Error | string, job: { attrs?: Partial<JobParameters> }) => {
    const { name, failCount, nextRunAt } = job.attrs ?? {};
    if (error instanceof JobAbortedError) logger.warn({ job: name }, error.message);
    else logger.error({ err: error, job: name, attempts: failCount, nextRunAt }, 'job failed');
  });
  return agenda;
}

/** What waits: never two of one key, whoever asks at the same moment. */
const WAITING = { lockedAt: null, disabled: null, nextRunAt: { $type: 'date' } } as const;

async function createIndexes(stored: Collection<StoredJob>): Promise<void> {
  await stored.createIndex({ name: 1, 'data.key': 1 }, {
    name: 'oneWaitingJobAKey', unique: true, partialFilterExpression: { ...WAITING, 'data.key': { $type: 'string' } },
  });
  await stored.createIndex({ cancelledAt: 1 }, { expireAfterSeconds: SECONDS_CANCELLED_STAYS });
}

function additions(agenda: Agenda, stored: Collection<StoredJob>): Pick<JobStore, 'add' | 'addKeyed' | 'addRepeated'> {
  const saveOnce = async (job: Job<Envelope>): Promise<void> => {
    try {
      await job.save();
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  };
  return {
    async add(name, payload, at) {
      await agenda.create<Envelope>(name, { key: null, payload }).schedule(at).save();
    },
    async addKeyed(name, payload, key, at) {
      const waiting = { 'data.key': key, ...WAITING };
      await saveOnce(agenda.create<Envelope>(name, { key, payload }).schedule(at).unique(waiting, { insertOnly: true }));
      await stored.updateOne({ $and: [{ name, ...waiting }, { nextRunAt: { $gt: at } }] }, { $set: { nextRunAt: at } });
    },
    // Not agenda.every: it writes over the one that is there, and unlocks it while it runs.
    async addRepeated(name, intervalSeconds) {
      const repeatInterval = intervalSeconds * 1000;
      await saveOnce(agenda.create<Envelope>(name, { key: REPEATED, payload: {} }).repeatEvery(repeatInterval)
        .unique({ repeatInterval: { $ne: null } }, { insertOnly: true }));
      await stored.updateMany({ name, repeatInterval: { $ne: null } }, { $set: { repeatInterval } });
    },
  };
}

/** A run that never ended counts as a failed attempt: a job that brings its workers down must not do so for ever. */
function isGivenUp(job: Job<Envelope>): boolean {
  const { name, lastRunAt, lastFinishedAt } = job.attrs;
  if (lastRunAt === undefined || (lastFinishedAt !== undefined && lastFinishedAt >= lastRunAt)) return false;
  job.fail(WORKER_GONE);
  return backoff({ attempt: job.attrs.failCount ?? 1, error: WORKER_GONE, jobName: name, jobData: null }) === null;
}

/**
 * Agenda keeps the jobs, plans and repeats them and runs them one by one. Its own processor is not used: it locks ahead what
 * it cannot run yet, and then one key could wait several times; here a job is locked only when it starts.
 */
export async function openJobStore({ connection, logger, lockMs, progressMs, stopping }: JobStoreOptions): Promise<JobStore> {
  if (connection.db === undefined) throw new Error('the job queue needs an open connection');
  const agenda = createAgenda(connection.db, logger);
  await agenda.ready;
  const stored = connection.db.collection<StoredJob>(JOBS);
  await createIndexes(stored);
  const cancellations = new Map<string, NonNullable<JobOptions['onCancel']>>();

  const renew = async ({ attrs }: Job<Envelope>, progress: number | null): Promise<Lease> => {
    if (progress !== null) attrs.progress = progress;
    const renewed = await stored.findOneAndUpdate(heldBy(attrs), { $set: { lockedAt: new Date(), progress } }, { returnDocument: 'after' });
    if (renewed === null) return 'lost';
    return (renewed.cancelledAt ?? null) === null ? 'held' : 'cancelled';
  };
  const lockNext: JobStore['lockNext'] = async (name) => {
    const now = new Date();
    const found = await agenda.db.getNextJobToRun(name, now, new Date(now.getTime() - lockMs), now, { lastModifiedBy: newHolder() });
    if (found === undefined) return null;
    const job = new Job(agenda, found as JobParameters<Envelope>, true);
    delete job.attrs.progress;
    if (!isGivenUp(job)) return { run: () => job.run() };
    logger.error({ job: name, attempts: job.attrs.failCount }, 'job given up: every worker that ran it ended in the middle of it');
    delete job.attrs.lockedAt;
    await agenda.db.saveJobState(job.attrs, undefined);
    return lockNext(name);
  };
  return {
    define(name, handler, { onCancel }) {
      if (agenda.definitions[name] !== undefined) return;
      if (onCancel !== undefined) cancellations.set(name, onCancel);
      agenda.define(name, async (job: Job<Envelope>): Promise<void> => {
        const run = { lockMs, progressMs, stopping, renew: (progress: number | null) => renew(job, progress) };
        // Planned before it is written that it ended: put back without a failed attempt.
        if (await runGuarded(handler, job.attrs.data.payload, run) === 'put back') job.attrs.nextRunAt = new Date();
      }, { backoff });
    },
    lockNext,
    ...additions(agenda, stored),
    ...administration(stored, { lockMs, onCancel: async ({ name, data }) => { await cancellations.get(name)?.(data.payload); } }),
  };
}
