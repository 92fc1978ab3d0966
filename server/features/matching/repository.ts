import { Types, type Connection, type Model, type QueryFilter } from 'mongoose';
import { matchModel, type MatchDocument } from '../../../models/match.js';
import type { DomainEvent } from '../../shared/events.js';
import type {
  Match, MatchChange, MatchHistoryEntry, MatchMarks, MatchPage, MatchQuery, MatchSort, MatchState, MatchSummary,
} from './index.js';

/** What a rescore writes: everything of a match but where the review stands. */
export type ScoredFields = Omit<Match, 'id' | 'state' | 'history' | 'revision'>;

/** What the matching itself remembers beside the match that others see. */
export interface StoredMatch extends Match {
  readonly announcedFeasible: boolean;
  readonly announcedAboveThreshold: boolean;
}

export interface ScoreWrite {
  readonly fields: ScoredFields;
  readonly announced: Pick<StoredMatch, 'announcedFeasible' | 'announcedAboveThreshold'>;
  /** Set when the outcome or the state changed: then the revision goes up. */
  readonly entry: MatchHistoryEntry | null;
  readonly state: Match['state'];
  readonly events: readonly DomainEvent[];
}

type Filter = QueryFilter<MatchDocument>;

const SORT_FIELDS: Readonly<Record<MatchSort, string>> = {
  score: 'score', npv: 'result.economics.npvEur', lcoh: 'result.economics.lcohEurPerMwh', delivered: 'result.annual.deliveredMwh',
  co2: 'result.emissions.avoidedTonnesPerYear', distance: 'routeLengthM', updated: 'scoredAt',
};
/** Figures that only a feasible match has: the others come last, whichever way the column is sorted. */
const NEEDS_FEASIBLE: readonly MatchSort[] = ['npv', 'lcoh', 'delivered', 'co2'];
const DUPLICATE_KEY = 11000;
const DEFAULT_LIMIT = 50;

const isDuplicate = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === DUPLICATE_KEY;
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const searchTextOf = (fields: ScoredFields): string =>
  [fields.demandName, fields.organisationName, fields.buildingName, fields.siteName].join(' ').toLowerCase();

function filterOf(query: MatchQuery): Filter {
  const words = (query.text ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '');
  return {
    ...(query.organisationId !== undefined && { organisationId: query.organisationId }),
    ...(query.states !== undefined && { state: { $in: [...query.states] } }),
    ...(query.buildingId !== undefined && { buildingId: query.buildingId }),
    ...(query.demandId !== undefined && { demandId: query.demandId }),
    ...(query.use !== undefined && { use: query.use }),
    ...(query.feasible !== undefined && { 'result.feasible': query.feasible }),
    ...(query.minimumScore !== undefined && { score: { $gte: query.minimumScore } }),
    ...(words.length > 0 && { $and: words.map((word) => ({ searchText: { $regex: escaped(word) } })) }),
  };
}

function sortOf({ sort = 'score', descending = true }: MatchQuery): Record<string, 1 | -1> {
  return {
    ...(NEEDS_FEASIBLE.includes(sort) && { 'result.feasible': -1 as const }),
    [SORT_FIELDS[sort]]: descending ? -1 : 1,
    _id: 1,
  };
}

type Lean = MatchDocument;

function toMatch(document: Lean): StoredMatch {
  const { _id, ...rest } = document;
  return { ...rest, id: _id.toHexString() } as unknown as StoredMatch;
}

const MATCH_FIELDS = { pendingEvents: 0, hasPendingEvents: 0, searchText: 0 } as const;
const LIST_FIELDS = { ...MATCH_FIELDS, detail: 0, history: 0 } as const;

/** With ten thousand matches every field that is left out is felt. */
const MARK_FIELDS = {
  siteId: 1, siteName: 1, siteVersion: 1, buildingName: 1, demandName: 1, organisationName: 1, score: 1, example: 1,
  'result.score.criteria.name': 1, 'result.score.criteria.value': 1,
} as const;
type MarkedDocument = Omit<MatchMarks, 'id' | 'criteria'> & {
  readonly _id: Types.ObjectId; readonly result: { readonly score: { readonly criteria: MatchMarks['criteria'] } };
};

/** MongoDB refuses an operator without a field in some versions: it is left out instead. */
function pushes(entry: MatchHistoryEntry | null, events: readonly DomainEvent[]) {
  if (entry === null && events.length === 0) return {};
  return {
    $push: { ...(entry !== null && { history: entry }), ...(events.length > 0 && { pendingEvents: { $each: [...events] } }) },
  };
}
const flagEvents = (events: readonly DomainEvent[]) => (events.length === 0 ? {} : { hasPendingEvents: true });

