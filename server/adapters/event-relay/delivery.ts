import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import type { DomainEvent, EventHandler, EventType } from '../../shared/events.js';
import type { Logger } from '../../shared/logger.js';
import { isDuplicateKey, type EventLog, type LoggedEvent } from './event-log.js';

export interface Subscription {
  readonly subscriber: string;
  readonly types: readonly EventType[] | 'all';
  readonly handler: EventHandler;
}

export interface DeliveryOptions {
  /** Also tries events whose pause after a failure is not over. */
  readonly impatient: boolean;
  /** Subjects left out because one of their events failed before; those that fail now are added. */
  readonly blocked: Set<string>;
}

interface Lease { readonly _id: string; readonly owner: string; readonly until: Date }

const EVENTS_A_BATCH = 50;
const LEASE_MS = 15_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5 * 60_000;
const LEASE_POLL_MS = 50;

/** 1 s, 2 s, 4 s ... at most 5 minutes. */
export const pauseAfterMs = (attempts: number): number => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));

/** One process at a time delivers to a subscriber: that keeps the order, and a killed one is replaced when its lease ends. */
export function openLeases(connection: Connection) {
  const leases = connection.db?.collection<Lease>('relayLeases');
  if (leases === undefined) throw new Error('leases need an open connection');
  const owner = randomUUID();
  return {
    async take(subscriber: string): Promise<boolean> {
      const now = Date.now();
      try {
        await leases.updateOne({ _id: subscriber, $or: [{ owner }, { until: { $lte: new Date(now) } }] },
          { $set: { owner, until: new Date(now + LEASE_MS) } }, { upsert: true });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async takeWaiting(subscriber: string): Promise<void> {
      while (!await this.take(subscriber)) await sleep(LEASE_POLL_MS);
    },
    release: async (): Promise<void> => { await leases.deleteMany({ owner }); },
  };
}
export type Leases = ReturnType<typeof openLeases>;

const toEvent = ({ _id, type, at, actor, subject, data }: LoggedEvent): DomainEvent => ({ id: _id, type, at, actor, subject, data });

export function createDelivery({ collection }: EventLog, leases: Leases, logger: Logger) {
  const markDelivered = async (subscriber: string, ids: readonly string[]): Promise<void> => {
    if (ids.length === 0) return;
    await collection.updateMany({ _id: { $in: [...ids] } }, {
      $pull: { undelivered: subscriber }, $addToSet: { deliveredTo: subscriber }, $unset: { [`failures.${subscriber}`]: '' },
    });
  };
  const markFailed = async (subscriber: string, event: LoggedEvent, error: unknown): Promise<void> => {
    const attempts = (event.failures?.[subscriber]?.attempts ?? 0) + 1;
    const nextAttemptAt = new Date(Date.now() + pauseAfterMs(attempts));
    const message = error instanceof Error ? error.message : String(error);
    logger.error({ err: error, subscriber, eventId: event._id, type: event.type, attempts, nextAttemptAt }, 'event not delivered');
    await collection.updateOne({ _id: event._id }, { $set: { [`failures.${subscriber}`]: { attempts, nextAttemptAt, message } } });
  };
  const pausedSubjects = async (subscriber: string): Promise<string[]> => {
    const paused = await collection.find(
      { undelivered: subscriber, [`failures.${subscriber}.nextAttemptAt`]: { $gt: new Date() } }, { projection: { subject: 1 } },
    ).toArray();
    return paused.map(({ subject }) => subject.id);
  };

  /** Hands a batch over in order; marks are written together, so a killed process repeats at most one batch. */
  const deliverBatch = async (batch: readonly LoggedEvent[], { subscriber, handler }: Subscription, blocked: Set<string>): Promise<void> => {
    const delivered: string[] = [];
    try {
      for (const event of batch) {
        if (blocked.has(event.subject.id)) continue;
        try {
          await handler(toEvent(event));
          delivered.push(event._id);
        } catch (error) {
          blocked.add(event.subject.id);
          await markFailed(subscriber, event, error);
        }
      }
    } finally {
      await markDelivered(subscriber, delivered);
    }
  };

  /** A failing event holds back later events about the same subject, and nothing else. Returns how many were tried. */
  return async function deliverTo(subscription: Subscription, { impatient, blocked }: DeliveryOptions): Promise<number> {
    const { subscriber } = subscription;
    const isWaiting = await collection.findOne({ undelivered: subscriber }, { projection: { _id: 1 } });
    if (isWaiting === null) return 0;
    if (!impatient) for (const subject of await pausedSubjects(subscriber)) blocked.add(subject);
    let tried = 0;
    for (;;) {
      if (impatient) await leases.takeWaiting(subscriber);
      else if (!await leases.take(subscriber)) return tried;
      const batch = await collection.find({ undelivered: subscriber, 'subject.id': { $nin: [...blocked] } })
        .sort({ sequence: 1 }).limit(EVENTS_A_BATCH).toArray();
      if (batch.length === 0) return tried;
      await deliverBatch(batch, subscription, blocked);
      tried += batch.length;
    }
  };
}
