/**
 * Weights need no physics: from the moment a site has new ones, matches are shown with them, from the marks that are stored. The
 * rescore that stores the new scores may take its time; what it stores is to the last bit what was shown.
 */
import { rescore, totalOfMarks, type ScoreWeights } from '../../engineering/index.js';
import type { SupplyCatalogue } from '../supply/index.js';
import type { Standing, StoredMatch } from './repository-match.js';
import { INFEASIBLE_SCORE } from './scoring.js';

export type CurrentWeights = Awaited<ReturnType<SupplyCatalogue['currentWeights']>>;

type Weighed = Pick<StoredMatch, 'siteId' | 'state' | 'weights' | 'result' | 'score'>;

const areSame = (one: ScoreWeights, other: ScoreWeights): boolean =>
  (Object.keys(one) as (keyof ScoreWeights)[]).every((name) => one[name] === other[name]);

/** What is withdrawn keeps the score it had: nobody ranks it any more. */
const weightsFor = ({ siteId, state }: Pick<StoredMatch, 'siteId' | 'state'>, current: CurrentWeights): ScoreWeights | undefined =>
  (state === 'withdrawn' ? undefined : current.get(siteId)?.scoreWeights);

export function withCurrentWeights<T extends Weighed>(stored: T, current: CurrentWeights): T & { readonly isReweighed: boolean } {
  const weights = weightsFor(stored, current);
  if (weights === undefined || areSame(weights, stored.weights)) return { ...stored, isReweighed: false };
  const { result } = stored;
  if (!result.feasible) return { ...stored, weights, isReweighed: true };
  const score = rescore(result.score, weights);
  return { ...stored, weights, score: score.total, result: { ...result, score }, isReweighed: true };
}

export function scoreNow(standing: Standing, current: CurrentWeights): number {
  const weights = weightsFor(standing, current);
  if (weights === undefined) return standing.score;
  return standing.marks === null ? INFEASIBLE_SCORE : totalOfMarks(standing.marks, weights);
}

/** Whether a match has other weights than its site has now. */
export const isBehind = (stored: Pick<StoredMatch, 'siteId' | 'state' | 'weights'>, current: CurrentWeights): boolean => {
  const weights = weightsFor(stored, current);
  return weights !== undefined && !areSame(weights, stored.weights);
};
