/**
 * Many demands against the sources of one site. What they share is worked out once: the offer of each source, the load of each
 * archetype in the site's climate and its curves. The results are those of `evaluateMatch` to rounding.
 */
import { DEFAULT_CLIMATE } from './climate.js';
import { resolveAssumptions } from './case-assumptions.js';
import type { Assumptions } from './assumptions.js';
import { hourlyKw, LoadShape, peakKw, type DemandLoad } from './demand-load.js';
import { dispatchTotals, type DispatchInput } from './dispatch.js';
import { dispatchByCurve, isMoreThanTrickle } from './dispatch-by-curve.js';
import { loadShape, loadShapeKey } from './heat-demand.js';
import { itEnergyMwh, offeredKw } from './heat-supply.js';
import { constantOrHourlyMean, energyMwh, hourlySeries, scaleFactor } from './hourly-series.js';
import { evaluateMatch, evaluatePrepared, resultOfPrepared } from './match.js';
import type { DemandInput, EconomicsInput, MatchCase, MatchEvaluation, MatchResult, SiteInput, SourceInput } from './match-case.js';
import { offeredYear, type OfferedYear } from './offered-year.js';
import { bestOffer, connectionTask, storeHours, type PreparedCase } from './prepared-case.js';
import { storeDispatchTotals } from './store-dispatch.js';
import { KWH_PER_MWH } from './units.js';
import { validateDemand, validateMatchCase, validateSupply } from './validation.js';

export interface Evaluator {
  /** The public result of one source and a demand. Throws InvalidInputError on a demand it cannot trust. */
  readonly evaluate: (sourceIndex: number, demand: DemandInput) => MatchResult;
  /** The result and its working, as `evaluateMatch` gives them. Throws InvalidInputError. */
  readonly evaluateInDetail: (sourceIndex: number, demand: DemandInput) => MatchEvaluation;
}

/** What all demands share of a source. */
interface PreparedSource {
  readonly source: SourceInput;
  readonly assumptions: Assumptions;
  readonly offer: OfferedYear;
  readonly offeredMwh: number;
  readonly itEnergyMwh: number;
}

interface Price {
  readonly eurPerMwh: Float64Array | number;
  readonly meanEurPerMwh: number;
}

/** Shapes that depend on a demand's own figures are many; the oldest make room. */
const MOST_SHAPES = 64;

function prepareSource(site: SiteInput, source: SourceInput, economics: EconomicsInput | undefined): PreparedSource {
  const assumptions = resolveAssumptions({ site, source, ...(economics && { economics }) });
  const offered = offeredKw(source, assumptions.captureFraction);
  return { source, assumptions, offer: offeredYear(offered), offeredMwh: energyMwh(offered), itEnergyMwh: itEnergyMwh(source) };
}

/** Gives the load of a demand; keeps shapes by their key, and the load of a demand as long as the demand itself is kept. */
function demandLoads(site: SiteInput, assumptions: Assumptions, price: Price): (demand: DemandInput) => DemandLoad {
  const climate = site.hourlyTemperatureC ?? DEFAULT_CLIMATE.hourlyTemperatureC;
  const hourlyPrice = typeof price.eurPerMwh === 'number' ? undefined : price.eurPerMwh;
  const steps = assumptions.capacityCandidates;
  const shapes = new Map<string, LoadShape>();
  const loads = new WeakMap<DemandInput, DemandLoad>();
  const shapeOf = (demand: DemandInput, archetype: Parameters<typeof loadShape>[0]): LoadShape => {
    const key = loadShapeKey(archetype, demand);
    const shape = shapes.get(key) ?? new LoadShape(loadShape(archetype, demand, climate, assumptions), hourlyPrice, steps);
    if (!shapes.has(key) && shapes.size >= MOST_SHAPES) shapes.delete(shapes.keys().next().value ?? '');
    return shapes.set(key, shape) && shape;
  };
  const loadOf = (demand: DemandInput): DemandLoad => {
    if ('hourlyKw' in demand.profile) return { shape: new LoadShape(demand.profile.hourlyKw, hourlyPrice, steps, false), kwPerUnit: 1 };
    const shape = shapeOf(demand, demand.profile.archetype);
    return { shape, kwPerUnit: scaleFactor(shape.sum, demand.annualDemandMwh ?? 0) };
  };
  return (demand) => {
    const known = loads.get(demand);
    if (known) return known;
    validateDemand(demand);
    const load = loadOf(demand);
    loads.set(demand, load);
    return load;
  };
}

