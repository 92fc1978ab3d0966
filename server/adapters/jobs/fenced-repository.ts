import { MongoJobRepository } from '@agendajs/mongo-backend';
import type { AgendaBackend, JobParameters } from 'agenda';
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { MongoServerError, ObjectId, type Db } from 'mongodb';
import type { JobData } from '../../shared/ports.js';

export const JOBS = 'jobs';

export interface Envelope { readonly key: string | null; readonly payload: JobData }
/** A job as agenda stores it, and what a cancellation adds. */
export interface StoredJob {
  readonly _id: ObjectId;
  readonly name: string;
  readonly data: Envelope;
  readonly repeatInterval: number | string | null;
  readonly nextRunAt: Date | null;
  readonly lockedAt: Date | null;
  readonly lastModifiedBy: string | null;
  readonly lastRunAt: Date | null;
  readonly lastFinishedAt: Date | null;
  readonly progress: number | null;
  readonly failedAt: Date | null;
  readonly failCount: number | null;
  readonly failReason: string | null;
  /** Agenda takes up no job that is disabled: a cancelled one stays cancelled when its worker dies before it has noticed. */
  readonly disabled: boolean | null;
  readonly cancelledAt?: Date | null;
  readonly cancelledBy?: string | null;
}

const DUPLICATE_KEY = 11000;
export const isDuplicate = (error: unknown): boolean => error instanceof MongoServerError && error.code === DUPLICATE_KEY;

/** Names one run: agenda keeps it as `lastModifiedBy`. A run that is over never has the name of the next one. */
export const newHolder = (): string => `${hostname()} process ${process.pid}/${randomUUID()}`;
export const workerOf = (holder: string): string => holder.slice(0, holder.lastIndexOf('/'));

/** The job, as long as this run holds it: every write of a run carries this filter. */
export const heldBy = ({ _id, lastModifiedBy }: JobParameters) => ({ _id: new ObjectId(String(_id)), lastModifiedBy: lastModifiedBy ?? '' });

/** Agenda forgets the failures of a run that succeeded, and plans nothing more for a job that is not repeated. */
const isDone = ({ lockedAt, nextRunAt, failCount }: JobParameters): boolean =>
  lockedAt === undefined && nextRunAt === null && (failCount ?? 0) === 0;

const stateOf = ({ lockedAt, nextRunAt, lastRunAt, progress, failReason, failCount, failedAt, lastFinishedAt }: JobParameters) => ({
  lockedAt: lockedAt ?? null, nextRunAt, lastRunAt: lastRunAt ?? null, progress: progress ?? null, failReason: failReason ?? null,
  failCount: failCount ?? null, failedAt: failedAt ?? null, lastFinishedAt: lastFinishedAt ?? null,
});

/**
 * Agenda's repository writes a run's state by the job's id alone: a worker that was stopped for longer than its lock would
 * unlock, finish and remove the job of the worker that came after it. Here it writes only what it still holds.
 */
export class FencedRepository extends MongoJobRepository {
  /** A job that is done goes in the same write. Throws when another worker has it. */
  override async saveJobState(job: JobParameters): Promise<void> {
    const held = heldBy(job);
    if (isDone(job)) await this.#remove(held);
    else {
      try {
        const { matchedCount } = await this.collection.updateOne(held, { $set: stateOf(job) });
        if (matchedCount === 0) throw new Error(`job ${job.name} is held by another worker`);
      } catch (error) {
        // Planned again while the same work was asked for anew and waits already: once is enough.
        if (!isDuplicate(error)) throw error;
        await this.#remove(held);
      }
    }
  }

  async #remove(held: ReturnType<typeof heldBy>): Promise<void> {
    const { deletedCount } = await this.collection.deleteOne(held);
    if (deletedCount === 0) throw new Error('the job is held by another worker or gone');
  }
}

export function fencedBackend(db: Db): AgendaBackend {
  const repository = new FencedRepository({ mongo: db, db: { collection: JOBS } });
  return { name: 'MongoDB', repository, ownsConnection: false, connect: () => repository.connect(), disconnect: () => Promise.resolve() };
}
