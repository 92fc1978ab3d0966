import { Schema, type Connection, type Model, type Types } from 'mongoose';
import { pendingEvents } from './pending-events.js';

export interface PlanDocument {
  readonly _id: Types.ObjectId;
  readonly siteId: string;
  readonly siteName: string;
  readonly name: string;
  readonly request: unknown;
  readonly inputs: unknown;
  readonly state: string;
  /** Names one run of the job: what a run that lost the plan still writes finds nothing. */
  readonly run: string | null;
  readonly progress: unknown;
  readonly result: unknown;
  readonly seconds: number | null;
  readonly certainty: unknown;
  readonly leftOut: unknown;
  readonly pins: unknown;
  readonly front: unknown;
  readonly refusal: unknown;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly createdBy: { readonly userId: string | null; readonly label: string };
  readonly endedAt: Date | null;
  readonly stoppedBy: string | null;
  readonly pendingEvents?: readonly unknown[];
  readonly hasPendingEvents?: boolean;
}

const actor = { userId: { type: String, default: null }, label: { type: String, required: true } };

/** Mixed on purpose: the engineering library and the feature fix the shapes, the store only carries them. */
const planSchema = new Schema(
  {
    siteId: { type: String, required: true },
    siteName: { type: String, required: true },
    name: { type: String, required: true },
    request: { type: Schema.Types.Mixed, required: true },
    inputs: { type: Schema.Types.Mixed, required: true },
    state: { type: String, required: true },
    run: { type: String, default: null },
    progress: { type: Schema.Types.Mixed, default: null },
    result: { type: Schema.Types.Mixed, default: null },
    seconds: { type: Number, default: null },
    certainty: { type: Schema.Types.Mixed, default: null },
    leftOut: { type: Schema.Types.Mixed, default: null },
    pins: { type: Schema.Types.Mixed, default: null },
    front: { type: Schema.Types.Mixed, default: null },
    refusal: { type: Schema.Types.Mixed, default: null },
    error: { type: String, default: null },
    createdAt: { type: Date, required: true },
    createdBy: actor,
    endedAt: { type: Date, default: null },
    stoppedBy: { type: String, default: null },
    ...pendingEvents,
  },
  { minimize: false, versionKey: false, collection: 'plans' },
);
planSchema.index({ siteId: 1, createdAt: -1 });

export const planModel = (connection: Connection): Model<PlanDocument> =>
  (connection.models['Plan'] as Model<PlanDocument> | undefined)
  ?? connection.model<PlanDocument>('Plan', planSchema as unknown as Schema<PlanDocument>);
