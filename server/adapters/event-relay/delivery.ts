import type { DomainEvent, EventHandler, EventType } from '../../shared/events.js';
import type { DeliveryMarks } from './delivery-marks.js';
import type { EventLog, LoggedEvent } from './event-log.js';
import type { Leases } from './leases.js';

export interface Subscription {
  readonly subscriber: string;
  readonly types: readonly EventType[] | 'all';
  readonly handler: EventHandler;
}

export interface DeliveryOptions {
  /** Waits for the lease, and also tries events whose pause after a failure is not over. */
  readonly impatient: boolean;
  /** Subjects left out because one of their events failed before; those that fail now are added. */
  readonly blocked: Set<string>;
  /** Asked before every batch: what is left waits in the store. */
  readonly isStopping: () => boolean;
}

const EVENTS_A_BATCH = 50;

const toEvent = ({ _id, type, at, actor, subject, data }: LoggedEvent): DomainEvent => ({ id: _id, type, at, actor, subject, data });

/** Hands a batch over in order; marks are written together, so a killed process repeats at most one batch. */
async function deliverBatch(
  batch: readonly LoggedEvent[], { subscriber, handler }: Subscription, blocked: Set<string>, marks: DeliveryMarks,
): Promise<void> {
  const delivered: string[] = [];
  try {
    for (const event of batch) {
      if (blocked.has(event.subject.id)) continue;
      try {
        await handler(toEvent(event));
        delivered.push(event._id);
      } catch (error) {
        blocked.add(event.subject.id);
        await marks.failed(subscriber, event, error);
      }
    }
  } finally {
    await marks.delivered(subscriber, delivered);
  }
}

export type Delivery = (subscription: Subscription, options: DeliveryOptions) => Promise<number>;

/** A failing event holds back later events about the same subject, and nothing else. Returns how many were tried. */
export function createDelivery({ collection }: EventLog, leases: Leases, marks: DeliveryMarks): Delivery {
  const deliverWaiting = async (subscription: Subscription, { impatient, blocked, isStopping }: DeliveryOptions): Promise<number> => {
    const { subscriber } = subscription;
    for (let tried = 0; ;) {
      if (isStopping()) return tried;
      if (impatient) await leases.takeWaiting(subscriber);
      else if (!await leases.take(subscriber)) return tried;
      const batch = await collection.find({ undelivered: subscriber, 'subject.id': { $nin: [...blocked] } })
        .sort({ sequence: 1 }).limit(EVENTS_A_BATCH).toArray();
      if (batch.length === 0) return tried;
      await deliverBatch(batch, subscription, blocked, marks);
      tried += batch.length;
    }
  };
  return async (subscription, options) => {
    const { subscriber } = subscription;
    const isWaiting = await collection.findOne({ undelivered: subscriber }, { projection: { _id: 1 } });
    if (isWaiting === null) return 0;
    if (!options.impatient) for (const subject of await marks.pausedSubjects(subscriber)) options.blocked.add(subject);
    try {
      return await deliverWaiting(subscription, options);
    } finally {
      await leases.release(subscriber);
    }
  };
}
