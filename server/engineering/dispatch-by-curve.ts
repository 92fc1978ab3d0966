/**
 * The sums of a year without going through its hours: what `dispatchTotals` gives, to rounding, from load curves.
 *
 * In an hour that the source does not limit, delivered = min(demand, capacity): the demand cut at the capacity, whose sums the curve
 * of the year has. Where the offer is the same over a group of hours, the limit is too, and delivered = min(demand, min(capacity,
 * limit)) is the demand cut at another height. Only where the offer differs within a group and falls short of its demand are the
 * group's hours looked at one by one. From `hours`, `heat` and `cubes` of the delivered load d, with the lines of the design:
 *
 *   electricity = driveFraction * sum d + driveLossKw * hours + pumpKw / capacity^3 * sum d^3      (each term also priced by the hour)
 */
import { deliveredInHour, NEGLIGIBLE_KW, yearTotals, type DispatchLines, type DispatchTotals } from './dispatch.js';
import { peakKw, type DemandLoad } from './demand-load.js';
import { addCutLoad, addHour, addLoadsBelow, noLoad, type LoadCurve, type LoadSums } from './load-curve.js';
import type { OfferedGroup, OfferedYear } from './offered-year.js';
import { KWH_PER_MWH } from './units.js';

/** Adds the hours of a group whose offer differs: those that the least offer of the group covers at once, the others one by one. */
function addHours(lines: DispatchLines, curve: LoadCurve, lowestKw: number, { kwPerUnit }: DemandLoad, { offeredKw }: OfferedYear, sums: LoadSums): void {
  const { capacityKw, limitPerOffered, limitLossKw } = lines;
  const { loads, prices, hourAt } = curve;
  const first = addLoadsBelow(curve, Math.min(capacityKw, lowestKw) / kwPerUnit, sums);
  for (let i = first; i < loads.length; i++) {
    const limitKw = (offeredKw[hourAt[i] as number] as number) * limitPerOffered - limitLossKw;
    const delivered = deliveredInHour((loads[i] as number) * kwPerUnit, capacityKw, limitKw);
    if (delivered > 0) addHour(sums, delivered / kwPerUnit, prices ? prices[i] as number : 0);
  }
}

/** Sums of what is delivered over the year, in units of the relative load. */
function deliveredLoad(lines: DispatchLines, demand: DemandLoad, offer: OfferedYear): LoadSums {
  const { capacityKw, limitPerOffered, limitLossKw } = lines;
  const { shape, kwPerUnit } = demand;
  const { groups, lowestKw } = offer;
  const limitKw = (offeredKw: number): number => offeredKw * limitPerOffered - limitLossKw;
  const sums = noLoad();
  if (limitKw(lowestKw) >= Math.min(capacityKw, peakKw(demand))) {
    addCutLoad(shape.yearCurve, capacityKw / kwPerUnit, sums);
    return sums;
  }
  shape.groupCurves(offer).forEach((curve, index) => {
    const group = groups[index] as OfferedGroup;
    const leastKw = limitKw(group.lowestKw);
    if (curve.loads.length === 0 || limitKw(group.highestKw) <= NEGLIGIBLE_KW) return;
    const sameOrEnough = group.lowestKw === group.highestKw || leastKw >= Math.min(capacityKw, curve.maximum * kwPerUnit);
    if (sameOrEnough) addCutLoad(curve, Math.min(capacityKw, leastKw) / kwPerUnit, sums);
    else addHours(lines, curve, leastKw, demand, offer, sums);
  });
  return sums;
}

/**
 * Sums of a year with a design; `priceEurPerMwh` where the price is the same all year, else the shape has the prices.
 * Expects every load above 0 to be more than a trickle: `isMoreThanTrickle`.
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
