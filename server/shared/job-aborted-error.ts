/** `stopping`: this process ends. `cancelled`: a person asked for it. `lost`: another worker may have the job by now. */
export type JobAbortCause = 'stopping' | 'cancelled' | 'lost';

const WORDS: Readonly<Record<JobAbortCause, string>> = {
  stopping: 'Put back because its worker was shut down.',
  cancelled: 'Cancelled.',
  lost: 'Taken away, because its worker did not answer in time.',
};

/** The reason of a job's AbortSignal. A handler that ends early throws it: `signal.throwIfAborted()`. */
export class JobAbortedError extends Error {
  override readonly name = 'JobAbortedError';
  constructor(override readonly cause: JobAbortCause) {
    super(WORDS[cause]);
  }
}
