import { Types, type Model, type QueryFilter } from 'mongoose';
import type { MatchDocument } from '../../../models/match.js';
import type { MatchQuery, MatchSort } from './index.js';
import { DEFAULT_LIMIT, MATCH_FIELDS, toMatch, type Standing, type StoredSummary } from './repository-match.js';

type Filter = QueryFilter<MatchDocument>;

const SORT_FIELDS: Readonly<Record<MatchSort, string>> = {
  score: 'score', npv: 'result.economics.npvEur', lcoh: 'result.economics.lcohEurPerMwh', delivered: 'result.annual.deliveredMwh',
  co2: 'result.emissions.avoidedTonnesPerYear', distance: 'routeLengthM', updated: 'scoredAt',
};
/** Figures that only a feasible match has: the others come last, whichever way the column is sorted. */
const NEEDS_FEASIBLE: readonly MatchSort[] = ['npv', 'lcoh', 'delivered', 'co2'];
const LIST_FIELDS = { ...MATCH_FIELDS, history: 0 } as const;
const STANDING_FIELDS = { siteId: 1, state: 1, score: 1, marks: 1 } as const;
const DOCUMENTS_A_READ = 500;

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

function sortOf({ sort = 'score', descending = true }: MatchQuery): Record<string, 1 | -1> {
  return {
    ...(NEEDS_FEASIBLE.includes(sort) && { 'result.feasible': -1 as const }),
    [SORT_FIELDS[sort]]: descending ? -1 : 1,
    _id: 1,
  };
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
    /** Whether a match that still counts was scored with other weights than its site has now; a look into the index for each site. */
    async someHaveOtherWeights(currentKeys: ReadonlyMap<string, string>): Promise<boolean> {
      const looks = [...currentKeys].flatMap(([siteId, key]) => [{ $lt: key }, { $gt: key }].map((other) =>
        model.findOne({ siteId, weightsKey: other, state: { $ne: 'withdrawn' } }, { _id: 1 }).lean()));
      return (await Promise.all(looks)).some((found) => found !== null);
    },
  };
}

const choicesOf = (model: Model<MatchDocument>) => async (organisationId?: string) => {
  const distinct = await model.aggregate<{ _id: { buildingId: string; use: string }; buildingName: string }>([
    { $match: organisationId === undefined ? {} : { organisationId } },
    { $group: { _id: { buildingId: '$buildingId', use: '$use' }, buildingName: { $last: '$buildingName' } } },
  ]);
  return {
    buildings: [...new Map(distinct.map(({ _id, buildingName }) => [_id.buildingId, buildingName]))].map(([id, name]) => ({ id, name })),
    uses: [...new Set(distinct.map(({ _id }) => _id.use))].sort(),
  };
};

export const listReaders = (model: Model<MatchDocument>) => ({ ...pages(model), ...rankings(model), choices: choicesOf(model) });
