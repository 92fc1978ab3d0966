import { Schema, type Connection, type Model } from 'mongoose';

/** The audit trail. Only the relay writes here, through the driver; this is the reading side and its indexes. */
export interface EventDocument {
  readonly _id: string;
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
  readonly type: string;
  readonly at: Date;
  readonly actor: { readonly userId: string | null; readonly label: string };
  readonly subject: { readonly kind: string; readonly id: string };
  readonly data: Readonly<Record<string, unknown>>;
}

const eventSchema = new Schema(
  {
    _id: { type: String, required: true },
    sequence: { type: Number, required: true },
    previousHash: { type: String, required: true },
    hash: { type: String, required: true },
    type: { type: String, required: true },
    at: { type: Date, required: true },
    actor: { userId: String, label: String },
    subject: { kind: { type: String }, id: String },
    data: Schema.Types.Mixed,
  },
  { collection: 'events', minimize: false, versionKey: false },
);
eventSchema.index({ sequence: 1 }, { unique: true });
eventSchema.index({ type: 1, sequence: -1 });
eventSchema.index({ 'subject.id': 1, sequence: -1 });
eventSchema.index({ at: 1 });

export const eventModel = (connection: Connection): Model<EventDocument> =>
  (connection.models['Event'] as Model<EventDocument> | undefined) ?? connection.model<EventDocument>('Event', eventSchema);
