import type { CurrentUser } from '../../shared/current-user.js';
import { ConflictError } from '../../shared/errors.js';
import type { JobLists, JobQueue } from '../../shared/ports.js';

/** What people call the jobs, and whether managers, whose matches they are, may see and cancel them. */
const WORK: Readonly<Record<string, { readonly label: string; readonly isForManagers: boolean }>> = {
  rescore: { label: 'Scoring', isForManagers: true },
  'site-plan': { label: 'Plan of a site', isForManagers: true },
  'rescore-daily': { label: 'Daily request to score everything', isForManagers: false },
  'send-mails': { label: 'Sending mail', isForManagers: false },
};
const FOR_MANAGERS = Object.keys(WORK).filter((name) => WORK[name]?.isForManagers);

export const workLabel = (name: string): string => WORK[name]?.label ?? name;

export interface BackgroundWork {
  /** What the user may see: everything for an admin, the scoring for a manager. */
  work(user: CurrentUser): Promise<JobLists>;
  /** Throws ConflictError when it has ended meanwhile or cannot be cancelled. */
  cancelWork(user: CurrentUser, jobId: string): Promise<'removed' | 'told'>;
  /** Throws ConflictError when it neither failed nor was cancelled. */
  retryWork(user: CurrentUser, jobId: string): Promise<void>;
}

export function createBackgroundWork(jobs: JobQueue): BackgroundWork {
  const namesFor = ({ role }: CurrentUser): readonly string[] | undefined => (role === 'admin' ? undefined : FOR_MANAGERS);
  return {
    work: (user) => jobs.lists(namesFor(user)),
    async cancelWork(user, jobId) {
      const outcome = await jobs.cancel(jobId, user.name, namesFor(user));
      if (outcome === 'unchanged') throw new ConflictError('This work has ended or is cancelled already; work that repeats cannot be cancelled.');
      return outcome;
    },
    async retryWork(user, jobId) {
      if (!await jobs.retry(jobId, namesFor(user))) throw new ConflictError('Only failed or cancelled work can be run again; this is neither now.');
    },
  };
}
