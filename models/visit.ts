import { Schema, type Connection, type Model } from 'mongoose';

/** When somebody was at the desk; one document a user. */
export interface VisitDocument {
  /** The user's id. */
  readonly _id: string;
  readonly seenAt: Date;
  /** When the visit before this one ended; null at the first. */
  readonly previousAt: Date | null;
}

const visitSchema = new Schema<VisitDocument>(
  { _id: { type: String, required: true }, seenAt: { type: Date, required: true }, previousAt: { type: Date, default: null } },
  { collection: 'visits', versionKey: false },
);

export const visitModel = (connection: Connection): Model<VisitDocument> =>
  (connection.models['Visit'] as Model<VisitDocument> | undefined) ?? connection.model<VisitDocument>('Visit', visitSchema);
