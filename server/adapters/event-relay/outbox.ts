import type { Collection, ObjectId } from 'mongodb';
import type { Connection } from 'mongoose';
import type { DomainEvent } from '../../shared/events.js';

interface Carrier {
  readonly _id: ObjectId;
  readonly hasPendingEvents?: boolean;
  readonly pendingEvents?: readonly DomainEvent[];
}

/** The events that wait in one document, in the order in which they were saved. */
export interface Waiting {
  readonly collection: Collection<Carrier>;
  readonly documentId: ObjectId;
  readonly events: readonly DomainEvent[];
}

const DOCUMENTS_A_BATCH = 100;

/** Every collection whose schema carries `pendingEvents`; models may be added after the relay was made. */
function carriers(connection: Connection): Collection<Carrier>[] {
  const { db } = connection;
  if (db === undefined) throw new Error('the outbox needs an open connection');
  return Object.values(connection.models)
    .filter(({ schema }) => schema.path('pendingEvents') !== undefined)
    .map((model) => db.collection<Carrier>(model.collection.collectionName));
}

const complete = (event: DomainEvent): DomainEvent => ({
  id: event.id, type: event.type, at: event.at, actor: { userId: event.actor.userId ?? null, label: event.actor.label },
  subject: { kind: event.subject.kind, id: event.subject.id }, data: event.data ?? {},
});

/** Documents by the time of their first event; within a document the order is never changed. */
export async function findWaiting(connection: Connection): Promise<readonly Waiting[]> {
  const found = await Promise.all(carriers(connection).map(async (collection) => {
    const documents = await collection
      .find({ hasPendingEvents: true }, { projection: { pendingEvents: 1 } }).limit(DOCUMENTS_A_BATCH).toArray();
    return documents.map(({ _id, pendingEvents = [] }): Waiting =>
      ({ collection, documentId: _id, events: pendingEvents.map(complete) }));
  }));
  const time = ({ events: [first] }: Waiting): number => first?.at.getTime() ?? 0;
  return found.flat().sort((one, other) => time(one) - time(other));
}

/** Takes out what was moved. An event pushed meanwhile stays, and so does the mark: the filter sees it. */
export async function clearWaiting(waiting: readonly Waiting[]): Promise<void> {
  const collections = [...new Set(waiting.map(({ collection }) => collection))];
  await Promise.all(collections.map((collection) => collection.bulkWrite(
    waiting.filter((one) => one.collection === collection).flatMap(({ documentId, events }) => [
      { updateOne: {
        filter: { _id: documentId }, update: { $pull: { pendingEvents: { id: { $in: events.map(({ id }) => id) } } } },
      } },
      { updateOne: {
        filter: { _id: documentId, 'pendingEvents.0': { $exists: false } }, update: { $unset: { pendingEvents: '', hasPendingEvents: '' } },
      } },
    ]),
  )));
}
