import { Schema, type Connection, type Model } from 'mongoose';

/** One document a scope: the last, or still running, rescore of it. */
export interface RecalculationDocument {
  readonly scope: string;
  readonly total: number;
  readonly done: number;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly error: string | null;
}

const recalculationSchema = new Schema<RecalculationDocument>(
  {
    scope: { type: String, required: true, unique: true },
    total: { type: Number, required: true },
    done: { type: Number, required: true },
    queuedAt: { type: Date, required: true },
    startedAt: { type: Date, default: null },
    finishedAt: { type: Date, default: null },
    error: { type: String, default: null },
  },
  { versionKey: false, collection: 'recalculations' },
);
recalculationSchema.index({ finishedAt: 1 });

export const recalculationModel = (connection: Connection): Model<RecalculationDocument> =>
  (connection.models['Recalculation'] as Model<RecalculationDocument> | undefined)
  ?? connection.model<RecalculationDocument>('Recalculation', recalculationSchema);
