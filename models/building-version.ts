import { Schema, type Connection, type Model } from 'mongoose';
import { versionFields, type VersionDocument } from './versioned.js';

/** A building as it was saved, published or unpublished. Written once, never changed: a match names the version it was calculated from. */
const buildingVersionSchema = new Schema({ ...versionFields }, { collection: 'buildingVersions', minimize: false, versionKey: false });

buildingVersionSchema.index({ subjectId: 1, version: 1 }, { unique: true });

export const buildingVersionModel = (connection: Connection): Model<VersionDocument> =>
  (connection.models['BuildingVersion'] as Model<VersionDocument> | undefined)
  ?? connection.model<VersionDocument>('BuildingVersion', buildingVersionSchema as unknown as Schema<VersionDocument>);
