import { Schema, type Connection, type Model } from 'mongoose';
import { versionFields, type VersionDocument } from './versioned.js';

/** A site as it was saved. Written once, never changed: a match names the version it was calculated from. */
const siteVersionSchema = new Schema({ ...versionFields }, { collection: 'siteVersions', minimize: false, versionKey: false });

siteVersionSchema.index({ subjectId: 1, version: 1 }, { unique: true });

export const siteVersionModel = (connection: Connection): Model<VersionDocument> =>
  (connection.models['SiteVersion'] as Model<VersionDocument> | undefined)
  ?? connection.model<VersionDocument>('SiteVersion', siteVersionSchema as unknown as Schema<VersionDocument>);
