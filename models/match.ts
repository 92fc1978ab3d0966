import { Schema, type Connection, type Model, type Types } from 'mongoose';
import { pendingEvents } from './pending-events.js';

export interface MatchDocument {
  readonly _id: Types.ObjectId;
  readonly siteId: string;
  readonly siteName: string;
  readonly siteVersion: number;
  readonly buildingId: string;
  readonly buildingVersion: number;
  readonly buildingName: string;
  readonly demandId: string;
  readonly demandVersion: number;
  readonly demandName: string;
  readonly use: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly routeLengthM: number;
  readonly routeGiven: boolean;
  readonly evaluatedYear: number;
  readonly modelVersion: string;
  readonly weights: unknown;
  /** How well it does by each criterion, 0..1; null where not feasible. Other weights need nothing else to rank it. */
  readonly marks: unknown;
  readonly result: unknown;
  readonly score: number;
  readonly state: string;
  readonly history: readonly unknown[];
  readonly revision: number;
  readonly scoredAt: Date;
  readonly example: boolean;
  /** Lower case, the names a person may type into the search box. */
  readonly searchText: string;
  readonly announcedFeasible: boolean;
  readonly announcedAboveThreshold: boolean;
}

/** Mixed on purpose: the engineering library fixes the shapes of result and marks, the store only carries them. */
const matchSchema = new Schema(
  {
    siteId: { type: String, required: true },
    siteName: { type: String, required: true },
    siteVersion: { type: Number, required: true },
    buildingId: { type: String, required: true },
    buildingVersion: { type: Number, required: true },
    buildingName: { type: String, required: true },
    demandId: { type: String, required: true },
    demandVersion: { type: Number, required: true },
    demandName: { type: String, required: true },
    use: { type: String, required: true },
    organisationId: { type: String, required: true },
    organisationName: { type: String, required: true },
    routeLengthM: { type: Number, required: true },
    routeGiven: { type: Boolean, required: true },
    evaluatedYear: { type: Number, required: true },
    modelVersion: { type: String, required: true },
    weights: { type: Schema.Types.Mixed, required: true },
    marks: { type: Schema.Types.Mixed, default: null },
    result: { type: Schema.Types.Mixed, required: true },
    score: { type: Number, required: true },
    state: { type: String, required: true },
    history: { type: [Schema.Types.Mixed], required: true },
    revision: { type: Number, required: true },
    scoredAt: { type: Date, required: true },
    example: { type: Boolean, required: true },
    searchText: { type: String, required: true },
    announcedFeasible: { type: Boolean, required: true },
    announcedAboveThreshold: { type: Boolean, required: true },
    ...pendingEvents,
  },
  { minimize: false, versionKey: false, collection: 'matches' },
);
matchSchema.index({ buildingId: 1, demandId: 1 }, { unique: true });
matchSchema.index({ score: -1, _id: -1 });
matchSchema.index({ organisationId: 1, score: -1, _id: -1 });
matchSchema.index({ demandId: 1 });
matchSchema.index({ siteId: 1, siteVersion: 1 });
matchSchema.index({ use: 1 });

export const matchModel = (connection: Connection): Model<MatchDocument> =>
  (connection.models['Match'] as Model<MatchDocument> | undefined)
  ?? connection.model<MatchDocument>('Match', matchSchema as unknown as Schema<MatchDocument>);
