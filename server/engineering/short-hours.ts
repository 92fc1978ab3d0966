/**
 * A load that no other demand shares, under an offer that falls short in some hours. Curves of all groups of an offer would cost more
 * than they save, so the hours that may fall short are picked out once for about all capacities of a connection, and only they are gone
 * through: what they lack is taken off the sums of the load cut at the capacity.
 */
import { deliveredInHour, type DispatchLines } from './dispatch.js';
import type { LoadSums } from './load-curve.js';
import { HOURS_PER_YEAR } from './units.js';

/** A line `offer * perOffered - loss`, and the hours in which a load is above it. */
export interface ShortHours {
  readonly perOffered: number;
  readonly loss: number;
  readonly count: number;
  readonly loads: Float64Array;
  readonly offers: Float64Array;
  readonly prices: Float64Array | undefined;
}

/** Room for the designs of other capacities, whose losses and COP differ a little; and how much more room is too much. */
const [LESS_HEAT, MORE_LOSS, TOO_WIDE] = [0.98, 1.25, 1.1] as const;

/** Whether no hour but those is short with a design whose limit is `offer * perOffered - loss`, and not far more than those. */
export const coversLimit = (hours: ShortHours, perOffered: number, loss: number): boolean =>
  perOffered >= hours.perOffered && loss <= hours.loss && perOffered <= TOO_WIDE * hours.perOffered;

/** The hours in which a limit near `offer * perOffered - loss` may be below the load; all in one unit. */
export function shortHours(
  load: Float64Array, offered: Float64Array, hourlyPrice: Float64Array | undefined, perOffered: number, loss: number,
): ShortHours {
  const line = { perOffered: LESS_HEAT * perOffered, loss: MORE_LOSS * loss };
  const hourAt = new Uint16Array(HOURS_PER_YEAR);
  let count = 0;
  for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
    hourAt[count] = hour;
    if ((load[hour] as number) > (offered[hour] as number) * line.perOffered - line.loss) count += 1;
  }
  const [loads, offers] = [new Float64Array(count), new Float64Array(count)];
  const prices = hourlyPrice && new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const hour = hourAt[i] as number;
    loads[i] = load[hour] as number;
    offers[i] = offered[hour] as number;
    if (prices) prices[i] = hourlyPrice[hour] as number;
  }
  return { ...line, count, loads, offers, prices };
}

/** Below this share of what is taken off, a difference would lose digits. */
const LEAST_LEFT = 0.01;

/**
 * Sums of what is delivered, from those of the load cut at the capacity; undefined where so little is left that it is better summed
 * hour by hour. Loads up to `dust` count as none; loads in kW.
 */
export function withoutShortfall(cut: LoadSums, hours: ShortHours, lines: DispatchLines, dust: number): LoadSums | undefined {
  const { capacityKw, limitPerOffered, limitLossKw } = lines;
  const { count, loads, offers, prices } = hours;
  let [dry, heat, cubes, price, pricedHeat, pricedCubes] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const load = loads[i] as number;
    const wantedKw = load < capacityKw ? load : capacityKw;
    const limitKw = (offers[i] as number) * limitPerOffered - limitLossKw;
    if (wantedKw <= limitKw || load <= dust) continue;
    const givenKw = deliveredInHour(wantedKw, capacityKw, limitKw);
    const lack = wantedKw - givenKw;
    const cubesLack = wantedKw * wantedKw * wantedKw - givenKw * givenKw * givenKw;
    const isDry = givenKw === 0 ? 1 : 0;
    dry += isDry;
    heat += lack;
    cubes += cubesLack;
    if (!prices) continue;
    const eurPerMwh = prices[i] as number;
    price += isDry * eurPerMwh;
    pricedHeat += lack * eurPerMwh;
    pricedCubes += cubesLack * eurPerMwh;
  }
  if (cut.heat - heat < LEAST_LEFT * heat || cut.cubes - cubes < LEAST_LEFT * cubes) return undefined;
  return {
    hours: cut.hours - dry, heat: cut.heat - heat, cubes: cut.cubes - cubes,
    price: cut.price - price, pricedHeat: cut.pricedHeat - pricedHeat, pricedCubes: cut.pricedCubes - pricedCubes,
  };
}
