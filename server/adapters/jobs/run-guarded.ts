import type { Job } from 'agenda';
import type { JobContext } from '../../shared/ports.js';

const PROGRESS_EVERY_MS = 500;

/**
 * Runs a handler while its lock is renewed. Renewals are written one after another and the last one is awaited, because one
 * that arrived after the end would lock a job that nobody runs.
 */
export async function runGuarded(
  job: Pick<Job<unknown>, 'touch'>, handler: (context: JobContext) => Promise<void>, signal: AbortSignal, lockMs: number,
): Promise<void> {
  let fraction = 0;
  let writtenAt = Date.now();
  let renewal: Promise<void> = Promise.resolve();
  const renew = (): Promise<void> => {
    writtenAt = Date.now();
    renewal = renewal.catch(() => undefined).then(() => job.touch(fraction));
    return renewal;
  };
  // A renewal that fails is repeated by the next one; if none succeeds, the lock ends and another worker takes over.
  const heartbeat = setInterval(() => { renew().catch(() => undefined); }, lockMs / 4);
  const progress = async (done: number): Promise<void> => {
    fraction = done;
    if (Date.now() - writtenAt >= PROGRESS_EVERY_MS) await renew();
  };
  try {
    await handler({ progress, signal });
  } finally {
    clearInterval(heartbeat);
    await renewal.catch(() => undefined);
  }
}
