import { Schema, type Connection, type Model } from 'mongoose';
import { workingFields, type WorkingDocument } from './versioned.js';

export type SiteDocument = WorkingDocument;

/** A site of data centre buildings; what is said of it stands in site-version.ts. */
const siteSchema = new Schema({ ...workingFields }, { collection: 'sites', minimize: false, versionKey: false });

siteSchema.index({ name: 1 });

export const siteModel = (connection: Connection): Model<SiteDocument> =>
  (connection.models['Site'] as Model<SiteDocument> | undefined)
  ?? connection.model<SiteDocument>('Site', siteSchema as unknown as Schema<SiteDocument>);
