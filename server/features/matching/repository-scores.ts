import { Types, type Model } from 'mongoose';
import type { MatchDocument } from '../../../models/match.js';
import type { DomainEvent } from '../../shared/events.js';
import type { MatchHistoryEntry } from './index.js';
import type { ScoredFields, ScoreWrite, StoredMatch } from './repository-match.js';

/** A score on its way into the store: over the match as it was read, or a new one of this id. */
export interface PairWrite {
  readonly id: string;
  readonly read: StoredMatch | null;
  readonly write: ScoreWrite;
}

const DUPLICATE_KEY = 11000;
const hasDuplicateCode = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === DUPLICATE_KEY;
function isDuplicate(error: unknown): boolean {
  const { writeErrors = [] } = (error ?? {}) as { writeErrors?: unknown };
  const each = [writeErrors].flat();
  return each.length > 0 ? each.every(hasDuplicateCode) : hasDuplicateCode(error);
}

const searchTextOf = (fields: ScoredFields): string =>
  [fields.demandName, fields.organisationName, fields.buildingName, fields.siteName].join(' ').toLowerCase();

/** MongoDB refuses an operator without a field in some versions: it is left out instead. */
export function pushes(entry: MatchHistoryEntry | null, events: readonly DomainEvent[]) {
  if (entry === null && events.length === 0) return {};
  return {
    $push: { ...(entry !== null && { history: entry }), ...(events.length > 0 && { pendingEvents: { $each: [...events] } }) },
  };
}
export const flagEvents = (events: readonly DomainEvent[]) => (events.length === 0 ? {} : { hasPendingEvents: true });

const newDocument = (id: string, { fields, announced, entry, state, events }: ScoreWrite) => ({
  _id: new Types.ObjectId(id), ...fields, ...announced, state, history: entry === null ? [] : [entry], revision: 1,
  searchText: searchTextOf(fields), ...(events.length > 0 && { pendingEvents: [...events], ...flagEvents(events) }),
});

/** Fits the match as it was read and nothing else: not when somebody wrote in between or a newer input is already in it. */
const filterOf = (read: StoredMatch, { fields }: ScoreWrite) => ({
  _id: new Types.ObjectId(read.id), revision: read.revision,
  siteVersion: { $lte: fields.siteVersion }, buildingVersion: { $lte: fields.buildingVersion }, demandVersion: { $lte: fields.demandVersion },
});
const updateOf = ({ fields, announced, entry, state, events }: ScoreWrite) => ({
  $set: { ...fields, ...announced, state, searchText: searchTextOf(fields), ...flagEvents(events) },
  ...(entry !== null && { $inc: { revision: 1 } }),
  ...pushes(entry, events),
});

/** Past mongoose: the matching made these documents itself, and casting thousands of them takes longer than calculating them. */
export function scoreWriters(model: Model<MatchDocument>) {
  const operationOf = ({ id, read, write }: PairWrite) => (read === null
    ? { insertOne: { document: newDocument(id, write) } }
    : { updateOne: { filter: filterOf(read, write), update: updateOf(write) } });
  /** False when some were not written: another writer has made the pair, or changed the match, in the meantime. */
  async function writeScores(writes: readonly PairWrite[]): Promise<boolean> {
    if (writes.length === 0) return true;
    try {
      const operations = writes.map(operationOf) as unknown as Parameters<typeof model.collection.bulkWrite>[0];
      const { insertedCount, matchedCount } = await model.collection.bulkWrite(operations, { ordered: false, ignoreUndefined: true });
      return insertedCount + matchedCount === writes.length;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }
  return { writeScores };
}
