import { Schema, type Connection, type Model, type Types } from 'mongoose';

export interface DemandVersionDocument {
  _id: Types.ObjectId;
  demandId: Types.ObjectId;
  version: number;
  organisationId: Types.ObjectId;
  submittedAt: Date;
  content: Record<string, unknown>;
  hourlyKw: number[] | null;
}

/** A demand as it was submitted. Written once, never changed: a match names the version it was calculated from. */
const demandVersionSchema = new Schema({
  demandId: { type: Schema.Types.ObjectId, required: true, immutable: true },
  version: { type: Number, required: true, immutable: true },
  organisationId: { type: Schema.Types.ObjectId, required: true, immutable: true },
  submittedAt: { type: Date, required: true, immutable: true },
  // Mixed on purpose: the content's type is fixed by the feature, which checked it in full before it was written.
  content: { type: Schema.Types.Mixed, required: true, immutable: true },
  // 8760 values apart from the rest, so that a list can leave them in the store.
  hourlyKw: { type: [Number], default: null, immutable: true },
}, { collection: 'demandVersions', minimize: false, versionKey: false });

demandVersionSchema.index({ demandId: 1, version: 1 }, { unique: true });

export const demandVersionModel = (connection: Connection): Model<DemandVersionDocument> =>
  (connection.models['DemandVersion'] as Model<DemandVersionDocument> | undefined)
  ?? connection.model<DemandVersionDocument>('DemandVersion', demandVersionSchema as unknown as Schema<DemandVersionDocument>);
