import { Types, type Model } from 'mongoose';
import type { MatchDocument } from '../../../models/match.js';
import type { FeasibleResult, MatchResult } from '../../engineering/index.js';
import type { MatchHeat, MatchHistoryEntry, MatchNews, MatchStanding, MatchState, NewsPage } from './index.js';
import { DOCUMENTS_A_READ, toMatch, type StoredMatch } from './repository-match.js';

/** With ten thousand matches every field that is left out is felt, and the result most of all. */
const STANDING_FIELDS = { siteId: 1, buildingId: 1, demandId: 1, state: 1, score: 1, marks: 1, example: 1, evaluatedYear: 1 } as const;
const HEAT_FIELDS = {
  'result.feasible': 1, 'result.annual.deliveredMwh': 1, 'result.annual.fromSourceMwh': 1, 'result.emissions.avoidedTonnesPerYear': 1,
  'result.energyReuse.erf': 1,
} as const;
const NEWS_FIELDS = { demandName: 1, buildingName: 1, organisationName: 1, state: 1, history: 1 } as const;
const SCORING = ['score', 'rescore'];

const toHeat = (id: string, { annual, emissions, energyReuse }: FeasibleResult): MatchHeat => ({
  id, deliveredMwhPerYear: annual.deliveredMwh, fromSourceMwhPerYear: annual.fromSourceMwh,
  avoidedTonnesPerYear: emissions.avoidedTonnesPerYear, energyReuseFactor: energyReuse.erf,
});

function sums(model: Model<MatchDocument>) {
  return {
    async standingsIn(states: readonly MatchState[]): Promise<readonly (MatchStanding & Pick<StoredMatch, 'marks'>)[]> {
      return (await model.find({ state: { $in: [...states] } }, STANDING_FIELDS).lean<MatchDocument[]>()).map(toMatch);
    },
    async heat(ids: readonly string[]): Promise<readonly MatchHeat[]> {
      const found: MatchHeat[] = [];
      for (let from = 0; from < ids.length; from += DOCUMENTS_A_READ) {
        const some = ids.slice(from, from + DOCUMENTS_A_READ).map((id) => new Types.ObjectId(id));
        const documents = await model.find({ _id: { $in: some } }, HEAT_FIELDS).lean<(MatchDocument & { readonly result: MatchResult })[]>();
        found.push(...documents.flatMap(({ _id, result }) => (result.feasible ? [toHeat(_id.toHexString(), result)] : [])));
      }
      return found;
    },
  };
}

const news = (model: Model<MatchDocument>) => async (since: Date, userId: string, limit: number): Promise<NewsPage> => {
  const documents = await model.find({ history: { $elemMatch: { at: { $gt: since } } } }, NEWS_FIELDS).lean<MatchDocument[]>();
  const changed = documents.map(({ _id, history, ...rest }): MatchNews => ({
    ...rest, id: _id.toHexString(), state: rest.state as MatchState, entries: (history as readonly MatchHistoryEntry[]).filter(({ at }) => at > since),
  }));
  const decided = changed.map((match): MatchNews => ({
    ...match, entries: match.entries.filter(({ action, actor }) => !SCORING.includes(action) && actor.userId !== userId),
  })).filter(({ entries }) => entries.length > 0);
  const latest = ({ entries }: MatchNews): number => entries.at(-1)?.at.getTime() ?? 0;
  return {
    decided: decided.sort((one, other) => latest(other) - latest(one)).slice(0, limit), decidedTotal: decided.length,
    scored: changed.filter(({ entries }) => entries.some(({ action }) => SCORING.includes(action))).length,
  };
};

/** Sums and news over all matches, for who looks at the whole. */
export const overviewReaders = (model: Model<MatchDocument>) => ({ ...sums(model), news: news(model) });
