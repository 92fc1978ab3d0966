import { Schema, type Connection, type Model } from 'mongoose';

/** How somebody likes to see the list of matches. */
export interface QueueViewDocument {
  /** User's id and name of the view: saved again under its name, it replaces itself. */
  readonly _id: string;
  readonly userId: string;
  readonly name: string;
  /** The address's part after `?`: filter, order and columns. */
  readonly query: string;
  readonly savedAt: Date;
}

const queueViewSchema = new Schema<QueueViewDocument>({
  _id: { type: String, required: true }, userId: { type: String, required: true }, name: { type: String, required: true },
  query: { type: String, default: '' }, savedAt: { type: Date, required: true },
}, { collection: 'queueViews', versionKey: false });
queueViewSchema.index({ userId: 1, name: 1 });

export const queueViewModel = (connection: Connection): Model<QueueViewDocument> =>
  (connection.models['QueueView'] as Model<QueueViewDocument> | undefined) ?? connection.model<QueueViewDocument>('QueueView', queueViewSchema);
