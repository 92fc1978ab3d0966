import { Types, type Connection, type Model, type UpdateQuery } from 'mongoose';
import { buildingVersionModel } from '../../../models/building-version.js';
import { buildingModel } from '../../../models/building.js';
import { siteVersionModel } from '../../../models/site-version.js';
import { siteModel } from '../../../models/site.js';
import type { VersionDocument, WorkingDocument } from '../../../models/versioned.js';
import type { Actor, DomainEvent } from '../../shared/events.js';
import type { SupplyHistoryEntry } from './index.js';
import {
  joinBuilding, joinSite, splitBuilding, splitSite, type BuildingContent, type SiteContent, type SplitContent,
} from './repository-series.js';

/** The working side: which version counts now and at which revision it is. */
export interface Head {
  readonly id: string;
  readonly version: number;
  readonly revision: number;
  readonly changedAt: Date;
  readonly changedBy: Actor;
  readonly history: readonly SupplyHistoryEntry[];
}

export interface HeadChange<Content> {
  readonly entry: SupplyHistoryEntry;
  readonly event: DomainEvent;
  readonly content: Content;
}

/** Something kept in immutable versions, and the document that names the current one. */
export interface VersionedRepository<Content> {
  newId(): string;
  head(id: string): Promise<Head | null>;
  /** By name. */
  heads(filter: Readonly<Record<string, unknown>>): Promise<readonly Head[]>;
  version(id: string, version: number): Promise<Content | null>;
  /** The same with empty lists where it has series of 8760 values. */
  listedVersion(id: string, version: number): Promise<Content | null>;
  /** Every version by number, with empty lists where it has series. */
  listedVersions(id: string): Promise<ReadonlyMap<number, Content>>;
  /**
   * Writes the next version and says its number. A number that a save which never came through has left behind is passed over:
   * what is written once stays as it is.
   */
  addVersion(id: string, after: number, content: Content, saved: { readonly at: Date; readonly actor: Actor }): Promise<number>;
  /** False when something of that id is there already. */
  create(id: string, change: HeadChange<Content>): Promise<boolean>;
  /** Everything in one update, or null when it has moved on from this revision. */
  change(id: string, revision: number, change: HeadChange<Content>): Promise<Head | null>;
}

interface Shape<Content, Document extends WorkingDocument> {
  readonly heads: Model<Document>;
  readonly versions: Model<VersionDocument>;
  readonly split: (content: Content) => SplitContent;
  readonly join: (content: Record<string, unknown>, hourly: VersionDocument['hourly']) => Content;
  /** What the working document repeats so that it can be found and sorted. */
  readonly repeated: (content: Content) => Partial<Document>;
}

const DUPLICATE_KEY = 11000;
const isDuplicateKey = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === DUPLICATE_KEY;
const isObjectId = (text: string): boolean => /^[\da-f]{24}$/.test(text);

async function unlessDuplicate(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}

const toHead = ({ _id, version, revision, changedAt, changedBy, history }: WorkingDocument): Head => ({
  id: _id.toHexString(), version, revision, changedAt, changedBy, history: history as SupplyHistoryEntry[],
});

function headsOf<Content, Document extends WorkingDocument>(
  { heads, repeated }: Shape<Content, Document>,
): Pick<VersionedRepository<Content>, 'newId' | 'head' | 'heads' | 'create' | 'change'> {
  const model = heads as unknown as Model<WorkingDocument>;
  return {
    newId: () => new Types.ObjectId().toHexString(),
    head: async (id) => {
      const document = isObjectId(id) ? await model.findById(id).lean<WorkingDocument>().exec() : null;
      return document === null ? null : toHead(document);
    },
    heads: async (filter) =>
      (await model.find(filter).select({ pendingEvents: 0 }).sort({ name: 1, _id: 1 }).lean<WorkingDocument[]>().exec()).map(toHead),
    create: (id, { entry, event, content }) => unlessDuplicate(() => model.create({
      _id: new Types.ObjectId(id), ...repeated(content), version: entry.version, revision: 1, createdAt: entry.at, changedAt: entry.at,
      changedBy: { ...entry.actor }, history: [entry], pendingEvents: [event], hasPendingEvents: true,
    } as unknown as WorkingDocument)),
    change: async (id, revision, { entry, event, content }) => {
      const update: UpdateQuery<WorkingDocument> = {
        $set: { ...repeated(content), version: entry.version, changedAt: entry.at, changedBy: entry.actor, hasPendingEvents: true },
        $inc: { revision: 1 },
        $push: { history: entry, pendingEvents: event },
      };
      const document = await model.findOneAndUpdate({ _id: id, revision }, update, { returnDocument: 'after' }).lean<WorkingDocument>().exec();
      return document === null ? null : toHead(document);
    },
  };
}

function versionsOf<Content, Document extends WorkingDocument>(
  { versions, split, join }: Shape<Content, Document>,
): Pick<VersionedRepository<Content>, 'version' | 'listedVersion' | 'listedVersions' | 'addVersion'> {
  const find = async (id: string, version: number, projection: Record<string, 0>): Promise<Content | null> => {
    const found = isObjectId(id) ? await versions.findOne({ subjectId: id, version }).select(projection).lean<VersionDocument>().exec() : null;
    return found === null ? null : join(found.content, found.hourly ?? null);
  };
  return {
    version: (id, version) => find(id, version, {}),
    listedVersion: (id, version) => find(id, version, { hourly: 0 }),
    listedVersions: async (id) => {
      const found = isObjectId(id) ? await versions.find({ subjectId: id }).select({ hourly: 0 }).lean<VersionDocument[]>().exec() : [];
      return new Map(found.map(({ version, content }) => [version, join(content, null)]));
    },
    addVersion: async (id, after, content, { at, actor }) => {
      for (let version = after + 1; ; version++) {
        const document = { subjectId: new Types.ObjectId(id), version, savedAt: at, savedBy: { ...actor }, ...split(content) };
        if (await unlessDuplicate(() => versions.create(document))) return version;
      }
    },
  };
}

const versioned = <Content, Document extends WorkingDocument>(shape: Shape<Content, Document>): VersionedRepository<Content> =>
  ({ ...headsOf(shape), ...versionsOf(shape) });

export type SiteRepository = VersionedRepository<SiteContent>;
export type BuildingRepository = VersionedRepository<BuildingContent>;

export const createSiteRepository = (connection: Connection): SiteRepository => versioned({
  heads: siteModel(connection), versions: siteVersionModel(connection), split: splitSite, join: joinSite, repeated: ({ name }) => ({ name }),
});

export const createBuildingRepository = (connection: Connection): BuildingRepository => versioned({
  heads: buildingModel(connection), versions: buildingVersionModel(connection), split: splitBuilding, join: joinBuilding,
  repeated: ({ name, siteId, published }) => ({ name, siteId, published }),
});
