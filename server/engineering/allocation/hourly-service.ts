/**
 * The rule that shares a building's heat out in one hour when the connections that run claim more than it offers.
 *
 * Served one after another, each as much as the match model's dispatch gives it from what is left: research first where the plan
 * must keep a share for it, then by the objective's value of the hour at full service per kWh claimed, highest first, on a tie the
 * earlier candidate. Nobody is held back while there is heat: also an hour that earns nothing is served, as in the match model.
 */
import { claimKw, hourValue } from './hour-value.js';
import { deliverableKw, type FullHours } from './full-service.js';
import type { Candidate, ObjectiveWeights } from './problem.js';

/** Full service with what decides who is served first. */
export interface RankedHours extends FullHours {
  /** Objective's value of the hour at full service per kWh claimed. */
  readonly merit: Float64Array;
}

export function rankedHours(full: FullHours, weights: ObjectiveWeights): RankedHours {
  const { line, deliveredKw, claimKw: claims } = full;
  const merit = deliveredKw.map((delivered, hour) =>
    (delivered > 0 ? hourValue(line, weights, hour, delivered, 1) / (claims[hour] as number) : 0));
  return { ...full, merit };
}

export interface Contender {
  readonly candidate: Candidate;
  readonly full: RankedHours;
  /** Served before the others. */
  readonly first: boolean;
}

/** A claim may pass the offer by rounding only. */
const ROUNDING = 1e-12;
export const exceeds = (claimsKw: number, offeredKw: number): boolean => claimsKw > offeredKw * (1 + ROUNDING) + ROUNDING;

/** Order in which contenders are served in an hour, reused from hour to hour. */
export interface ServiceOrder {
  readonly order: Int32Array;
  readonly merit: Float64Array;
}

export const serviceOrder = (contenders: number): ServiceOrder =>
  ({ order: new Int32Array(contenders), merit: new Float64Array(contenders) });

function rank({ order, merit }: ServiceOrder, contenders: readonly Contender[], hour: number): number {
  let count = 0;
  for (let index = 0; index < contenders.length; index++) {
    const { full, first } = contenders[index] as Contender;
    if ((full.deliveredKw[hour] as number) <= 0) continue;
    const value = full.merit[hour] as number;
    merit[index] = value;
    let place = count++;
    for (; place > 0; place--) {
      const before = order[place - 1] as number;
      const beforeFirst = contenders[before]?.first ?? false;
      if (beforeFirst === first ? (merit[before] as number) >= value : beforeFirst) break;
      order[place] = before;
    }
    order[place] = index;
  }
  return count;
}

/** Writes what each contender is delivered in the hour, kW, into `deliveredKw`. */
export function shareOut(
  contenders: readonly Contender[], hour: number, offeredKw: number, working: ServiceOrder, deliveredKw: Float64Array,
): void {
  deliveredKw.fill(0);
  let leftKw = offeredKw;
  const count = rank(working, contenders, hour);
  for (let place = 0; place < count; place++) {
    const index = working.order[place] as number;
    const full = contenders[index]?.full;
    if (!full) continue;
    const delivered = Math.min(full.deliveredKw[hour] as number, deliverableKw(full.line, hour, leftKw));
    if (delivered <= 0) continue;
    deliveredKw[index] = delivered;
    leftKw = Math.max(0, leftKw - claimKw(full.line, delivered));
  }
}
