/**
 * Hour by hour: how much heat flows. `delivered = max(0, min(demand, capacity, limit))`; an hour without delivery has no loss and
 * no electricity. In an hour with delivery everything is a straight line in the delivered heat:
 * limit = offered * limitPerOffered - limitLossKw, from source = delivered * sourceFraction + sourceLossKw, electricity of the heat
 * pump = delivered * driveFraction + driveLossKw. Balance: from source + heat-pump electricity = delivered + loss.
 */
import type { ConnectionDesign } from './connection.js';
import { HOURS_PER_YEAR, KWH_PER_MWH } from './units.js';

export interface DispatchLines {
  readonly capacityKw: number;
  readonly limitPerOffered: number;
  readonly limitLossKw: number;
  readonly sourceFraction: number;
  readonly sourceLossKw: number;
  readonly driveFraction: number;
  readonly driveLossKw: number;
  readonly lossKw: number;
  readonly pumpKw: number;
}

/** The straight lines of a design; with a heat pump `1 - 1/COP` of the heat it gives comes from its source. */
export function dispatchLines({ connection, capacityKw, cop, pipe, extractableShare }: ConnectionDesign): DispatchLines {
  const { lossKw, pumpKw } = pipe;
  const driveFraction = cop === null ? 0 : 1 / cop;
  const sourceFraction = 1 - driveFraction;
  const lossBeforeHeatPump = connection === 'heat-pump-at-sink';
  return {
    capacityKw, lossKw, pumpKw, driveFraction, sourceFraction,
    limitPerOffered: (lossBeforeHeatPump ? 1 : extractableShare) / sourceFraction,
    limitLossKw: lossBeforeHeatPump ? lossKw / sourceFraction : lossKw,
    sourceLossKw: lossBeforeHeatPump ? lossKw : lossKw * sourceFraction,
    driveLossKw: lossBeforeHeatPump ? 0 : lossKw * driveFraction,
  };
}

export interface DispatchInput {
  readonly demandKw: Float64Array;
  readonly offeredKw: Float64Array;
  /** 8760 values, or one for every hour. */
  readonly priceEurPerMwh: Float64Array | number;
}

/** Sums of a year. */
export interface DispatchTotals {
  readonly deliveredMwh: number;
  readonly fromSourceMwh: number;
  /** Of the pipe and, where there is one, of the store. */
  readonly lossMwh: number;
  /** Lost from a store; 0 without one. */
  readonly storeLossMwh: number;
  readonly heatPumpElectricityMwh: number;
  readonly pumpElectricityMwh: number;
  readonly electricityEur: number;
}

/** A trickle below this counts as no delivery: a thousandth of a milliwatt, where quotients of energies lose their meaning. */
export const NEGLIGIBLE_KW = 1e-9;

/** `max(0, min(demand, capacity, limit))`, kW. */
export function deliveredInHour(demandKw: number, capacityKw: number, limitKw: number): number {
  const possibleKw = Math.min(demandKw, capacityKw, limitKw);
  return possibleKw > NEGLIGIBLE_KW ? possibleKw : 0;
}

/** Heat delivered, kW, 8760 values. */
export function deliveredKw(
  lines: DispatchLines, { demandKw, offeredKw }: Pick<DispatchInput, 'demandKw' | 'offeredKw'>,
): Float64Array {
  const { capacityKw, limitPerOffered, limitLossKw } = lines;
  const delivered = new Float64Array(HOURS_PER_YEAR);
  for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
    const limitKw = (offeredKw[hour] as number) * limitPerOffered - limitLossKw;
    delivered[hour] = deliveredInHour(demandKw[hour] as number, capacityKw, limitKw);
  }
  return delivered;
}

/** Load of the pump, a fraction of its design power: the cube of the load of the pipe. */
export const pumpLoad = (loadFraction: number): number => loadFraction * loadFraction * loadFraction;

/** The sums of a year from the heat delivered, the hours with delivery and the load of the pump summed over them. */
export function yearTotals(
  lines: DispatchLines, deliveredKwh: number, hours: number, pumpLoadHours: number, electricityEur: number,
): DispatchTotals {
  return {
    deliveredMwh: deliveredKwh / KWH_PER_MWH,
    fromSourceMwh: (deliveredKwh * lines.sourceFraction + hours * lines.sourceLossKw) / KWH_PER_MWH,
    lossMwh: (hours * lines.lossKw) / KWH_PER_MWH,
    storeLossMwh: 0,
    heatPumpElectricityMwh: (deliveredKwh * lines.driveFraction + hours * lines.driveLossKw) / KWH_PER_MWH,
    pumpElectricityMwh: (pumpLoadHours * lines.pumpKw) / KWH_PER_MWH,
    electricityEur,
  };
}

/** The sums of a year without keeping the hours: one pass, no allocation, because every capacity of every option takes it. */
export function dispatchTotals(lines: DispatchLines, { demandKw, offeredKw, priceEurPerMwh }: DispatchInput): DispatchTotals {
  const { capacityKw, limitPerOffered, limitLossKw, driveFraction, driveLossKw, pumpKw } = lines;
  const hourlyPrice = typeof priceEurPerMwh === 'number' ? undefined : priceEurPerMwh;
  const perCapacity = 1 / capacityKw;
  let deliveredKwh = 0;
  let hours = 0;
  let pumpLoadHours = 0;
  let hourlyPriced = 0;
  for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
    const delivered = deliveredInHour(
      demandKw[hour] as number, capacityKw, (offeredKw[hour] as number) * limitPerOffered - limitLossKw,
    );
    if (delivered <= 0) continue;
    const load = pumpLoad(delivered * perCapacity);
    deliveredKwh += delivered;
    hours += 1;
    pumpLoadHours += load;
    if (hourlyPrice) {
      hourlyPriced += (delivered * driveFraction + driveLossKw + load * pumpKw) * (hourlyPrice[hour] as number);
    }
  }
  const electricityKwh = deliveredKwh * driveFraction + hours * driveLossKw + pumpLoadHours * pumpKw;
  const priced = typeof priceEurPerMwh === 'number' ? electricityKwh * priceEurPerMwh : hourlyPriced;
  return yearTotals(lines, deliveredKwh, hours, pumpLoadHours, priced / KWH_PER_MWH);
}

/** 8760 values each, kW. */
export interface HourlyDispatch {
  readonly deliveredKw: Float64Array;
  readonly fromSourceKw: Float64Array;
  readonly lossKw: Float64Array;
  readonly heatPumpElectricityKw: Float64Array;
  readonly pumpElectricityKw: Float64Array;
}

/** Every flow in every hour, for the design that was chosen. */
export function dispatchHours(
  lines: DispatchLines, input: Pick<DispatchInput, 'demandKw' | 'offeredKw'>,
): HourlyDispatch {
  const delivered = deliveredKw(lines, input);
  const whereDelivered = (value: (heatKw: number) => number): Float64Array =>
    delivered.map((heatKw) => (heatKw > 0 ? value(heatKw) : 0));
  return {
    deliveredKw: delivered,
    fromSourceKw: whereDelivered((heatKw) => heatKw * lines.sourceFraction + lines.sourceLossKw),
    lossKw: whereDelivered(() => lines.lossKw),
    heatPumpElectricityKw: whereDelivered((heatKw) => heatKw * lines.driveFraction + lines.driveLossKw),
    pumpElectricityKw: whereDelivered((heatKw) => lines.pumpKw * pumpLoad(heatKw / lines.capacityKw)),
  };
}

