import { Types, type Connection, type UpdateQuery } from 'mongoose';
import { demandModel, type DemandDocument } from '../../../models/demand.js';
import type { Actor, DomainEvent } from '../../shared/events.js';
import type { DemandAnswers, DemandState, HourlyUpload } from './answers.js';
import type { ProfileFigures } from './figures.js';
import type { Demand, DemandHistoryEntry, SubmittedReference } from './index.js';

export const DUPLICATE_KEY = 11000;
export const isDuplicateKey = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === DUPLICATE_KEY;
export const isObjectId = (text: string): boolean => /^[\da-f]{24}$/.test(text);

export interface WorkingCopy {
  readonly answers: DemandAnswers;
  /** Undefined leaves the stored values as they are. */
  readonly hourly?: HourlyUpload | null;
  readonly figures: ProfileFigures | null;
  readonly hasChanges: boolean;
}

export interface DemandChange {
  readonly workingCopy?: WorkingCopy;
  readonly state?: DemandState;
  readonly version?: number;
  readonly hasChanges?: boolean;
  readonly entry?: DemandHistoryEntry;
  readonly event?: DomainEvent;
  readonly at: Date;
  readonly actor: Actor;
}

export interface NewDemand extends WorkingCopy {
  readonly id: string;
  readonly organisationId: string;
  readonly at: Date;
  readonly actor: Actor;
  readonly example: boolean;
}

type Lean = DemandDocument;

function toDemand(document: Lean): Demand {
  const { _id, organisationId, state, answers, hourly, figures, history } = document;
  return {
    id: _id.toHexString(), organisationId: organisationId.toHexString(), state: state as DemandState,
    answers: answers, figures: figures as ProfileFigures | null,
    hourly: (hourly?.valuesKw?.length ?? 0) > 0 ? hourly : null,
    version: document.version, hasChanges: document.hasChanges, revision: document.revision,
    changedAt: document.changedAt, changedBy: document.changedBy, history: history as DemandHistoryEntry[], example: document.example,
  };
}

function updateOf(change: DemandChange): UpdateQuery<DemandDocument> {
  const { workingCopy: copy, entry, event } = change;
  return {
    $set: {
      changedAt: change.at, changedBy: change.actor,
      ...(copy && { answers: copy.answers, figures: copy.figures, hasChanges: copy.hasChanges }),
      ...(copy?.hourly !== undefined && { hourly: copy.hourly }),
      ...(change.state !== undefined && { state: change.state }),
      ...(change.version !== undefined && { version: change.version }),
      ...(change.hasChanges !== undefined && { hasChanges: change.hasChanges }),
      ...(event && { hasPendingEvents: true }),
    },
    $inc: { revision: 1 },
    ...((entry ?? event) && { $push: { ...(entry && { history: entry }), ...(event && { pendingEvents: event }) } }),
  };
}

export interface DemandRepository {
  newId(): string;
  find(demandId: string): Promise<Demand | null>;
  /** Without the hourly values, last changed first. */
  ofOrganisation(organisationId: string): Promise<readonly Demand[]>;
  /** Every demand that has a submitted version, without the hourly values, last changed first. */
  everSubmitted(): Promise<readonly Demand[]>;
  /** Identities of what stands submitted now. */
  currentVersions(): Promise<readonly SubmittedReference[]>;
  /** False when a demand of that id is there already. */
  create(demand: NewDemand): Promise<boolean>;
  /** Everything in one update, or null when the demand has moved on from this revision. */
  change(demandId: string, revision: number, change: DemandChange): Promise<Demand | null>;
}

export function createDemandRepository(connection: Connection): DemandRepository {
  const model = demandModel(connection);
  const lists = (filter: Record<string, unknown>): Promise<Lean[]> =>
    model.find(filter).select({ 'hourly.valuesKw': 0, pendingEvents: 0 }).sort({ changedAt: -1, _id: -1 }).lean<Lean[]>().exec();
  return {
    newId: () => new Types.ObjectId().toHexString(),
    find: async (demandId) => {
      const document = isObjectId(demandId) ? await model.findById(demandId).lean<Lean>().exec() : null;
      return document === null ? null : toDemand(document);
    },
    ofOrganisation: async (organisationId) => (await lists({ organisationId })).map(toDemand),
    everSubmitted: async () => (await lists({ state: { $in: ['submitted', 'withdrawn'] }, version: { $ne: null } })).map(toDemand),
    currentVersions: async () => {
      const found = await model.find({ state: 'submitted' }).select({ version: 1, organisationId: 1 }).sort({ _id: 1 })
        .lean<Pick<Lean, '_id' | 'version' | 'organisationId'>[]>().exec();
      return found.map(({ _id, version, organisationId }) =>
        ({ demandId: _id.toHexString(), version: version ?? 0, organisationId: organisationId.toHexString() }));
    },
    create: async ({ id, organisationId, at, actor, example, answers, figures, hourly = null }) => {
      try {
        await model.create({
          _id: new Types.ObjectId(id), organisationId: new Types.ObjectId(organisationId), state: 'draft', answers: { ...answers },
          hourly: hourly === null ? null : { fileName: hourly.fileName, valuesKw: [...hourly.valuesKw] },
          figures: figures === null ? null : { ...figures }, version: null, hasChanges: true, revision: 1,
          createdAt: at, changedAt: at, changedBy: { ...actor }, history: [], example,
        });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    change: async (demandId, revision, change) => {
      const document = await model.findOneAndUpdate({ _id: demandId, revision }, updateOf(change), { returnDocument: 'after' }).lean<Lean>().exec();
      return document === null ? null : toDemand(document);
    },
  };
}
