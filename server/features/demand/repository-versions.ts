import { isDeepStrictEqual } from 'node:util';
import { Types, type Connection } from 'mongoose';
import { demandVersionModel, type DemandVersionDocument } from '../../../models/demand-version.js';
import type { DemandVersion } from './index.js';
import { isDuplicateKey, isObjectId } from './repository.js';

/** A version before it has its number. */
export type NewVersion = Omit<DemandVersion, 'version'>;
export type ListedVersion = Omit<DemandVersion, 'input'>;

type Content = Omit<DemandVersion, 'demandId' | 'version' | 'organisationId' | 'submittedAt'>;
type Lean = DemandVersionDocument;
interface VersionKey { readonly demandId: string; readonly version: number }

function toVersion({ demandId, version, organisationId, submittedAt, content, hourlyKw }: Lean): DemandVersion {
  const stored = content as unknown as Content;
  const withHours = (hourlyKw?.length ?? 0) > 0 ? { ...stored.input, profile: { hourlyKw: hourlyKw ?? [] } } : stored.input;
  return { ...stored, input: withHours, demandId: demandId.toHexString(), version, organisationId: organisationId.toHexString(), submittedAt };
}

function toDocument({ demandId, organisationId, submittedAt, ...content }: NewVersion, version: number) {
  const hourlyKw = 'hourlyKw' in content.input.profile ? [...content.input.profile.hourlyKw] : null;
  const { profile, ...input } = content.input;
  return {
    demandId: new Types.ObjectId(demandId), version, organisationId: new Types.ObjectId(organisationId), submittedAt, hourlyKw,
    content: { ...content, input: { ...input, profile: hourlyKw === null ? profile : {} } },
  };
}

const isSame = (stored: DemandVersion, made: NewVersion): boolean =>
  isDeepStrictEqual(stored.answers, made.answers) && isDeepStrictEqual(stored.input, made.input);

const keyOf = ({ demandId, version }: VersionKey): string => `${demandId}:${version}`;

export interface DemandVersionRepository {
  find(demandId: string, version: number): Promise<DemandVersion | null>;
  findMany(keys: readonly VersionKey[]): Promise<readonly DemandVersion[]>;
  /** As findMany, with the hourly values left in the store; by `demandId:version`. */
  listMany(keys: readonly VersionKey[]): Promise<ReadonlyMap<string, ListedVersion>>;
  /**
   * Writes the next version and says its number. A number that a submission which never came through has left behind is taken over
   * when the content is the same and passed over otherwise: what is written once stays as it is.
   */
  add(version: NewVersion, after: number): Promise<DemandVersion>;
}

export function createDemandVersionRepository(connection: Connection): DemandVersionRepository {
  const model = demandVersionModel(connection);
  const find: DemandVersionRepository['find'] = async (demandId, version) => {
    const document = isObjectId(demandId) ? await model.findOne({ demandId, version }).lean<Lean>().exec() : null;
    return document === null ? null : toVersion(document);
  };
  const among = async (keys: readonly VersionKey[], projection: Record<string, 0>): Promise<DemandVersion[]> => {
    const wanted = new Set(keys.map(keyOf));
    const numbers = [...new Set(keys.map(({ version }) => version))];
    const found = await model.find({ demandId: { $in: keys.map(({ demandId }) => demandId) }, version: { $in: numbers } })
      .select(projection).sort({ _id: 1 }).lean<Lean[]>().exec();
    return found.map(toVersion).filter((version) => wanted.has(keyOf(version)));
  };
  const insert = async (version: NewVersion, number: number): Promise<boolean> => {
    try {
      await model.create(toDocument(version, number));
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  };
  return {
    find,
    findMany: (keys) => among(keys, {}),
    listMany: async (keys) => new Map((await among(keys, { hourlyKw: 0 })).map((version) => [keyOf(version), version])),
    add: async (version, after) => {
      for (let number = after + 1; ; number++) {
        if (await insert(version, number)) return { ...version, version: number };
        const stored = await find(version.demandId, number);
        if (stored !== null && isSame(stored, version)) return stored;
      }
    },
  };
}
