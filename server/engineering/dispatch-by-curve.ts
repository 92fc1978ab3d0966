/**
 * The sums of a year without going through its hours: what `dispatchTotals` gives, to rounding, from load curves.
 *
 * In an hour that the source does not limit, delivered = min(demand, capacity): the demand cut at the capacity. Its sums depend on
 * nothing but the shape of the load and the capacity's share of the peak, and are kept. Where the source limits, the hours are in
 * groups by offer. A group whose least offer is enough is cut at the capacity like the others, and the sums from each group on are kept,
 * too. In a group that falls short, delivered = min(demand, capacity, offer * a - b): the loads below the least limit of the group count
 * as they are, those of hours that surely want more than the limit count with it, a straight line in the offer whose sums the layout has,
 * and only the few hours between are looked at. From `hours`, `heat` and `cubes` of the delivered load d, with the lines of the design:
 *
 *   electricity = driveFraction * sum d + driveLossKw * hours + pumpKw / capacity^3 * sum d^3      (each term also priced by the hour)
 */
import { deliveredInHour, NEGLIGIBLE_KW, yearTotals, type DispatchLines, type DispatchTotals } from './dispatch.js';
import { peakKw, type DemandLoad } from './demand-load.js';
import { addCutLoad, addHour, addLimitedLoads, addLoadsBelow, addSums, bucketAt, noLoad, type LoadCurve, type LoadSums } from './load-curve.js';
import type { OfferedGroup, OfferedYear } from './offered-year.js';
import { withoutShortfall } from './short-hours.js';
import { KWH_PER_MWH } from './units.js';

const limitAt = ({ limitPerOffered, limitLossKw }: DispatchLines, offeredKw: number): number => offeredKw * limitPerOffered - limitLossKw;

/** What a loss may take of an offer, and how far the offers of a group may lie apart, for sums of powers of the limit to keep their digits. */
const [HIGHEST_LOSS_SHARE, WIDEST_GROUP] = [0.5, 2] as const;
const keepsDigits = ({ limitPerOffered, limitLossKw }: DispatchLines, { lowestKw, highestKw }: OfferedGroup): boolean =>
  lowestKw * limitPerOffered - limitLossKw > NEGLIGIBLE_KW && limitLossKw <= HIGHEST_LOSS_SHARE * lowestKw * limitPerOffered
  && highestKw <= WIDEST_GROUP * lowestKw;

/** Adds the hours of a group whose offer differs and falls short. */
function addShortGroup(lines: DispatchLines, curve: LoadCurve, group: OfferedGroup, { kwPerUnit }: DemandLoad, sums: LoadSums): void {
  const { capacityKw, limitPerOffered, limitLossKw } = lines;
  const { layout: { loads, prices, offers = loads, bucketStart }, endBucket } = curve;
  const first = addLoadsBelow(curve, Math.min(capacityKw, limitAt(lines, group.lowestKw)) / kwPerUnit, sums);
  const mostKw = limitAt(lines, group.highestKw);
  const limitedFrom = mostKw < capacityKw && keepsDigits(lines, group) ? Math.min(endBucket, bucketAt(curve, mostKw / kwPerUnit) + 1) : endBucket;
  for (let i = first; i < (bucketStart[limitedFrom] as number); i++) {
    const limitKw = (offers[i] as number) * limitPerOffered - limitLossKw;
    const delivered = deliveredInHour((loads[i] as number) * kwPerUnit, capacityKw, limitKw);
    if (delivered > 0) addHour(sums, delivered / kwPerUnit, prices ? prices[i] as number : 0);
  }
  if (limitedFrom < endBucket) addLimitedLoads(curve, limitedFrom, limitPerOffered / kwPerUnit, limitLossKw / kwPerUnit, sums);
}

/** Sums of what is delivered where the source falls short in some hours. */
function limitedLoad(lines: DispatchLines, demand: DemandLoad, offer: OfferedYear): LoadSums {
  const { capacityKw } = lines;
  const { shape, kwPerUnit } = demand;
  const { groups } = offer;
  const { curves, cutFrom } = shape.curvesOf(offer);
  const sums = noLoad();
  let group = 0;
  for (; group < groups.length; group++) {
    const [curve, offered] = [curves[group] as LoadCurve, groups[group] as OfferedGroup];
    const leastKw = limitAt(lines, offered.lowestKw);
    if (leastKw >= capacityKw) break;
    if (curve.start === curve.end || limitAt(lines, offered.highestKw) <= NEGLIGIBLE_KW) continue;
    if (offered.lowestKw === offered.highestKw || leastKw >= curve.maximum * kwPerUnit) addCutLoad(curve, leastKw / kwPerUnit, sums);
    else addShortGroup(lines, curve, offered, demand, sums);
  }
  if (group < groups.length) addSums(sums, cutFrom(capacityStep(lines, demand))[group] as LoadSums);
  return sums;
}

const ROUNDING = 1e-9;

/** Which of the equal steps of the peak a capacity is. */
function capacityStep({ capacityKw }: DispatchLines, demand: DemandLoad): number {
  const steps = (capacityKw / peakKw(demand)) * demand.shape.steps;
  const step = Math.round(steps);
  if (!(Math.abs(steps - step) <= ROUNDING)) throw new RangeError(`the capacity must be a step of the peak, not ${capacityKw} kW`);
  return step;
}

/** Sums of what is delivered over the year, in units of the relative load. */
function deliveredLoad(lines: DispatchLines, demand: DemandLoad, offer: OfferedYear): LoadSums {
  const { shape } = demand;
  const isLimited = limitAt(lines, offer.lowestKw) < Math.min(lines.capacityKw, peakKw(demand));
  if (isLimited && (shape.isShared || !offer.differs)) return limitedLoad(lines, demand, offer);
  const cut = shape.cutAt(capacityStep(lines, demand));
  if (!isLimited) return cut;
  return withoutShortfall(cut, shape.shortHours(offer, lines), lines, shape.largestDust) ?? limitedLoad(lines, demand, offer);
}

/**
 * Sums of a year with a design; `priceEurPerMwh` where the price is the same all year, else the shape has the prices.
 * Expects a capacity that is one of the shape's steps of the peak, and every load above 0 to be more than a trickle: `isMoreThanTrickle`.
 */
export function dispatchByCurve(
  lines: DispatchLines, demand: DemandLoad, offer: OfferedYear, priceEurPerMwh: number | undefined,
): DispatchTotals {
  const { driveFraction, driveLossKw, pumpKw, capacityKw } = lines;
  const { kwPerUnit } = demand;
  const sums = deliveredLoad(lines, demand, offer);
  const loadPerUnit = kwPerUnit / capacityKw;
  const cube = loadPerUnit * loadPerUnit * loadPerUnit;
  const electricity = (heat: number, hours: number, cubes: number): number =>
    heat * kwPerUnit * driveFraction + hours * driveLossKw + cubes * cube * pumpKw;
  const priced = priceEurPerMwh === undefined ? electricity(sums.pricedHeat, sums.price, sums.pricedCubes)
    : electricity(sums.heat, sums.hours, sums.cubes) * priceEurPerMwh;
  return yearTotals(lines, sums.heat * kwPerUnit, sums.hours, sums.cubes * cube, priced / KWH_PER_MWH);
}

/** Whether each hour of the curves counts as one with delivery, and no other hour does. */
export const isMoreThanTrickle = ({ shape, kwPerUnit }: DemandLoad): boolean =>
  shape.smallest * kwPerUnit > NEGLIGIBLE_KW && shape.largestDust * kwPerUnit <= NEGLIGIBLE_KW;
