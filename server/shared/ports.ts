import type { RequestHandler } from 'express';
import type { Role } from './current-user.js';
import type { EventHandler, EventType } from './events.js';

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

export const HEAT_TONES = ['cold', 'cool', 'warm', 'hot'] as const;
export type HeatTone = (typeof HEAT_TONES)[number];

/** A narrow picture keeps its letters readable on a phone. */
export type ChartSize = 'wide' | 'narrow';

/** Columns stacked on one another, one stack a category; the first series lies at the bottom. */
export interface StackedMonthsChart {
  readonly title: string;
  readonly unit: string;
  readonly categories: readonly string[];
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly number[];
    /** A step of the cold-to-hot scale, for heat; by position without it. */
    readonly tone?: HeatTone;
    readonly hatched?: boolean;
  }[];
}

/** How often an outcome falls between each edge and the next; part of the area lies below 0, part above. */
export interface DistributionChart {
  readonly title: string;
  /** Of the edges and marks. */
  readonly unit: string;
  /** What is counted. */
  readonly countUnit: string;
  /** One more than counts. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Lines across, each with its name. */
  readonly marks: readonly { readonly label: string; readonly value: number }[];
  readonly belowZero: string;
  readonly aboveZero: string;
}

/** One bar an input, from what it brings at its low end to what it brings at its high end, both as a change; largest swing first. */
export interface TornadoChart {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly {
    readonly label: string;
    /** The input itself at its ends, in words. */
    readonly lowLabel: string; readonly highLabel: string;
    readonly changeAtLow: number; readonly changeAtHigh: number;
  }[];
}

/** Points of two figures, joined in their order, and others beside them. */
export interface TradeOffChart {
  readonly title: string;
  readonly x: { readonly name: string; readonly unit: string };
  readonly y: { readonly name: string; readonly unit: string };
  readonly lineName: string;
  readonly points: readonly { readonly x: number; readonly y: number; readonly label: string }[];
  readonly marks: readonly { readonly name: string; readonly x: number; readonly y: number }[];
}

/** Pictures as SVG text. The drawing library is loaded with the first picture, not at the start. */
export interface Charts {
  monthlyHeatSvg(monthly: {
    readonly offeredMwh: readonly number[]; readonly demandMwh: readonly number[]; readonly deliveredMwh: readonly number[];
  }): Promise<string>;
  stackedMonthsSvg(chart: StackedMonthsChart, size?: ChartSize): Promise<string>;
  tradeOffSvg(chart: TradeOffChart, size?: ChartSize): Promise<string>;
  /** Points by criterion, each step standing on the one before; `fullPoints` is what the criterion could give. */
  scoreWaterfallSvg(criteria: readonly {
    readonly label: string; readonly points: number; readonly fullPoints: number;
  }[]): Promise<string>;
  distributionSvg(chart: DistributionChart, size?: ChartSize): Promise<string>;
  tornadoSvg(chart: TornadoChart, size?: ChartSize): Promise<string>;
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
}

/** What route tables need from the web layer, handed in by the composition root. */
export interface RouteGuards {
  /** Logged in with one of these roles; otherwise the login page (401) or 403. */
  role(...roles: readonly Role[]): RequestHandler;
  signedIn(): RequestHandler;
  /** Rate limit by address and by the named body field; survives a restart because it lives in the store. */
  limit(name: 'login' | 'sign-up' | 'reset', bodyField?: string): RequestHandler;
}
