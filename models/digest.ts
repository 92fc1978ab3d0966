import { Schema, type Connection, type Model, type Types } from 'mongoose';

/** News that are gathered for a while and then told in one mail. */
export interface DigestDocument {
  readonly _id: Types.ObjectId;
  readonly kind: string;
  readonly state: string;
  readonly closesAt: Date;
  readonly items: readonly { readonly eventId: string; readonly data: Readonly<Record<string, unknown>> }[];
}

const digestSchema = new Schema(
  {
    kind: { type: String, required: true },
    state: { type: String, required: true },
    closesAt: { type: Date, required: true },
    items: { type: [new Schema({ eventId: String, data: Schema.Types.Mixed }, { _id: false })], required: true },
  },
  { collection: 'digests', versionKey: false },
);
digestSchema.index({ state: 1, closesAt: 1 });
digestSchema.index({ 'items.eventId': 1 });

export const digestModel = (connection: Connection): Model<DigestDocument> =>
  (connection.models['Digest'] as Model<DigestDocument> | undefined) ?? connection.model<DigestDocument>('Digest', digestSchema);
