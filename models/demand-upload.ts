import { Schema, type Connection, type Model } from 'mongoose';

/** A table that somebody has uploaded and not yet said which column it is about; one a user, replaced by the next. */
export interface DemandUploadDocument {
  /** The user's id. */
  readonly _id: string;
  readonly demandId: string;
  readonly table: unknown;
  readonly keptAt: Date;
}

const DAY_SECONDS = 24 * 60 * 60;

const demandUploadSchema = new Schema<DemandUploadDocument>(
  {
    _id: { type: String, required: true },
    demandId: { type: String, required: true },
    // Mixed on purpose: at most a dozen columns, whose shape the feature fixes; they are read back by it alone.
    table: { type: Schema.Types.Mixed, required: true },
    keptAt: { type: Date, required: true },
  },
  { collection: 'demandUploads', minimize: false, versionKey: false },
);
demandUploadSchema.index({ keptAt: 1 }, { expireAfterSeconds: DAY_SECONDS });

export const demandUploadModel = (connection: Connection): Model<DemandUploadDocument> =>
  (connection.models['DemandUpload'] as Model<DemandUploadDocument> | undefined)
  ?? connection.model<DemandUploadDocument>('DemandUpload', demandUploadSchema);