/** The case as the model works with it: its hours only when they are asked for. */
function preparePair(matchCase: MatchCase, load: DemandLoad, prepared: PreparedSource, price: Price): PreparedCase {
  const { assumptions, offer, offeredMwh } = prepared;
  const constantPrice = typeof price.eurPerMwh === 'number' ? price.eurPerMwh : undefined;
  let hours: DispatchInput | undefined;
  const hoursOnce = (): DispatchInput => {
    hours ??= { demandKw: hourlyKw(load), offeredKw: offer.offeredKw, priceEurPerMwh: price.eurPerMwh };
    return hours;
  };
  const byCurve = isMoreThanTrickle(load);
  return {
    assumptions, offeredMwh,
    task: connectionTask(matchCase, assumptions),
    // With a store the order of the hours matters, and no curve knows it.
    totals: (lines, store) => {
      if (store) return storeDispatchTotals(lines, store, hoursOnce());
      return byCurve ? dispatchByCurve(lines, load, offer, constantPrice) : dispatchTotals(lines, hoursOnce());
    },
    storeHours: storeHours(matchCase.economics),
    terms: { meanPriceEurPerMwh: price.meanEurPerMwh, alternativeCostEurPerMwh: matchCase.demand.alternative.costEurPerMwh, assumptions },
    peakDemandKw: peakKw(load),
    demandMwh: (load.shape.sum * load.kwPerUnit) / KWH_PER_MWH,
    itEnergyMwh: prepared.itEnergyMwh,
    get hours() { return hoursOnce(); },
    get bestOfferKw() { return byCurve ? load.shape.bestOfferKw(offer) : bestOffer(hoursOnce().demandKw, offer.offeredKw); },
  };
}

/**
 * An evaluator of demands against the sources of a site, at least one. Throws InvalidInputError on a site, source (`sources[0]...`)
 * or economics it cannot trust, RangeError without a source.
 */
export function createEvaluator(site: SiteInput, sources: readonly SourceInput[], economics?: EconomicsInput): Evaluator {
  validateSupply(site, sources, economics);
  const prepared = sources.map((source) => prepareSource(site, source, economics));
  const [first] = prepared;
  if (!first) throw new RangeError('an evaluator needs a source');
  const { priceEurPerMwh } = site.electricity;
  const price: Price = {
    eurPerMwh: typeof priceEurPerMwh === 'number' ? priceEurPerMwh : hourlySeries(priceEurPerMwh),
    meanEurPerMwh: constantOrHourlyMean(priceEurPerMwh),
  };
  const loadOf = demandLoads(site, first.assumptions, price);
  const pair = (sourceIndex: number, demand: DemandInput): [MatchCase, PreparedCase] => {
    const source = prepared[sourceIndex];
    if (!source) throw new RangeError(`there is no source ${sourceIndex} of ${prepared.length}`);
    const matchCase = { site, source: source.source, demand, ...(economics && { economics }) };
    return [matchCase, preparePair(matchCase, loadOf(demand), source, price)];
  };
  return {
    evaluate: (sourceIndex, demand) => resultOfPrepared(...pair(sourceIndex, demand)),
    evaluateInDetail: (sourceIndex, demand) => evaluatePrepared(...pair(sourceIndex, demand)),
  };
}

/**
 * One case by itself, to the last bit as an evaluator of many gives it: what `evaluate` prints is what a ranking shows. A case that
 * settles the design is none of a ranking and goes hour by hour. Throws InvalidInputError like `evaluateMatch`.
 */
export function evaluateAsRanked(matchCase: MatchCase): MatchEvaluation {
  const { site, source, demand, economics, design } = matchCase;
  if (design) return evaluateMatch(matchCase);
  validateMatchCase(matchCase);
  return createEvaluator(site, [source], economics).evaluateInDetail(0, demand);
}
