import { isDeepStrictEqual } from 'node:util';
import {
  DEFAULT_ASSUMPTIONS, evaluateMatch, MODEL_VERSION, rescore, type MatchCase, type MatchEvaluation, type SiteInput,
} from '../../engineering/index.js';
import type { SupplyCatalogue } from '../supply/index.js';
import { pairCase, type Pair, type PairTerms } from './pair.js';
import type { ScoredFields, StoredMatch } from './repository.js';

export const INFEASIBLE_SCORE = -1;

export type UndatedScore = Omit<ScoredFields, 'scoredAt'>;

export interface ScoredPair {
  readonly pair: Pair;
  readonly terms: PairTerms;
  readonly organisationName: string;
}

/** Everything the result depends on is as it was when the match was stored. */
export function isCurrent(stored: StoredMatch, { pair, terms, organisationName }: ScoredPair): boolean {
  return stored.modelVersion === MODEL_VERSION && sameInputsButSite(stored, { pair, terms })
    && stored.siteVersion === pair.site.version && stored.organisationName === organisationName;
}

/** The match has seen a later version of one of its inputs than this pair holds. */
export const isNewerThan = (stored: StoredMatch, { site, building, demand }: Pair): boolean =>
  stored.siteVersion > site.version || stored.buildingVersion > building.version || stored.demandVersion > demand.version;

const sameInputsButSite = (stored: StoredMatch, { pair, terms }: Pick<ScoredPair, 'pair' | 'terms'>): boolean =>
  stored.buildingVersion === pair.building.version && stored.demandVersion === pair.demand.version
  && stored.evaluatedYear === terms.evaluatedYear && stored.routeLengthM === terms.routeLengthM;

const withoutWeights = (site: SiteInput): unknown => ({ ...site, scoreWeights: null });

/** With new score weights alone the physics stands: the criteria keep their values. */
function reweighed(stored: StoredMatch, matchCase: MatchCase): MatchEvaluation {
  const { result, detail } = stored;
  const { site } = matchCase;
  if (!result.feasible || site.scoreWeights === undefined) return { result, detail };
  const score = rescore(result.score, site.scoreWeights, { ...DEFAULT_ASSUMPTIONS, ...site.assumptions });
  return { result: { ...result, score }, detail };
}

/** Evaluates the pair; when only the site's weights or names changed, from the figures that are stored. */
export async function scorePair(scored: ScoredPair, stored: StoredMatch | null, supply: SupplyCatalogue): Promise<UndatedScore> {
  const { pair, terms } = scored;
  const matchCase = pairCase(pair, terms, supply);
  const sameBase = stored !== null && stored.modelVersion === MODEL_VERSION && sameInputsButSite(stored, scored);
  const before = sameBase ? supply.siteInput(await supply.siteAtVersion(stored.siteId, stored.siteVersion)) : null;
  const physicsStands = before !== null && isDeepStrictEqual(withoutWeights(before), withoutWeights(matchCase.site));
  const evaluation = stored !== null && physicsStands ? reweighed(stored, matchCase) : evaluateMatch(matchCase);
  return scoredFields(scored, matchCase, evaluation);
}

function scoredFields(
  { pair: { site, building, demand }, terms, organisationName }: ScoredPair, matchCase: MatchCase, { result, detail }: MatchEvaluation,
): UndatedScore {
  return {
    siteId: site.siteId, siteName: site.name, siteVersion: site.version,
    buildingId: building.buildingId, buildingName: building.name, buildingVersion: building.version,
    demandId: demand.demandId, demandName: demand.name, demandVersion: demand.version, use: demand.use,
    organisationId: demand.organisationId, organisationName, routeLengthM: terms.routeLengthM,
    routeGiven: demand.routeLengthM !== null, evaluatedYear: terms.evaluatedYear, modelVersion: result.modelVersion,
    weights: matchCase.site.scoreWeights ?? site.scoreWeights, result, detail,
    score: result.feasible ? result.score.total : INFEASIBLE_SCORE,
    example: site.example || demand.example,
  };
}
