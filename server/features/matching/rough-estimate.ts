import { evaluateAsRanked, simulateMatch, type DemandInput, type FeasibleResult, type MatchCase } from '../../engineering/index.js';
import type { Clock } from '../../shared/ports.js';
import type { RoughAnswer, RoughEstimate, RoughQuestion } from '../demand/index.js';
import type { BuildingVersion, SiteVersion, SupplyCatalogue } from '../supply/index.js';
import { pairCase, pairTerms, type AskedPair, type PairTerms } from './pair.js';

/** First answers are about right: what is needed may be a fifth less or more. */
const DEMAND_FACTORS = [0.8, 1.2] as const;
const DRAWS = 200;
const SEED = 1;
/** The nearest buildings; the far ones never are the best. */
const MOST_BUILDINGS = 12;

interface Candidate { readonly pair: AskedPair; readonly terms: PairTerms }
interface Evaluated extends Candidate { readonly matchCase: MatchCase; readonly result: FeasibleResult }

/** Where a route is given, the place does not matter. */
const pairOf = (site: SiteVersion, building: BuildingVersion, { place, ...asked }: RoughQuestion): AskedPair =>
  ({ site, building, demand: { ...asked, name: '-', place: place ?? site.place } });

async function nearest(supply: SupplyCatalogue, question: RoughQuestion, now: Date): Promise<readonly Candidate[]> {
  const sites = await supply.sites();
  const all = await Promise.all(sites.map(async (site) => (await supply.publishedBuildings(site.siteId)).map((building): Candidate => {
    const pair = pairOf(site, building, question);
    return { pair, terms: pairTerms(pair, now) };
  })));
  return all.flat().sort((one, other) => one.terms.routeLengthM - other.terms.routeLengthM).slice(0, MOST_BUILDINGS);
}

const scaled = (demand: DemandInput, factor: number): DemandInput => ({ ...demand, annualDemandMwh: (demand.annualDemandMwh ?? 0) * factor });

/** What part of it would be covered if a fifth less or more were needed. */
function coverageRange({ matchCase, result }: Evaluated): RoughAnswer['coverage'] {
  const coverages = DEMAND_FACTORS.map((factor) => evaluateAsRanked({ ...matchCase, demand: scaled(matchCase.demand, factor) }).result)
    .map((each) => (each.feasible ? each.annual.coverage : 0));
  return { low: Math.min(result.annual.coverage, ...coverages), high: Math.max(result.annual.coverage, ...coverages) };
}

function answer(best: Evaluated): RoughAnswer {
  const { matchCase, pair: { site, building }, terms } = best;
  const simulation = simulateMatch(matchCase, { draws: DRAWS, seed: SEED });
  const { lcohEurPerMwh } = best.result.economics;
  const { p10, p90 } = simulation.feasible ? simulation.lcohEurPerMwh : { p10: null, p90: null };
  return {
    building: building.name, site: site.name, example: site.example, routeLengthM: terms.routeLengthM, coverage: coverageRange(best),
    costEurPerMwh: { low: Math.min(p10 ?? lcohEurPerMwh, lcohEurPerMwh), high: Math.max(p90 ?? lcohEurPerMwh, lcohEurPerMwh) },
    todayEurPerMwh: matchCase.demand.alternative.costEurPerMwh, avoidedTonnesPerYear: best.result.emissions.avoidedTonnesPerYear,
  };
}

/** A first answer to somebody who has registered nothing: the published building with the highest score, and how far it may be off. */
export function createRoughEstimate({ supply, clock }: { readonly supply: SupplyCatalogue; readonly clock: Clock }): RoughEstimate {
  return async (question) => {
    const candidates = await nearest(supply, question, clock.now());
    const evaluated = candidates.flatMap((candidate): readonly Evaluated[] => {
      const matchCase = pairCase(candidate.pair, candidate.terms, supply);
      const { result } = evaluateAsRanked(matchCase);
      return result.feasible ? [{ ...candidate, matchCase, result }] : [];
    });
    const [best] = evaluated.sort((one, other) => other.result.score.total - one.result.score.total);
    return { buildings: candidates.length, best: best === undefined ? null : answer(best) };
  };
}
