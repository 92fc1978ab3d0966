import { JobAbortedError, type JobAbortCause } from '../../shared/job-aborted-error.js';
import type { JobData, JobHandler } from '../../shared/ports.js';

const RENEWALS_A_LOCK = 4;

export type Lease = 'held' | 'cancelled' | 'lost';

export interface GuardedRun {
  readonly lockMs: number;
  /** How often at most progress is written; it is then that a cancellation is seen. */
  readonly progressMs: number;
  /** Fires when this process stops. */
  readonly stopping: AbortSignal;
  /** Writes that the worker lives and how far it is; says what the store knows about the job. Null: not told yet. */
  readonly renew: (fraction: number | null) => Promise<Lease>;
}

/** Renewals one after another, the last one awaited: one that arrived after the end would lock a job that nobody runs. */
function createLease({ lockMs, progressMs, renew }: GuardedRun, abort: (cause: 'cancelled' | 'lost') => void) {
  let fraction: number | null = null;
  let askedAt = Date.now();
  let renewedAt = askedAt;
  let renewal: Promise<void> = Promise.resolve();
  const renewOnce = async (): Promise<void> => {
    const sentAt = Date.now();
    const lease = await renew(fraction);
    if (lease === 'held') renewedAt = sentAt;
    else abort(lease);
  };
  const renewNext = async (): Promise<void> => {
    askedAt = Date.now();
    // Nobody has to ask the store any more: another worker may take the job over, after a pause or while no renewal gets through.
    if (askedAt - renewedAt >= lockMs) abort('lost');
    renewal = renewal.catch(() => undefined).then(renewOnce);
    await renewal;
  };
  // A renewal that fails is repeated by the next one.
  const heartbeat = setInterval(() => { renewNext().catch(() => undefined); }, lockMs / RENEWALS_A_LOCK).unref();
  return {
    progress: async (done: number): Promise<void> => {
      fraction = done;
      if (Date.now() - askedAt >= progressMs) await renewNext();
    },
    end: async (): Promise<void> => {
      clearInterval(heartbeat);
      await renewal.catch(() => undefined);
    },
  };
}

/** Node's own functions wrap a signal's reason. */
const isBecauseOf = (reason: unknown, error: unknown): boolean => error === reason || (error instanceof Error && error.cause === reason);

/** What an ended handler means: its own error stands unless it was told to stop. */
function outcomeOf({ reason }: { readonly reason: unknown }, failure: { readonly error: unknown } | null): 'done' | 'put back' {
  if (reason instanceof JobAbortedError && reason.cause !== 'stopping') throw reason;
  if (failure === null) return 'done';
  if (reason instanceof JobAbortedError && isBecauseOf(reason, failure.error)) return 'put back';
  throw failure.error;
}

/**
 * Runs a handler while its lock is renewed. `put back`: it ended early for a shutdown. Throws the handler's error, or a
 * JobAbortedError when the job was cancelled or lost, whatever the handler made of that.
 */
export async function runGuarded(handler: JobHandler, data: JobData, run: GuardedRun): Promise<'done' | 'put back'> {
  const controller = new AbortController();
  const abort = (cause: JobAbortCause): void => { controller.abort(new JobAbortedError(cause)); };
  const stop = (): void => { abort('stopping'); };
  if (run.stopping.aborted) stop();
  run.stopping.addEventListener('abort', stop);
  const lease = createLease(run, abort);
  let failure: { readonly error: unknown } | null = null;
  try {
    await handler(data, { progress: lease.progress, signal: controller.signal });
  } catch (error) {
    failure = { error };
  }
  run.stopping.removeEventListener('abort', stop);
  await lease.end();
  return outcomeOf(controller.signal, failure);
}
