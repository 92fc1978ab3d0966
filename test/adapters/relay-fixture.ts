import mongoose, { Schema, type Connection } from 'mongoose';
import { pendingEvents } from '../../models/pending-events.js';
import { createEventRelay } from '../../server/adapters/event-relay.js';
import { newEvent, SYSTEM_ACTOR, type DomainEvent } from '../../server/shared/events.js';
import { createLogger } from '../../server/shared/logger.js';
import type { EventRelay } from '../../server/shared/ports.js';
import { startTestStore } from '../support/store.js';

const boxSchema = new Schema({ name: String, ...pendingEvents }, { collection: 'boxes', versionKey: false });
const parcelSchema = new Schema({ name: String, ...pendingEvents }, { collection: 'parcels', versionKey: false });

/** One process's view of the store. */
export interface RelayProcess {
  readonly connection: Connection;
  readonly relay: EventRelay;
}

export interface RelayFixture extends RelayProcess {
  /** Another connection to the same store with a relay of its own, as a second worker has. */
  another(): Promise<RelayProcess>;
  /** Saves events in one document, as an aggregate does. */
  save(name: string, events: readonly DomainEvent[], kind?: 'Box' | 'Parcel'): Promise<void>;
  stop(): Promise<void>;
}

let minute = 0;
export const anEvent = (subjectId: string, data: DomainEvent['data'] = {}): DomainEvent => newEvent({
  type: 'demand-changed', at: new Date(Date.UTC(2027, 0, 1, 0, minute++)), actor: SYSTEM_ACTOR,
  subject: { kind: 'demand', id: subjectId }, data,
});

export async function startRelayFixture(): Promise<RelayFixture> {
  const store = await startTestStore();
  const opened: RelayProcess[] = [];
  const another = async (): Promise<RelayProcess> => {
    const connection = await mongoose.createConnection(store.uri).asPromise();
    await Promise.all([connection.model('Box', boxSchema).init(), connection.model('Parcel', parcelSchema).init()]);
    const process = { connection, relay: createEventRelay({ connection, logger: createLogger('silent') }) };
    opened.push(process);
    return process;
  };
  const first = await another();
  return {
    ...first, another,
    async save(name, events, kind = 'Box') {
      await first.connection.model(kind).updateOne({ name },
        { $push: { pendingEvents: { $each: [...events] } }, $set: { hasPendingEvents: true } }, { upsert: true });
    },
    async stop() {
      await Promise.all(opened.map(({ relay }) => relay.stop()));
      await Promise.all(opened.map(({ connection }) => connection.close()));
      await store.stop();
    },
  };
}
