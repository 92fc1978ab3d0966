import type { Collection } from 'mongodb';
import type { Logger } from '../../shared/logger.js';
import type { LoggedEvent } from './event-log.js';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** 1 s, 2 s, 4 s ... at most 5 minutes. */
export const pauseAfterMs = (attempts: number): number => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempts - 1));

export interface DeliveryMarks {
  delivered(subscriber: string, ids: readonly string[]): Promise<void>;
  failed(subscriber: string, event: LoggedEvent, error: unknown): Promise<void>;
  /** Subjects with an event that failed and whose pause is not over. */
  pausedSubjects(subscriber: string): Promise<readonly string[]>;
}

/** On each event stands who still has to hear of it, who has, and what went wrong. */
export function deliveryMarks(collection: Collection<LoggedEvent>, logger: Logger): DeliveryMarks {
  return {
    async delivered(subscriber, ids) {
      if (ids.length === 0) return;
      await collection.updateMany({ _id: { $in: [...ids] } }, {
        $pull: { undelivered: subscriber }, $addToSet: { deliveredTo: subscriber }, $unset: { [`failures.${subscriber}`]: '' },
      });
    },
    async failed(subscriber, event, error) {
      const attempts = (event.failures?.[subscriber]?.attempts ?? 0) + 1;
      const nextAttemptAt = new Date(Date.now() + pauseAfterMs(attempts));
      const message = error instanceof Error ? error.message : String(error);
      logger.error({ err: error, subscriber, eventId: event._id, type: event.type, attempts, nextAttemptAt }, 'event not delivered');
      await collection.updateOne({ _id: event._id }, { $set: { [`failures.${subscriber}`]: { attempts, nextAttemptAt, message } } });
    },
    async pausedSubjects(subscriber) {
      const paused = await collection.find(
        { undelivered: subscriber, [`failures.${subscriber}.nextAttemptAt`]: { $gt: new Date() } }, { projection: { subject: 1 } },
      ).toArray();
      return paused.map(({ subject }) => subject.id);
    },
  };
}
