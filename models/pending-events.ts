import { Schema, type SchemaDefinition } from 'mongoose';

/** Mixed on purpose: the payload's type is fixed where events are made, the store only carries it. */
const eventSchema = new Schema(
  { id: String, type: String, at: Date, actor: { userId: String, label: String }, subject: { kind: { type: String }, id: String }, data: Schema.Types.Mixed },
  { _id: false },
);

/**
 * The outbox part of a document: events are saved with the change they tell of. `hasPendingEvents` is set together with
 * them and removed by the relay, so that a sparse index finds what waits.
 */
export const pendingEvents = {
  pendingEvents: { type: [eventSchema], default: undefined },
  hasPendingEvents: { type: Boolean, index: { sparse: true } },
} satisfies SchemaDefinition;
