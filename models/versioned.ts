import { Schema, type SchemaDefinition, type Types } from 'mongoose';
import { pendingEvents } from './pending-events.js';

export interface StoredActor {
  userId: string | null;
  label: string;
}

/** The working side of something that is kept in versions: which one counts now, who wrote last, what happened so far. */
export interface WorkingDocument {
  _id: Types.ObjectId;
  name: string;
  version: number;
  revision: number;
  createdAt: Date;
  changedAt: Date;
  changedBy: StoredActor;
  history: { at: Date; actor: StoredActor; action: string; version: number }[];
  pendingEvents?: unknown[];
  hasPendingEvents?: boolean;
}

/** One version: written once, never changed. */
export interface VersionDocument {
  _id: Types.ObjectId;
  subjectId: Types.ObjectId;
  version: number;
  savedAt: Date;
  savedBy: StoredActor;
  content: Record<string, unknown>;
  hourly: Record<string, number[]> | null;
}

const actor = { userId: { type: String, default: null }, label: { type: String, required: true } };

const historySchema = new Schema({ at: Date, actor, action: String, version: Number }, { _id: false });

export const workingFields = {
  name: { type: String, required: true },
  version: { type: Number, required: true },
  revision: { type: Number, required: true },
  createdAt: { type: Date, required: true },
  changedAt: { type: Date, required: true },
  changedBy: actor,
  history: [historySchema],
  ...pendingEvents,
} satisfies SchemaDefinition;

export const versionFields = {
  subjectId: { type: Schema.Types.ObjectId, required: true, immutable: true },
  version: { type: Number, required: true, immutable: true },
  savedAt: { type: Date, required: true, immutable: true },
  savedBy: { userId: { type: String, default: null, immutable: true }, label: { type: String, required: true, immutable: true } },
  // Mixed on purpose: the content's type is fixed by the feature, which checked it in full before it was written.
  content: { type: Schema.Types.Mixed, required: true, immutable: true },
  // Series of 8760 values by name, apart from the rest, so that a list can leave them in the store.
  hourly: { type: Schema.Types.Mixed, default: null, immutable: true },
} satisfies SchemaDefinition;
