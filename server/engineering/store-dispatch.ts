/**
 * Hour by hour with a store behind the connection. Of its content a share is lost first. What the connection could give beyond the
 * demand, `min(capacity, limit) - demand`, charges the store as long as there is room; what it cannot give the store does:
 *
 *   kept = content * (1 - lossPerHour)               direct = min(demand, possible)        possible = max(0, min(capacity, limit))
 *   charge = min(possible - direct, size - kept)     discharge = min(demand - direct, kept)
 *   through = direct + charge                        delivered = direct + discharge        content' = kept + charge - discharge
 *
 * The connection runs on `through`: from source + heat-pump electricity = through + pipe loss in every hour. The year begins with an
 * empty store; what is left in it at the end counts as lost, so that through = delivered + lost from the store over the year.
 */
import { NEGLIGIBLE_KW, pumpLoad, yearTotals, type DispatchInput, type DispatchLines, type DispatchTotals } from './dispatch.js';
import type { HeatStore } from './heat-store.js';
import { HOURS_PER_YEAR, KWH_PER_MWH } from './units.js';

/** 8760 values each; the content at the end of the hour. */
export interface HourlyStoreDispatch {
  readonly throughKw: Float64Array;
  readonly deliveredKw: Float64Array;
  readonly contentKwh: Float64Array;
}

/** What flows in one hour; one object for the whole year, because an object an hour would cost more than the arithmetic. */
interface HourFlow {
  throughKw: number;
  deliveredKw: number;
  contentKwh: number;
}

/** One hour, from the content at its begin after the loss. */
function storeHour(flow: HourFlow, wantedKw: number, possibleKw: number, keptKwh: number, sizeKwh: number): void {
  if (possibleKw >= wantedKw) {
    const roomKw = sizeKwh - keptKwh;
    const full = possibleKw - wantedKw >= roomKw;
    flow.throughKw = full ? wantedKw + roomKw : possibleKw;
    flow.deliveredKw = wantedKw;
    flow.contentKwh = full ? sizeKwh : keptKwh + (possibleKw - wantedKw);
    if (flow.throughKw > NEGLIGIBLE_KW) return;
    flow.throughKw = 0;
    flow.deliveredKw = 0;
    flow.contentKwh = keptKwh;
    return;
  }
  flow.throughKw = possibleKw > NEGLIGIBLE_KW ? possibleKw : 0;
  const shortKw = wantedKw - flow.throughKw;
  const enough = keptKwh >= shortKw;
  flow.deliveredKw = enough ? wantedKw : flow.throughKw + keptKwh;
  flow.contentKwh = enough ? keptKwh - shortKw : 0;
}

/** The sums of a year; with a store of no size those of `dispatchTotals`. Writes down every hour where asked to. */
export function storeDispatchTotals(
  lines: DispatchLines, { sizeKwh, lossPerHour }: HeatStore, { demandKw, offeredKw, priceEurPerMwh }: DispatchInput, record?: HourlyStoreDispatch,
): DispatchTotals {
  const { capacityKw, limitPerOffered, limitLossKw, driveFraction, driveLossKw, pumpKw } = lines;
  const hourlyPrice = typeof priceEurPerMwh === 'number' ? undefined : priceEurPerMwh;
  const perCapacity = 1 / capacityKw;
  const keptShare = 1 - lossPerHour;
  const flow: HourFlow = { throughKw: 0, deliveredKw: 0, contentKwh: 0 };
  let [throughKwh, deliveredKwh, hours, pumpLoadHours, hourlyPriced] = [0, 0, 0, 0, 0];
  for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
    const limitKw = (offeredKw[hour] as number) * limitPerOffered - limitLossKw;
    storeHour(flow, demandKw[hour] as number, limitKw < capacityKw ? limitKw : capacityKw, flow.contentKwh * keptShare, sizeKwh);
    const { throughKw } = flow;
    deliveredKwh += flow.deliveredKw;
    if (record) write(record, hour, flow);
    if (throughKw === 0) continue;
    const load = pumpLoad(throughKw * perCapacity);
    throughKwh += throughKw;
    hours += 1;
    pumpLoadHours += load;
    if (hourlyPrice) hourlyPriced += (throughKw * driveFraction + driveLossKw + load * pumpKw) * (hourlyPrice[hour] as number);
  }
  const electricityKwh = throughKwh * driveFraction + hours * driveLossKw + pumpLoadHours * pumpKw;
  const priced = typeof priceEurPerMwh === 'number' ? electricityKwh * priceEurPerMwh : hourlyPriced;
  const year = yearTotals(lines, throughKwh, hours, pumpLoadHours, priced / KWH_PER_MWH);
  const storeLossMwh = Math.max(0, throughKwh - deliveredKwh) / KWH_PER_MWH;
  return { ...year, deliveredMwh: deliveredKwh / KWH_PER_MWH, lossMwh: year.lossMwh + storeLossMwh, storeLossMwh };
}

function write(record: HourlyStoreDispatch, hour: number, { throughKw, deliveredKw, contentKwh }: HourFlow): void {
  record.throughKw[hour] = throughKw;
  record.deliveredKw[hour] = deliveredKw;
  record.contentKwh[hour] = contentKwh;
}

/** Every hour of a year with a store. */
export function storeDispatchHours(lines: DispatchLines, store: HeatStore, input: DispatchInput): HourlyStoreDispatch {
  const year = {
    throughKw: new Float64Array(HOURS_PER_YEAR), deliveredKw: new Float64Array(HOURS_PER_YEAR), contentKwh: new Float64Array(HOURS_PER_YEAR),
  };
  storeDispatchTotals(lines, store, input, year);
  return year;
}
