import type { CurrentUser } from '../../shared/current-user.js';
import { ConflictError } from '../../shared/errors.js';
import type { Localised } from '../../shared/i18n.js';
import { message } from '../../shared/message.js';
import type { JobLists, JobQueue } from '../../shared/ports.js';

/** The jobs that people have a name for. */
const NAMED = new Set(['rescore', 'site-plan', 'rescore-daily', 'send-mails']);
/** Managers, whose matches they are, may see and cancel these. */
const FOR_MANAGERS = ['rescore', 'site-plan'];

export const workLabel = ({ t }: Localised, name: string): string => (NAMED.has(name) ? t(`notify:work.${name}`) : name);

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
      if (outcome === 'unchanged') throw new ConflictError(message('notify:cancel.ended'));
      return outcome;
    },
    async retryWork(user, jobId) {
      if (!await jobs.retry(jobId, namesFor(user))) throw new ConflictError(message('notify:jobs.onlyEnded'));
    },
  };
}
