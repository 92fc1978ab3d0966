import { Schema, type Connection, type Model } from 'mongoose';

/** What is done once for a whole installation, however many processes start at the same time. */
export interface InstallationDocument {
  readonly _id: string;
  readonly state: 'begun' | 'done';
  /** A step that was begun and not finished by then may be taken up by another process. */
  readonly leaseUntil: Date;
}

const installationSchema = new Schema<InstallationDocument>(
  { _id: { type: String, required: true }, state: { type: String, required: true }, leaseUntil: { type: Date, required: true } },
  { collection: 'installation', versionKey: false },
);

export const installationModel = (connection: Connection): Model<InstallationDocument> =>
  (connection.models['Installation'] as Model<InstallationDocument> | undefined)
  ?? connection.model<InstallationDocument>('Installation', installationSchema);
