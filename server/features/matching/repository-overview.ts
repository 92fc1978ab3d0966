import type { Model } from 'mongoose';
import type { MatchDocument } from '../../../models/match.js';
import type { FeasibleResult } from '../../engineering/index.js';
import type { MatchHeat, MatchHistoryEntry, MatchNews, MatchState, NewsPage } from './index.js';

/** With ten thousand matches every field that is left out is felt. */
const HEAT_FIELDS = {
  siteId: 1, buildingId: 1, demandId: 1, state: 1, score: 1, example: 1, evaluatedYear: 1, 'result.annual.deliveredMwh': 1,
  'result.annual.fromSourceMwh': 1, 'result.emissions.avoidedTonnesPerYear': 1, 'result.energyReuse.erf': 1,
} as const;
const NEWS_FIELDS = { demandName: 1, buildingName: 1, organisationName: 1, state: 1, history: 1 } as const;
const SCORING = ['score', 'rescore'];

function toHeat({ _id, result, ...rest }: MatchDocument): MatchHeat {
  const { annual, emissions, energyReuse } = result as FeasibleResult;
  return {
    ...rest, id: _id.toHexString(), state: rest.state as MatchState, deliveredMwhPerYear: annual.deliveredMwh,
    fromSourceMwhPerYear: annual.fromSourceMwh, avoidedTonnesPerYear: emissions.avoidedTonnesPerYear, energyReuseFactor: energyReuse.erf,
  };
}

/** Sums and news over all matches, for who looks at the whole. */
export const overviewReaders = (model: Model<MatchDocument>) => ({
  async heat(states: readonly MatchState[]): Promise<readonly MatchHeat[]> {
    const documents = await model.find({ score: { $gte: 0 }, state: { $in: [...states] } }, HEAT_FIELDS).lean<MatchDocument[]>();
    return documents.map(toHeat);
  },
  async news(since: Date, userId: string, limit: number): Promise<NewsPage> {
    const isNews = ({ at, action, actor }: MatchHistoryEntry): boolean => at > since && !SCORING.includes(action) && actor.userId !== userId;
    const [documents, scored] = await Promise.all([
      model.find({ history: { $elemMatch: { at: { $gt: since }, action: { $nin: SCORING }, 'actor.userId': { $ne: userId } } } }, NEWS_FIELDS)
        .lean<MatchDocument[]>(),
      model.countDocuments({ history: { $elemMatch: { at: { $gt: since }, action: { $in: SCORING } } } }),
    ]);
    const latest = ({ entries }: MatchNews): number => entries.at(-1)?.at.getTime() ?? 0;
    const decided = documents.map(({ _id, history, ...rest }): MatchNews => ({
      ...rest, id: _id.toHexString(), state: rest.state as MatchState, entries: (history as readonly MatchHistoryEntry[]).filter(isNews),
    })).sort((one, other) => latest(other) - latest(one));
    return { decided: decided.slice(0, limit), decidedTotal: decided.length, scored };
  },
});