/** Known before the match is stored, because its events name it. */
export const newMatchId = (): string => new Types.ObjectId().toHexString();

function readers(model: Model<MatchDocument>) {
  return {
    async find(matchId: string): Promise<StoredMatch | null> {
      if (!/^[0-9a-f]{24}$/.test(matchId)) return null;
      const document = await model.findById(matchId, MATCH_FIELDS).lean<Lean>();
      return document === null ? null : toMatch(document);
    },
    async findPair(buildingId: string, demandId: string): Promise<StoredMatch | null> {
      const document = await model.findOne({ buildingId, demandId }, MATCH_FIELDS).lean<Lean>();
      return document === null ? null : toMatch(document);
    },
    async list(query: MatchQuery): Promise<MatchPage> {
      const filter = filterOf(query);
      const [documents, total] = await Promise.all([
        model.find(filter, LIST_FIELDS).sort(sortOf(query)).skip(query.skip ?? 0).limit(query.limit ?? DEFAULT_LIMIT).lean<Lean[]>(),
        model.countDocuments(filter),
      ]);
      return { matches: documents.map((document) => toMatch(document) as MatchSummary), total };
    },
    /** Identifiers alone, of what a scope touches. */
    async references(scope: { readonly demandId?: string; readonly buildingId?: string; readonly siteId?: string }) {
      const documents = await model.find({ ...scope }, { buildingId: 1, buildingName: 1, demandId: 1, use: 1, state: 1 }).lean<Lean[]>();
      return documents.map(({ _id, ...rest }) => ({ ...rest, id: _id.toHexString() }));
    },
    async marks(states: readonly MatchState[]): Promise<readonly MatchMarks[]> {
      const documents = await model.find({ score: { $gte: 0 }, state: { $in: [...states] } }, MARK_FIELDS).lean<MarkedDocument[]>();
      return documents.map(({ _id, result, ...rest }) => ({ ...rest, id: _id.toHexString(), criteria: result.score.criteria }));
    },
    async choices(organisationId?: string) {
      const documents = await model.find(organisationId === undefined ? {} : { organisationId }, { buildingId: 1, buildingName: 1, use: 1 })
        .lean<Lean[]>();
      return {
        buildings: [...new Map(documents.map((one) => [one.buildingId, one.buildingName]))].map(([id, name]) => ({ id, name })),
        uses: [...new Set(documents.map(({ use }) => use))].sort(),
      };
    },
  };
}

function writers(model: Model<MatchDocument>) {
  return {
    /** False when another writer has made the same pair in the meantime. */
    async insert(id: string, { fields, announced, entry, state, events }: ScoreWrite): Promise<boolean> {
      try {
        await model.create({
          _id: new Types.ObjectId(id), ...fields, ...announced, state, history: entry === null ? [] : [entry], revision: 1, searchText: searchTextOf(fields),
          ...(events.length > 0 && { pendingEvents: [...events], hasPendingEvents: true }),
        });
        return true;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    /** Replaces the score of the match as it was read; false when somebody wrote in between or a newer input is already in it. */
    async rewriteScore(read: StoredMatch, { fields, announced, entry, state, events }: ScoreWrite): Promise<boolean> {
      const { matchedCount } = await model.updateOne({
        _id: read.id, revision: read.revision,
        siteVersion: { $lte: fields.siteVersion }, buildingVersion: { $lte: fields.buildingVersion },
        demandVersion: { $lte: fields.demandVersion },
      }, {
        $set: { ...fields, ...announced, state, searchText: searchTextOf(fields), ...flagEvents(events) },
        ...(entry !== null && { $inc: { revision: 1 } }),
        ...pushes(entry, events),
      });
      return matchedCount === 1;
    },
    async change(matchId: string, revision: number, { state, entry, event }: MatchChange): Promise<boolean> {
      const { matchedCount } = await model.updateOne({ _id: matchId, revision }, {
        $set: { state, ...flagEvents([event]) },
        $inc: { revision: 1 },
        ...pushes(entry, [event]),
      });
      return matchedCount === 1;
    },
  };
}

export function matchRepository(connection: Connection) {
  const model = matchModel(connection);
  return { ...readers(model), ...writers(model) };
}

export type MatchRepository = ReturnType<typeof matchRepository>;
