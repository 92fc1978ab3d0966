import fc from 'fast-check';
import {
  NO_RULES, planEvaluator, type AllocationProblem, type Candidate, type PlanRules, type PlanValue,
} from '../../../server/engineering/index.js';

/** A few hours stand for the year: everything else is as in the real problem, and every choice can be tried. */
export interface SmallCandidate {
  readonly source?: number;
  readonly demand: number;
  readonly capacityKw: number;
  readonly investmentEur?: number;
  readonly startHour?: number;
  readonly cop?: number | null;
  readonly lossKw?: number;
  readonly pumpKw?: number;
  readonly share?: number;
  readonly matchScore?: number | null;
}

export interface SmallProblem {
  /** Heat offered, kW, a value an hour; a row a source. */
  readonly offeredKw: readonly (readonly number[])[];
  readonly demandKw: readonly (readonly number[])[];
  readonly candidates: readonly SmallCandidate[];
  readonly costEurPerMwh?: readonly number[];
  readonly emissionKgPerMwh?: readonly number[];
  readonly research?: readonly boolean[];
  readonly priceEurPerMwh?: readonly number[];
  readonly horizonYears?: number;
  readonly discountRate?: number;
}

function candidate(small: SmallCandidate, index: number): Candidate {
  const { capacityKw, cop = null, lossKw = 0, pumpKw = 0, share = 1 } = small;
  const driveFraction = cop === null ? 0 : 1 / cop;
  const sourceFraction = 1 - driveFraction;
  return {
    index, source: small.source ?? 0, demand: small.demand, connection: cop === null ? 'direct' : 'heat-pump-at-source',
    capacityKw, dn: 100, parallelPairs: 1, cop, investmentEur: small.investmentEur ?? 0, heatPumpOandMEurPerMwh: 0,
    startHour: small.startHour ?? 0, startDate: null, matchScore: small.matchScore === undefined ? 50 : small.matchScore,
    lines: {
      capacityKw, lossKw, pumpKw, driveFraction, sourceFraction, limitPerOffered: share / sourceFraction, limitLossKw: lossKw,
      sourceLossKw: lossKw * sourceFraction, driveLossKw: lossKw * driveFraction,
    },
  };
}

export function smallProblem(small: SmallProblem): AllocationProblem {
  const hoursPerYear = small.offeredKw[0]?.length ?? 0;
  const discountRate = small.discountRate ?? 0;
  const horizonYears = small.horizonYears ?? 1;
  return {
    hoursPerYear, horizonYears, firstDate: null, firstHour: 0, discountRate,
    annuity: discountRate === 0 ? 1 / horizonYears : discountRate / (1 - (1 + discountRate) ** -horizonYears), fixedOandM: 0,
    priceEurPerMwh: Float64Array.from(small.priceEurPerMwh ?? new Array<number>(hoursPerYear).fill(0)),
    gridKgPerMwh: 0, coolingCreditEurPerMwh: 0,
    sources: small.offeredKw.map((offered, index) => ({
      name: `source ${index + 1}`, offeredKw: Float64Array.from(offered), electricityMwh: 1, availableFrom: null, startHour: 0,
    })),
    demands: small.demandKw.map((demandKw, index) => ({
      name: `demand ${index + 1}`, demandKw: Float64Array.from(demandKw), costEurPerMwh: small.costEurPerMwh?.[index] ?? 1000,
      emissionKgPerMwh: small.emissionKgPerMwh?.[index] ?? 0, research: small.research?.[index] ?? false, profile: 'uploaded',
      startDate: null, obstacles: [],
    })),
    candidates: small.candidates.map(candidate),
  };
}

export const rules = (change: Partial<PlanRules> = {}): PlanRules => ({ ...NO_RULES, ...change });

/** Research share of the contracted heat by its definition, for the enumeration. */
function keeps(problem: AllocationProblem, { budgetEur, pins, minimumResearchShare }: PlanRules, chosen: readonly Candidate[]): boolean {
  const evaluator = planEvaluator(problem, rules());
  const contracted = (list: readonly Candidate[]): number => list.reduce((sum, each) => sum + evaluator.full(each).sums.reusedMwh, 0);
  const research = contracted(chosen.filter(({ demand }) => problem.demands[demand]?.research));
  return chosen.reduce((sum, { investmentEur }) => sum + investmentEur, 0) <= budgetEur
    && pins.every(({ demand, source, pin }) =>
      chosen.some((each) => each.demand === demand && (source === null || each.source === source)) === (pin === 'in'))
    && research >= minimumResearchShare * contracted(chosen) - 1e-9;
}

/** Every choice of at most one candidate a demand, valued hour by hour; undefined when none keeps the rules. */
export function bestByEnumeration(problem: AllocationProblem, planRules: PlanRules): PlanValue | undefined {
  const evaluator = planEvaluator(problem, planRules);
  const options = problem.demands.map((_, demand) => [undefined, ...problem.candidates.filter((each) => each.demand === demand)]);
  let best: PlanValue | undefined;
  const tryFrom = (demand: number, chosen: readonly Candidate[]): void => {
    if (demand < options.length) {
      for (const option of options[demand] ?? []) tryFrom(demand + 1, option ? [...chosen, option] : chosen);
    } else if (keeps(problem, planRules, chosen)) {
      const plan = evaluator.plan(chosen);
      if (!best || plan.value > best.value) best = plan;
    }
  };
  tryFrom(0, []);
  return best;
}

const HOURS = 6;
/** So many demands have a choice of two: three to the power of ten choices would be too many. */
const SECOND_CANDIDATES = 4;
const kw = fc.integer({ min: 0, max: 40 });
const series = fc.array(kw, { minLength: HOURS, maxLength: HOURS });

/** Up to ten demands that compete for one or two sources over six hours. */
export const arbitrarySmallProblem = (demands: { readonly min: number; readonly max: number }): fc.Arbitrary<AllocationProblem> =>
  fc.record({
    offeredKw: fc.array(series, { minLength: 1, maxLength: 2 }),
    demandKw: fc.array(series, { minLength: demands.min, maxLength: demands.max }),
    priceEurPerMwh: fc.array(fc.integer({ min: 0, max: 400 }), { minLength: HOURS, maxLength: HOURS }),
    seeds: fc.array(fc.record({
      cost: fc.integer({ min: 100, max: 900 }), emission: fc.integer({ min: 0, max: 300 }), research: fc.boolean(),
      capacityKw: fc.integer({ min: 5, max: 40 }), investmentEur: fc.integer({ min: 0, max: 20 }),
      startHour: fc.integer({ min: 0, max: 2 * HOURS }), cop: fc.constantFrom(null, 2, 4), lossKw: fc.integer({ min: 0, max: 3 }),
      pumpKw: fc.integer({ min: 0, max: 2 }), share: fc.constantFrom(1, 0.8), source: fc.nat(1),
    }), { minLength: 2 * demands.max, maxLength: 2 * demands.max }),
  }).map(({ seeds, ...small }) => smallProblem({
    ...small, horizonYears: 4, discountRate: 0.05,
    costEurPerMwh: small.demandKw.map((_, index) => seeds[index]?.cost ?? 0),
    emissionKgPerMwh: small.demandKw.map((_, index) => seeds[index]?.emission ?? 0),
    research: small.demandKw.map((_, index) => seeds[index]?.research ?? false),
    candidates: seeds.slice(0, Math.min(small.demandKw.length * 2, small.demandKw.length + SECOND_CANDIDATES))
      .map((seed, index) => ({ ...seed, demand: index % small.demandKw.length, source: seed.source % small.offeredKw.length })),
  }));
