import { evaluateAsRanked, simulateMatch, type DemandInput, type FeasibleResult, type MatchCase } from '../../engineering/index.js';
import type { Clock } from '../../shared/ports.js';
import type { RoughAnswer, RoughEstimate, RoughQuestion } from '../demand/index.js';
import { distanceBetween, type BuildingVersion, type SiteVersion, type SupplyCatalogue } from '../supply/index.js';
import { economicsInput } from './pair.js';

/** First answers are about right: what is needed may be a fifth less or more. */
const DEMAND_FACTORS = [0.8, 1.2] as const;
const DRAWS = 200;
const SEED = 1;
/** The nearest buildings; the far ones never are the best. */
const MOST_BUILDINGS = 12;

interface Candidate { readonly site: SiteVersion; readonly building: BuildingVersion; readonly routeLengthM: number }
interface Evaluated extends Candidate { readonly matchCase: MatchCase; readonly result: FeasibleResult }

const yearOf = (isoDate: string): number => Number(isoDate.slice(0, 4));

async function nearest(supply: SupplyCatalogue, { place, routeLengthM }: RoughQuestion): Promise<readonly Candidate[]> {
  const sites = await supply.sites();
  const all = await Promise.all(sites.map(async (site) => (await supply.publishedBuildings(site.siteId)).map((building): Candidate => ({
    site, building, routeLengthM: routeLengthM ?? (place === null ? 0 : distanceBetween(site.place, place).routeLengthM),
  }))));
  return all.flat().sort((one, other) => one.routeLengthM - other.routeLengthM).slice(0, MOST_BUILDINGS);
}

function caseOf({ site, building, routeLengthM }: Candidate, { input, startDate }: RoughQuestion, { supply, now }: { readonly supply: SupplyCatalogue; readonly now: Date }): MatchCase {
  const year = Math.max(now.getUTCFullYear(), yearOf(building.commissioningDate), yearOf(startDate));
  const economics = economicsInput(site);
  return { site: supply.siteInput(site), source: supply.sourceInput(building, year), demand: { ...input, routeLengthM }, ...(economics && { economics }) };
}

const scaled = (demand: DemandInput, factor: number): DemandInput => ({ ...demand, annualDemandMwh: (demand.annualDemandMwh ?? 0) * factor });

/** What part of it would be covered if a fifth less or more were needed. */
function coverageRange({ matchCase, result }: Evaluated): RoughAnswer['coverage'] {
  const coverages = DEMAND_FACTORS.map((factor) => evaluateAsRanked({ ...matchCase, demand: scaled(matchCase.demand, factor) }).result)
    .map((each) => (each.feasible ? each.annual.coverage : 0));
  return { low: Math.min(result.annual.coverage, ...coverages), high: Math.max(result.annual.coverage, ...coverages) };
}

function answer(best: Evaluated, matchCase: MatchCase): RoughAnswer {
  const simulation = simulateMatch(matchCase, { draws: DRAWS, seed: SEED });
  const { lcohEurPerMwh } = best.result.economics;
  const { p10, p90 } = simulation.feasible ? simulation.lcohEurPerMwh : { p10: null, p90: null };
  return {
    building: best.building.name, site: best.site.name, example: best.site.example, routeLengthM: best.routeLengthM, coverage: coverageRange(best),
    costEurPerMwh: { low: Math.min(p10 ?? lcohEurPerMwh, lcohEurPerMwh), high: Math.max(p90 ?? lcohEurPerMwh, lcohEurPerMwh) },
    todayEurPerMwh: matchCase.demand.alternative.costEurPerMwh, avoidedTonnesPerYear: best.result.emissions.avoidedTonnesPerYear,
  };
}

/** A first answer to somebody who has registered nothing: the published building with the highest score, and how far it may be off. */
export function createRoughEstimate({ supply, clock }: { readonly supply: SupplyCatalogue; readonly clock: Clock }): RoughEstimate {
  return async (question) => {
    const candidates = await nearest(supply, question);
    const evaluated = candidates.flatMap((candidate): readonly Evaluated[] => {
      const matchCase = caseOf(candidate, question, { supply, now: clock.now() });
      const { result } = evaluateAsRanked(matchCase);
      return result.feasible ? [{ ...candidate, matchCase, result }] : [];
    });
    const [best] = evaluated.sort((one, other) => other.result.score.total - one.result.score.total);
    return { buildings: candidates.length, best: best === undefined ? null : answer(best, best.matchCase) };
  };
}
