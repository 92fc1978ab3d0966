/** A validated case as the model works with it: defaults resolved, series laid out once for all options. */
import type { Assumptions } from './assumptions.js';
import { resolveAssumptions } from './case-assumptions.js';
import { DEFAULT_CLIMATE } from './climate.js';
import type { ConnectionTask } from './connection.js';
import { dispatchTotals, NEGLIGIBLE_KW, type DispatchInput, type DispatchLines, type DispatchTotals } from './dispatch.js';
import type { Terms } from './economics.js';
import { demandProfileKw } from './heat-demand.js';
import { itEnergyMwh, offeredKw } from './heat-supply.js';
import { constantOrHourlyMean, energyMwh, hourlySeries, seriesMaximum } from './hourly-series.js';
import { STORE_HOURS, type HeatStore } from './heat-store.js';
import type { DesignInput, EconomicsInput, MatchCase } from './match-case.js';
import { storeDispatchTotals } from './store-dispatch.js';

export interface PreparedCase {
  readonly assumptions: Assumptions;
  readonly task: ConnectionTask;
  readonly hours: DispatchInput;
  /** The sums of a year with a design: hour by hour here, from load curves in an evaluator of many demands. */
  readonly totals: (lines: DispatchLines, store?: HeatStore) => DispatchTotals;
  /** Stores to try beside none, hours of capacity; empty where the case does not ask for any. */
  readonly storeHours: readonly number[];
  readonly terms: Terms;
  /** Largest capacity tried: the demand's peak or the capacity that the case settles; 0 without any demand. */
  readonly peakDemandKw: number;
  /** Largest offer in an hour with demand. */
  readonly bestOfferKw: number;
  readonly demandMwh: number;
  readonly offeredMwh: number;
  readonly itEnergyMwh: number;
}

/** Largest offer in an hour with a demand, kW. */
export function bestOffer(demandKw: Float64Array, offered: Float64Array, negligibleKw = NEGLIGIBLE_KW): number {
  let best = 0;
  for (let hour = 0; hour < demandKw.length; hour++) {
    if ((demandKw[hour] ?? 0) > negligibleKw) best = Math.max(best, offered[hour] ?? 0);
  }
  return best;
}

export const storeHours = (economics: EconomicsInput | undefined): readonly number[] =>
  (economics?.heatStore === 'consider' ? STORE_HOURS : []);

/** What the ways to connect are designed for. */
export const connectionTask = ({ source, demand, economics }: MatchCase, assumptions: Assumptions): ConnectionTask => ({
  sourceSupplyC: source.supplyTemperatureC,
  sourceReturnC: source.returnTemperatureC,
  demandFlowC: demand.flowTemperatureC,
  demandReturnC: demand.returnTemperatureC,
  routeLengthM: demand.routeLengthM,
  heatPumpModel: economics?.heatPumpModel ?? 'carnot',
  assumptions,
});

const largestCapacityKw = (peakDemandKw: number, design: DesignInput | undefined): number =>
  peakDemandKw > NEGLIGIBLE_KW ? design?.capacityKw ?? peakDemandKw : peakDemandKw;

export function prepareCase(matchCase: MatchCase): PreparedCase {
  const { site, source, demand, design } = matchCase;
  const assumptions = resolveAssumptions(matchCase);
  const demandKw = demandProfileKw(demand, site.hourlyTemperatureC ?? DEFAULT_CLIMATE.hourlyTemperatureC, assumptions);
  const offered = offeredKw(source, assumptions.captureFraction);
  const price = site.electricity.priceEurPerMwh;
  const hours = { demandKw, offeredKw: offered, priceEurPerMwh: typeof price === 'number' ? price : hourlySeries(price) };
  return {
    assumptions,
    task: connectionTask(matchCase, assumptions),
    hours,
    totals: (lines, store) => (store ? storeDispatchTotals(lines, store, hours) : dispatchTotals(lines, hours)),
    storeHours: storeHours(matchCase.economics),
    terms: {
      meanPriceEurPerMwh: constantOrHourlyMean(price),
      alternativeCostEurPerMwh: demand.alternative.costEurPerMwh,
      assumptions,
    },
    peakDemandKw: largestCapacityKw(seriesMaximum(demandKw), design),
    bestOfferKw: bestOffer(demandKw, offered),
    demandMwh: energyMwh(demandKw),
    offeredMwh: energyMwh(offered),
    itEnergyMwh: itEnergyMwh(source),
  };
}
