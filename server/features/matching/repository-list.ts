import { Types, type Model, type QueryFilter } from 'mongoose';
import type { MatchDocument } from '../../../models/match.js';
import type { MatchMarks, MatchQuery, MatchSort, MatchState } from './index.js';
import { DEFAULT_LIMIT, DOCUMENTS_A_READ, MATCH_FIELDS, toMatch, type Standing, type StoredMatch, type StoredSummary } from './repository-match.js';

type Filter = QueryFilter<MatchDocument>;

const SORT_FIELDS: Readonly<Record<MatchSort, string>> = {
  score: 'score', npv: 'result.economics.npvEur', lcoh: 'result.economics.lcohEurPerMwh', delivered: 'result.annual.deliveredMwh',
  co2: 'result.emissions.avoidedTonnesPerYear', distance: 'routeLengthM', updated: 'scoredAt',
};
/** Figures that only a feasible match has: the others come last, whichever way the column is sorted. */
const NEEDS_FEASIBLE: readonly MatchSort[] = ['npv', 'lcoh', 'delivered', 'co2'];
const LIST_FIELDS = { ...MATCH_FIELDS, history: 0 } as const;
const STANDING_FIELDS = { siteId: 1, state: 1, score: 1, marks: 1 } as const;
/** With ten thousand matches every field that is left out is felt. */
const MARK_FIELDS = {
  siteId: 1, siteName: 1, siteVersion: 1, buildingName: 1, demandName: 1, organisationName: 1, score: 1, example: 1,
  'result.score.criteria.name': 1, 'result.score.criteria.value': 1,
} as const;
type MarkedDocument = Omit<MatchMarks, 'id' | 'criteria'> & {
  readonly _id: Types.ObjectId; readonly result: { readonly score: { readonly criteria: MatchMarks['criteria'] } };
};

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

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

/** One direction for both, so that an index has the order. */
function sortOf({ sort = 'score', descending = true }: MatchQuery): Record<string, 1 | -1> {
  const direction = descending ? -1 : 1;
  return { ...(NEEDS_FEASIBLE.includes(sort) && { 'result.feasible': -1 as const }), [SORT_FIELDS[sort]]: direction, _id: direction };
}

function pages(model: Model<MatchDocument>) {
  return {
    async list(query: MatchQuery): Promise<{ readonly matches: readonly StoredSummary[]; readonly total: number }> {
      const filter = filterOf(query);
      const [documents, total] = await Promise.all([
        model.find(filter, LIST_FIELDS).sort(sortOf(query)).skip(query.skip ?? 0).limit(query.limit ?? DEFAULT_LIMIT).lean<MatchDocument[]>(),
        model.countDocuments(filter),
      ]);
      return { matches: documents.map(toMatch), total };
    },
    /** In the order of the ids. */
    async summaries(ids: readonly string[]): Promise<readonly StoredSummary[]> {
      const found = new Map<string, StoredSummary>();
      for (let from = 0; from < ids.length; from += DOCUMENTS_A_READ) {
        const some = ids.slice(from, from + DOCUMENTS_A_READ).map((id) => new Types.ObjectId(id));
        const documents = await model.find({ _id: { $in: some } }, LIST_FIELDS).lean<MatchDocument[]>();
        for (const document of documents) found.set(document._id.toHexString(), toMatch(document));
      }
      return ids.flatMap((id) => found.get(id) ?? []);
    },
  };
}

function rankings(model: Model<MatchDocument>) {
  return {
    /** Everything that fits the query but for its score, whole, in the query's order where that is not by score. */
    async standings(query: MatchQuery): Promise<readonly Standing[]> {
      const order = (query.sort ?? 'score') === 'score' ? {} : sortOf(query);
      const documents = await model.find(filterOf({ ...query, minimumScore: undefined }), STANDING_FIELDS).sort(order).lean<MatchDocument[]>();
      return documents.map(toMatch);
    },
    async marks(states: readonly MatchState[]): Promise<readonly MatchMarks[]> {
      const documents = await model.find({ score: { $gte: 0 }, state: { $in: [...states] } }, MARK_FIELDS).lean<MarkedDocument[]>();
      return documents.map(({ _id, result, ...rest }) => ({ ...rest, id: _id.toHexString(), criteria: result.score.criteria }));
    },
    /** Some of the site's matches that were scored with a version before this one and still count. */
    async olderThan(siteId: string, version: number, limit: number): Promise<readonly Pick<StoredMatch, 'siteId' | 'state' | 'weights'>[]> {
      const documents = await model.find({ siteId, siteVersion: { $lte: version - 1 }, state: { $ne: 'withdrawn' } }, { siteId: 1, state: 1, weights: 1 })
        .limit(limit).lean<MatchDocument[]>();
      return documents.map(toMatch);
    },
  };
}

/** Every value of an indexed field, and one document for each: from one value to the next in the index, not through all documents. */
async function firstOfEach<Name extends 'buildingId' | 'use'>(model: Model<MatchDocument>, field: Name, also: Readonly<Record<string, 1>> = {}) {
  const found: MatchDocument[] = [];
  for (let after: Filter = {}; ;) {
    const next = await model.findOne(after, { [field]: 1, ...also }).sort({ [field]: 1 }).lean<MatchDocument>();
    if (next === null) return found;
    found.push(next);
    // The least text that comes after this one.
    after = { [field]: { $gte: `${next[field]}\u0000` } };
  }
}

const choicesOf = (model: Model<MatchDocument>) => async (organisationId?: string) => {
  const own = organisationId === undefined ? null
    : await model.find({ organisationId }, { buildingId: 1, buildingName: 1, use: 1 }).lean<MatchDocument[]>();
  const buildings = own ?? await firstOfEach(model, 'buildingId', { buildingName: 1 });
  const uses = own ?? await firstOfEach(model, 'use');
  return {
    buildings: [...new Map(buildings.map((one) => [one.buildingId, one.buildingName]))].map(([id, name]) => ({ id, name })),
    uses: [...new Set(uses.map(({ use }) => use))].sort(),
  };
};

export const listReaders = (model: Model<MatchDocument>) => ({ ...pages(model), ...rankings(model), choices: choicesOf(model) });
