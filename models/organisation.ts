import { Schema, type Connection, type Model, type Types } from 'mongoose';
import { pendingEvents } from './pending-events.js';

export interface OrganisationDocument {
  readonly _id: Types.ObjectId;
  readonly name: string;
  /** The name without regard to case and spacing: one organisation a key. */
  readonly nameKey: string;
  readonly kind: string;
  readonly createdAt: Date;
  readonly pendingEvents?: readonly unknown[];
  readonly hasPendingEvents?: boolean;
}

const organisationSchema = new Schema(
  {
    name: { type: String, required: true },
    nameKey: { type: String, required: true, unique: true },
    kind: { type: String, required: true },
    createdAt: { type: Date, required: true },
    ...pendingEvents,
  },
  { collection: 'organisations', versionKey: false },
);

export const organisationModel = (connection: Connection): Model<OrganisationDocument> =>
  (connection.models['Organisation'] as Model<OrganisationDocument> | undefined)
  ?? connection.model<OrganisationDocument>('Organisation', organisationSchema as unknown as Schema<OrganisationDocument>);
