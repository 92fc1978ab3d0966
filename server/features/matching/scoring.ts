import { isDeepStrictEqual } from 'node:util';
import {
  createEvaluator, DEFAULT_ASSUMPTIONS, MODEL_VERSION, rescore, scoreMarks,
  type Evaluator, type MatchResult, type ScoreWeights, type SiteInput,
} from '../../engineering/index.js';
import type { BuildingVersion, SiteVersion, SupplyCatalogue } from '../supply/index.js';
import { demandInput, economicsInput, type Pair, type PairTerms } from './pair.js';
import type { ScoredFields, StoredMatch } from './repository-match.js';

export const INFEASIBLE_SCORE = -1;

export type UndatedScore = Omit<ScoredFields, 'scoredAt'>;

export interface ScoredPair {
  readonly pair: Pair;
  readonly terms: PairTerms;
  readonly organisationName: string;
}

/** Evaluates pairs; when only the site's weights or names changed, from the figures that are stored. Throws InvalidInputError. */
export type Scorer = (scored: ScoredPair, stored: StoredMatch | null) => Promise<UndatedScore>;

/** The years of one building at a time; an evaluator holds some megabytes. */
const MOST_EVALUATORS = 8;

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
function reweighed(result: MatchResult, site: SiteInput): MatchResult {
  if (!result.feasible || site.scoreWeights === undefined) return result;
  return { ...result, score: rescore(result.score, site.scoreWeights, { ...DEFAULT_ASSUMPTIONS, ...site.assumptions }) };
}

/** What was worked out before for the same key; the oldest makes room. */
function remembered<T>(most: number): (key: string, make: () => T) => T {
  const known = new Map<string, T>();
  return (key, make) => {
    const value = known.get(key) ?? make();
    if (!known.has(key) && known.size >= most) known.delete(known.keys().next().value ?? '');
    known.set(key, value);
    return value;
  };
}

/** A scorer for one job: what its pairs share is worked out once. */
export function createScorer(supply: SupplyCatalogue): Scorer {
  const evaluators = remembered<Evaluator>(MOST_EVALUATORS);
  const comparisons = remembered<Promise<boolean>>(Infinity);
  const evaluatorOf = (site: SiteVersion, building: BuildingVersion, year: number): Evaluator =>
    evaluators([site.siteId, site.version, building.buildingId, building.version, year].join(' '),
      () => createEvaluator(supply.siteInput(site), [supply.sourceInput(building, year)], economicsInput(site)));
  const differsInWeightsOnly = (site: SiteVersion, formerVersion: number): Promise<boolean> =>
    comparisons([site.siteId, site.version, formerVersion].join(' '), async () => {
      const former = await supply.siteAtVersion(site.siteId, formerVersion);
      const physics = (one: SiteVersion): unknown => [withoutWeights(supply.siteInput(one)), economicsInput(one)];
      return isDeepStrictEqual(physics(former), physics(site));
    });
  return async (scored, stored) => {
    const { pair: { site, building, demand }, terms } = scored;
    const sameBase = stored !== null && stored.modelVersion === MODEL_VERSION && sameInputsButSite(stored, scored);
    const physicsStands = sameBase && await differsInWeightsOnly(site, stored.siteVersion);
    const result = physicsStands ? reweighed(stored.result, supply.siteInput(site))
      : evaluatorOf(site, building, terms.evaluatedYear).evaluate(0, demandInput(demand, terms));
    return scoredFields(scored, supply.siteInput(site).scoreWeights ?? site.scoreWeights, result);
  };
}

function scoredFields(
  { pair: { site, building, demand }, terms, organisationName }: ScoredPair, weights: ScoreWeights, result: MatchResult,
): UndatedScore {
  return {
    siteId: site.siteId, siteName: site.name, siteVersion: site.version,
    buildingId: building.buildingId, buildingName: building.name, buildingVersion: building.version,
    demandId: demand.demandId, demandName: demand.name, demandVersion: demand.version, use: demand.use,
    organisationId: demand.organisationId, organisationName, routeLengthM: terms.routeLengthM,
    routeGiven: demand.routeLengthM !== null, evaluatedYear: terms.evaluatedYear, modelVersion: result.modelVersion,
    weights, marks: result.feasible ? scoreMarks(result.score) : null, result,
    score: result.feasible ? result.score.total : INFEASIBLE_SCORE,
    example: site.example || demand.example,
  };
}
