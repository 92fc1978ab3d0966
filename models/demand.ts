import { Schema, type Connection, type Model, type Types } from 'mongoose';
import { pendingEvents } from './pending-events.js';

export interface DemandDocument {
  _id: Types.ObjectId;
  organisationId: Types.ObjectId;
  state: string;
  answers: Record<string, unknown>;
  hourly: { fileName: string; valuesKw: number[] } | null;
  figures: Record<string, unknown> | null;
  version: number | null;
  hasChanges: boolean;
  revision: number;
  createdAt: Date;
  changedAt: Date;
  changedBy: { userId: string | null; label: string };
  history: { at: Date; actor: { userId: string | null; label: string }; action: string; version: number | null; reason: string | null }[];
  example: boolean;
  pendingEvents?: unknown[];
  hasPendingEvents?: boolean;
}

const actor = { userId: { type: String, default: null }, label: { type: String, required: true } };

const historySchema = new Schema(
  { at: Date, actor, action: String, version: { type: Number, default: null }, reason: { type: String, default: null } },
  { _id: false },
);

const hourlySchema = new Schema({ fileName: String, valuesKw: [Number] }, { _id: false });

/** The working copy of a heat demand; what was submitted stands in demand-version.ts. */
const demandSchema = new Schema({
  organisationId: { type: Schema.Types.ObjectId, required: true },
  state: { type: String, enum: ['draft', 'submitted', 'withdrawn'], required: true },
  // Mixed on purpose: a draft holds any part of the answers, their types are fixed by the feature's form schema.
  answers: { type: Schema.Types.Mixed, required: true },
  hourly: { type: hourlySchema, default: null },
  figures: { type: Schema.Types.Mixed, default: null },
  version: { type: Number, default: null },
  hasChanges: { type: Boolean, required: true },
  revision: { type: Number, required: true },
  createdAt: { type: Date, required: true },
  changedAt: { type: Date, required: true },
  changedBy: actor,
  history: [historySchema],
  example: { type: Boolean, required: true },
  ...pendingEvents,
}, { collection: 'demands', minimize: false, versionKey: false });

demandSchema.index({ organisationId: 1, changedAt: -1 });
demandSchema.index({ state: 1, changedAt: -1 });

export const demandModel = (connection: Connection): Model<DemandDocument> =>
  (connection.models['Demand'] as Model<DemandDocument> | undefined)
  ?? connection.model<DemandDocument>('Demand', demandSchema as unknown as Schema<DemandDocument>);
