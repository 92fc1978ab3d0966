import type { RequestHandler } from 'express';
import type { Role } from './current-user.js';
import type { EventHandler, EventType } from './events.js';

export * from './chart.js';

export interface Clock {
  now(): Date;
}

export interface OutgoingMail {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Resolves when the mail server has accepted the mail; rejects with the server's words otherwise. */
export interface MailTransport {
  send(mail: OutgoingMail): Promise<void>;
  close(): void;
}

export interface JobContext {
  /** Fraction done, 0..1. */
  readonly progress: (fraction: number) => Promise<void>;
  /** Fires with a JobAbortedError: shutdown, cancelled, or lost to another worker. Ending early is `signal.throwIfAborted()`. */
  readonly signal: AbortSignal;
}
export type JobData = Readonly<Record<string, unknown>>;
export type JobHandler = (data: JobData, context: JobContext) => Promise<void>;

export interface JobOptions {
  readonly concurrency?: number;
  /** Runs where a person cancels the job, waiting or running. */
  readonly onCancel?: (data: JobData) => Promise<void>;
}

/** A queue in the store. A job runs at least once, never twice at the same time; with a key, one waiting job a key. */
export interface JobQueue extends JobAdministration {
  define(name: string, handler: JobHandler, options?: JobOptions): void;
  enqueue(name: string, data: JobData, options?: { readonly key?: string; readonly at?: Date }): Promise<void>;
  every(name: string, intervalSeconds: number): Promise<void>;
  start(): Promise<void>;
  /** Stops accepting, lets running jobs finish. */
  stop(): Promise<void>;
  /** Runs until no job is due; for tests and the seed. */
  idle(): Promise<void>;
}

/** What people see of the queue and do with it; `names` limits it to jobs of these names. */
export interface JobAdministration {
  lists(names?: readonly string[]): Promise<JobLists>;
  /** `removed` from the queue, `told` to stop where it runs, or `unchanged`: it has ended, repeats, or is cancelled already. */
  cancel(jobId: string, by: string, names?: readonly string[]): Promise<'removed' | 'told' | 'unchanged'>;
  /** A failed or cancelled job; false when it is neither. */
  retry(jobId: string, names?: readonly string[]): Promise<boolean>;
}

export interface JobList {
  readonly jobs: readonly JobReport[];
  /** The list itself ends at a hundred. */
  readonly total: number;
}
export interface JobLists {
  /** Longest first. */
  readonly running: JobList;
  /** The next one first. */
  readonly waiting: JobList;
  /** Failed at every attempt, or cancelled; the latest first. */
  readonly ended: JobList;
}

export interface JobReport {
  readonly id: string;
  readonly name: string;
  readonly data: JobData;
  readonly isRepeated: boolean;
  /** Fraction done, 0..1, as last told; null before the first time. */
  readonly progress: number | null;
  /** Host and process that runs it, or ran it last. */
  readonly worker: string | null;
  readonly startedAt: Date | null;
  readonly nextAttemptAt: Date | null;
  /** Attempts that failed since it was asked for. */
  readonly failures: number;
  readonly lastError: string | null;
  readonly endedAt: Date | null;
  /** When and by whom it was cancelled; where it still runs, it has been told to stop. */
  readonly cancelled: { readonly at: Date; readonly by: string } | null;
}

/** Moves `pendingEvents` out of documents, in order, and hands each event to each subscriber at least once. */
export interface EventRelay {
  subscribe(subscriber: string, types: readonly EventType[] | 'all', handler: EventHandler): void;
  /** Says that something was saved; cheap, never throws. */
  wake(): void;
  /** Delivers everything that is pending now. */
  drain(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

export type TableCell = string | number | boolean | Date | null;

/** A header and its rows, each as long as the header. */
export interface Table {
  /** Of the sheet; at most 31 characters. */
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

export interface Spreadsheets {
  /** The bytes of an .xlsx file. */
  xlsx(table: Table): Promise<Buffer>;
  /** The first sheet with a year of rows that hold numbers, else the first with any number. */
  read(file: Uint8Array): Promise<SheetRead>;
}

/** Rows from the sheet's first on, each as long as the longest, without empty ones at the end; or why there are none. */
export type SheetRead =
  | { readonly ok: true; readonly rows: readonly (readonly TableCell[])[] }
  | { readonly ok: false; readonly fault: 'unreadable' | 'too-large' | 'no-numbers' };

/** What route tables need from the web layer, handed in by the composition root. */
export interface RouteGuards {
  /** Logged in with one of these roles; otherwise the login page (401) or 403. */
  role(...roles: readonly Role[]): RequestHandler;
  signedIn(): RequestHandler;
  /** Rate limit by address and by the named body field; survives a restart because it lives in the store. */
  limit(name: 'login' | 'sign-up' | 'reset', bodyField?: string): RequestHandler;
}
