import { ObjectId, type Collection, type Filter, type Sort, type WithId } from 'mongodb';
import type { JobAdministration, JobList, JobReport } from '../../shared/ports.js';
import { isDuplicate, workerOf, type StoredJob } from './fenced-repository.js';

const SHOWN = 100;

type JobFilter = Filter<StoredJob>;
interface States { readonly running: JobFilter; readonly waiting: JobFilter; readonly ended: JobFilter }

/** The states of a job as filters; `deadline`: a lock from before that has ended, its worker is gone or was stopped for too long. */
function statesAt(deadline: Date): States {
  const isOver = { lockedAt: { $lte: deadline } };
  return {
    running: { lockedAt: { $gt: deadline } },
    waiting: { disabled: null, $or: [{ lockedAt: null, nextRunAt: { $ne: null } }, isOver] },
    ended: { $or: [{ lockedAt: null, nextRunAt: null }, { disabled: true, lockedAt: null }, { disabled: true, ...isOver }] },
  };
}

function toReport({ _id, name, data, ...job }: WithId<StoredJob>): JobReport {
  const { cancelledAt = null, cancelledBy = null } = job;
  return {
    id: _id.toHexString(), name, data: data.payload, isRepeated: job.repeatInterval !== null, progress: job.progress,
    worker: job.lastModifiedBy === null ? null : workerOf(job.lastModifiedBy), startedAt: job.lastRunAt, nextAttemptAt: job.nextRunAt,
    failures: job.failCount ?? 0, lastError: job.failReason, endedAt: job.failedAt ?? job.lastFinishedAt,
    cancelled: cancelledAt === null ? null : { at: cancelledAt, by: cancelledBy ?? '' },
  };
}

const ANEW = {
  failCount: 0, failReason: null, failedAt: null, disabled: null, cancelledAt: null, cancelledBy: null, progress: null, lockedAt: null,
  lastModifiedBy: null,
} as const;

export interface AdministrationOptions {
  readonly lockMs: number;
  readonly onCancel: (job: StoredJob) => Promise<void>;
}

const named = (names: readonly string[] | undefined): JobFilter => (names === undefined ? {} : { name: { $in: [...names] } });
const one = (jobId: string, names: readonly string[] | undefined, state: JobFilter): JobFilter =>
  ({ _id: new ObjectId(jobId), ...named(names), ...state });

function listing(stored: Collection<StoredJob>, states: () => States): Pick<JobAdministration, 'lists'> {
  const list = async (filter: JobFilter, sort: Sort): Promise<JobList> => {
    const [jobs, total] = await Promise.all([stored.find(filter).sort(sort).limit(SHOWN).toArray(), stored.countDocuments(filter)]);
    return { jobs: jobs.map(toReport), total };
  };
  return {
    async lists(names) {
      const { running, waiting, ended } = states();
      return {
        running: await list({ ...named(names), ...running }, { lastRunAt: 1 }),
        waiting: await list({ ...named(names), ...waiting }, { nextRunAt: 1 }),
        ended: await list({ ...named(names), ...ended }, { lastFinishedAt: -1 }),
      };
    },
  };
}

export function administration(stored: Collection<StoredJob>, { lockMs, onCancel }: AdministrationOptions): JobAdministration {
  const states = (): States => statesAt(new Date(Date.now() - lockMs));
  return {
    ...listing(stored, states),
    async cancel(jobId, by, names) {
      if (!ObjectId.isValid(jobId)) return 'unchanged';
      const { running, waiting } = states();
      const removed = await stored.findOneAndDelete(one(jobId, names, { repeatInterval: null, ...waiting }));
      const told = removed ?? await stored.findOneAndUpdate(one(jobId, names, { repeatInterval: null, disabled: null, ...running }),
        { $set: { disabled: true, cancelledAt: new Date(), cancelledBy: by } });
      if (told === null) return 'unchanged';
      await onCancel(told);
      return removed === null ? 'told' : 'removed';
    },
    async retry(jobId, names) {
      if (!ObjectId.isValid(jobId)) return false;
      const now = new Date();
      const filter = one(jobId, names, states().ended);
      try {
        const { matchedCount } = await stored.updateOne(filter, { $set: { ...ANEW, nextRunAt: now, lastFinishedAt: now } });
        return matchedCount === 1;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        // The same work was asked for anew and waits: it takes this one's place.
        return (await stored.deleteOne(filter)).deletedCount === 1;
      }
    },
  };
}
