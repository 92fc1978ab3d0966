import type { Collection, MongoServerError } from 'mongodb';
import type { Connection } from 'mongoose';
import { CHAIN_START, chained, type ChainedEvent } from '../../shared/event-chain.js';
import type { DomainEvent } from '../../shared/events.js';

export interface DeliveryFailure {
  readonly attempts: number;
  readonly nextAttemptAt: Date;
  readonly message: string;
}

/** An event as it lies in the store: with its place in the chain and who still has to hear of it. */
export interface LoggedEvent extends Omit<ChainedEvent, 'id'> {
  readonly _id: string;
  readonly undelivered: readonly string[];
  readonly deliveredTo: readonly string[];
  readonly failures?: Readonly<Record<string, DeliveryFailure>>;
}

export const DUPLICATE_KEY = 11000;
export const isDuplicateKey = (error: unknown): boolean => (error as MongoServerError | null)?.code === DUPLICATE_KEY;

export interface EventLog {
  readonly collection: Collection<LoggedEvent>;
  /** Events that are already there are left as they are. */
  append(events: readonly DomainEvent[], subscribersOf: (event: DomainEvent) => readonly string[]): Promise<void>;
}

const toStored = ({ id, ...rest }: ChainedEvent, undelivered: readonly string[]): LoggedEvent =>
  ({ _id: id, ...rest, undelivered, deliveredTo: [] });

export async function openEventLog(connection: Connection): Promise<EventLog> {
  if (connection.db === undefined) throw new Error('the event log needs an open connection');
  const collection = connection.db.collection<LoggedEvent>('events');
  await collection.createIndex({ sequence: 1 }, { unique: true });
  await collection.createIndex({ undelivered: 1 });

  const missing = async (events: readonly DomainEvent[]): Promise<readonly DomainEvent[]> => {
    const known = await collection.find({ _id: { $in: events.map(({ id }) => id) } }, { projection: { _id: 1 } }).toArray();
    const ids = new Set(known.map(({ _id }) => _id));
    return events.filter(({ id }) => !ids.has(id));
  };
  return {
    collection,
    async append(events, subscribersOf) {
      // Several workers may append at once: the unique sequence lets one of them win, the others continue from its last event.
      for (let rest = await missing(events); rest.length > 0; rest = await missing(rest)) {
        let head: Pick<ChainedEvent, 'sequence' | 'hash'> =
          (await collection.find().sort({ sequence: -1 }).limit(1).next()) ?? { sequence: 0, hash: CHAIN_START };
        const documents = rest.map((event) => {
          const next = chained(event, head);
          head = next;
          return toStored(next, subscribersOf(event));
        });
        try {
          await collection.insertMany(documents, { ordered: true });
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
        }
      }
    },
  };
}
