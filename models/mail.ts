import { Schema, type Connection, type Model, type Types } from 'mongoose';
import { pendingEvents } from './pending-events.js';

export interface MailDocument {
  readonly _id: Types.ObjectId;
  /** What caused it and whom it goes to: a cause that is told twice makes one mail. */
  readonly idempotencyKey: string;
  readonly to: string;
  readonly subject: string;
  readonly template: string;
  readonly text: string;
  readonly html: string;
  /** Parts of links that give access; taken out of text and html once the mail is sent, and never shown to an admin. */
  readonly secrets: readonly string[];
  readonly messageId: string;
  readonly state: string;
  readonly attempts: number;
  readonly createdAt: Date;
  /** While it is being sent: when another worker may take it over. */
  readonly nextAttemptAt: Date | null;
  readonly sentAt: Date | null;
  readonly lastError: string | null;
}

const mailSchema = new Schema(
  {
    idempotencyKey: { type: String, required: true, unique: true },
    to: { type: String, required: true },
    subject: { type: String, required: true },
    template: { type: String, required: true },
    text: { type: String, required: true },
    html: { type: String, required: true },
    secrets: { type: [String], required: true },
    messageId: { type: String, required: true },
    state: { type: String, required: true },
    attempts: { type: Number, required: true },
    createdAt: { type: Date, required: true },
    nextAttemptAt: { type: Date, default: null },
    sentAt: { type: Date, default: null },
    lastError: { type: String, default: null },
    ...pendingEvents,
  },
  { collection: 'mails', versionKey: false },
);
mailSchema.index({ state: 1, nextAttemptAt: 1 });
mailSchema.index({ createdAt: -1 });

export const mailModel = (connection: Connection): Model<MailDocument> =>
  (connection.models['Mail'] as Model<MailDocument> | undefined) ?? connection.model<MailDocument>('Mail', mailSchema);
