import { Schema, type Connection, type Model } from 'mongoose';
import { workingFields, type WorkingDocument } from './versioned.js';

export interface BuildingDocument extends WorkingDocument {
  siteId: string;
  published: boolean;
}

/** A building of a site; what is said of it stands in building-version.ts. */
const buildingSchema = new Schema({
  siteId: { type: String, required: true },
  published: { type: Boolean, required: true },
  ...workingFields,
}, { collection: 'buildings', minimize: false, versionKey: false });

buildingSchema.index({ siteId: 1, name: 1 });

export const buildingModel = (connection: Connection): Model<BuildingDocument> =>
  (connection.models['Building'] as Model<BuildingDocument> | undefined)
  ?? connection.model<BuildingDocument>('Building', buildingSchema as unknown as Schema<BuildingDocument>);
