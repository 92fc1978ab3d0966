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
  progress(fraction: number): Promise<void>;
  readonly signal: AbortSignal;
}
export type JobHandler = (data: Readonly<Record<string, unknown>>, context: JobContext) => Promise<void>;

/** A queue in the store. A job runs at least once, never twice at the same time; with a key, one waiting job a key. */
export interface JobQueue {
  define(name: string, handler: JobHandler, options?: { readonly concurrency?: number }): void;
  enqueue(name: string, data: Readonly<Record<string, unknown>>, options?: { readonly key?: string; readonly at?: Date }): Promise<void>;
  every(name: string, intervalSeconds: number): Promise<void>;
  start(): Promise<void>;
  /** Stops accepting, lets running jobs finish. */
  stop(): Promise<void>;
  /** Runs until no job is due; for tests and the seed. */
  idle(): Promise<void>;
  /** Jobs that failed at every attempt and now wait for an admin, the latest first. */
  failed(): Promise<readonly FailedJob[]>;
  /** False when the job is not a failed one any more. */
  retry(jobId: string): Promise<boolean>;
}

export interface FailedJob {
  readonly id: string;
  readonly name: string;
  readonly failedAt: Date;
  readonly attempts: number;
  readonly lastError: string;
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

/** Pictures as SVG text. The drawing library is loaded with the first picture, not at the start. */
export interface Charts {
  monthlyHeatSvg(monthly: {
    readonly offeredMwh: readonly number[]; readonly demandMwh: readonly number[]; readonly deliveredMwh: readonly number[];
  }): Promise<string>;
  stackedMonthsSvg(chart: StackedMonthsChart, size?: ChartSize): Promise<string>;
  /** Points by criterion, each step standing on the one before; `fullPoints` is what the criterion could give. */
  scoreWaterfallSvg(criteria: readonly {
    readonly label: string; readonly points: number; readonly fullPoints: number;
  }[]): Promise<string>;
}

/** What route tables need from the web layer, handed in by the composition root. */
export interface RouteGuards {
  /** Logged in with one of these roles; otherwise the login page (401) or 403. */
  role(...roles: readonly Role[]): RequestHandler;
  signedIn(): RequestHandler;
  /** Rate limit by address and by the named body field; survives a restart because it lives in the store. */
  limit(name: 'login' | 'sign-up' | 'reset', bodyField?: string): RequestHandler;
}
