import { Types, type Connection, type Model } from 'mongoose';
import { matchModel, type MatchDocument } from '../../../models/match.js';
import type { Match, MatchChange } from './index.js';
import { listReaders } from './repository-list.js';
import { overviewReaders } from './repository-overview.js';
import { MATCH_FIELDS, toMatch, type StoredMatch } from './repository-match.js';
import { flagEvents, pushes, scoreWriters } from './repository-scores.js';

/** Known before the match is stored, because its events name it. */
export const newMatchId = (): string => new Types.ObjectId().toHexString();

function readers(model: Model<MatchDocument>) {
  return {
    async find(matchId: string): Promise<StoredMatch | null> {
      if (!/^[0-9a-f]{24}$/.test(matchId)) return null;
      const document = await model.findById(matchId, MATCH_FIELDS).lean<MatchDocument>();
      return document === null ? null : toMatch(document);
    },
    async findPair(buildingId: string, demandId: string): Promise<StoredMatch | null> {
      const document = await model.findOne({ buildingId, demandId }, MATCH_FIELDS).lean<MatchDocument>();
      return document === null ? null : toMatch(document);
    },
    /** The stored matches of one building with some demands, by demand. */
    async findPairs(buildingId: string, demandIds: readonly string[]): Promise<ReadonlyMap<string, StoredMatch>> {
      const documents = await model.find({ buildingId, demandId: { $in: [...demandIds] } }, MATCH_FIELDS).lean<MatchDocument[]>();
      return new Map(documents.map((document) => [document.demandId, toMatch(document)]));
    },
    /** Which pairs there are, of what a scope touches, apart from those in these states. */
    async pairsOf(scope: { readonly demandId?: string; readonly buildingId?: string; readonly siteId?: string }, without: readonly Match['state'][]) {
      const documents = await model.find({ ...scope, state: { $nin: [...without] } }, { buildingId: 1, demandId: 1 }).lean<MatchDocument[]>();
      return documents.map(({ _id, buildingId, demandId }) => ({ id: _id.toHexString(), buildingId, demandId }));
    },
  };
}

const changeOf = (model: Model<MatchDocument>) =>
  async (matchId: string, revision: number, { state, entry, event }: MatchChange): Promise<boolean> => {
    const { matchedCount } = await model.updateOne({ _id: matchId, revision }, {
      $set: { state, ...flagEvents([event]) },
      $inc: { revision: 1 },
      ...pushes(entry, [event]),
    });
    return matchedCount === 1;
  };

export function matchRepository(connection: Connection) {
  const model = matchModel(connection);
  return { ...readers(model), ...listReaders(model), ...overviewReaders(model), ...scoreWriters(model), change: changeOf(model) };
}

export type MatchRepository = ReturnType<typeof matchRepository>;
