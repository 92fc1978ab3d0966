/** Cuts slices where the solver would think giving way cheaper than it is hour by hour. */
import { priceSlice, sourceClaims } from './loss-cuts.js';
import type { Evaluator } from './plan-value.js';
import type { Candidate } from './problem.js';
import { splitSlice, type Period, type SourceSlices } from './slices.js';

const periodAt = (periods: readonly Period[], hour: number): number =>
  periods.findIndex(({ fromHour, toHour }) => hour >= fromHour && hour < toHour);

interface ScarceHours {
  /** For each period, the value lost in each hour of the year; 0 where there is enough for all. */
  readonly lost: readonly Float64Array[];
  readonly scarce: readonly Uint8Array[];
}

function scarceHours(evaluator: Evaluator, own: readonly Candidate[], { source, periods }: SourceSlices): ScarceHours {
  const lost = periods.map(() => new Float64Array(evaluator.problem.hoursPerYear));
  const scarce = periods.map(() => new Uint8Array(evaluator.problem.hoursPerYear));
  evaluator.source(source, own, (_, fromHour, __, hour, lostValue) => {
    const period = periodAt(periods, fromHour);
    const [losses, marks] = [lost[period], scarce[period]];
    if (!losses || !marks) return;
    losses[hour] = (losses[hour] as number) + lostValue;
    marks[hour] = 1;
  }, periods.map(({ fromHour }) => fromHour));
  return { lost, scarce };
}

/** Claims of the chosen over the offer, kW, once everybody has started. */
function pressureKw(evaluator: Evaluator, own: readonly Candidate[], source: number): Float64Array {
  const pressure = (evaluator.problem.sources[source]?.offeredKw ?? new Float64Array()).map((kw) => -kw);
  for (const candidate of own) {
    evaluator.hours(candidate).claimKw.forEach((kw, hour) => { pressure[hour] = (pressure[hour] as number) + kw; });
  }
  return pressure;
}

function hoursOf(slices: SourceSlices, slice: number): (readonly [period: number, hour: number])[] {
  const found: (readonly [number, number])[] = [];
  slices.sliceOf.forEach((period, index) => period.forEach((each, hour) => { if (each === slice) found.push([index, hour]); }));
  return found;
}

/** Scarce hours apart from the others, then early periods from late ones, then the hours in which most is wanted for the offer. */
function cut(slices: SourceSlices, slice: number, { scarce }: ScarceHours, pressure: Float64Array): SourceSlices {
  const hours = hoursOf(slices, slice);
  const short = hours.filter(([period, hour]) => scarce[period]?.[hour] === 1).length;
  if (short > 0 && short < hours.length) return splitSlice(slices, slice, (period, hour) => scarce[period]?.[hour] === 1);
  const [middlePeriod] = hours[hours.length >> 1] ?? [0];
  const firstPeriod = hours[0]?.[0] ?? middlePeriod;
  if (hours.some(([period]) => period !== firstPeriod)) {
    const from = middlePeriod === firstPeriod ? middlePeriod + 1 : middlePeriod;
    return splitSlice(slices, slice, (period) => period >= from);
  }
  const sorted = hours.map(([, hour]) => pressure[hour] as number).sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? Infinity;
  if ((sorted[0] ?? median) === median) return slices;
  return splitSlice(slices, slice, (_, hour) => (pressure[hour] as number) >= median);
}

interface Cutting { readonly source: number; readonly slice: number; readonly difference: number }

function differences(
  evaluator: Evaluator, own: readonly Candidate[], slices: SourceSlices, { lost }: ScarceHours,
): Cutting[] {
  const { sums, offer } = sourceClaims(evaluator, slices, own);
  const claimants = [...sums.values()].map((each) => ({ sums: each, share: 1 }));
  const truth = new Float64Array(slices.count);
  slices.sliceOf.forEach((period, index) => period.forEach((slice, hour) => {
    truth[slice] = (truth[slice] as number) + (lost[index]?.[hour] ?? 0);
  }));
  return Array.from(truth, (value, slice) => ({
    source: slices.source, slice, difference: value - priceSlice(claimants, offer, slice).loss,
  }));
}

const PASSES = 3;
/** Most slices cut in one pass over all sources. */
const CUTS_A_PASS = 12;

/** Cuts until what the relaxation believes of this choice is within `tolerance` of its exact value, or there is nothing to gain. */
export function refineSlices(
  evaluator: Evaluator, chosen: readonly Candidate[], slices: readonly SourceSlices[], tolerance: number,
): SourceSlices[] {
  const bySource = slices.map(({ source }) => chosen.filter((each) => each.source === source));
  const hours = slices.map((own, index) => scarceHours(evaluator, bySource[index] ?? [], own));
  const pressures = slices.map(({ source }, index) => pressureKw(evaluator, bySource[index] ?? [], source));
  let refined = [...slices];
  for (let pass = 0; pass < PASSES; pass++) {
    const all = refined.flatMap((own, index) => differences(evaluator, bySource[index] ?? [], own, hours[index] as ScarceHours));
    const total = all.reduce((sum, { difference }) => sum + Math.max(0, difference), 0);
    if (total <= tolerance) break;
    const worst = all.filter(({ difference }) => difference > 0).sort((a, b) => b.difference - a.difference).slice(0, CUTS_A_PASS);
    refined = refined.map((own, index) => worst.filter(({ source }) => source === own.source)
      .reduce((each, { slice }) => cut(each, slice, hours[index] as ScarceHours, pressures[index] as Float64Array), own));
  }
  return refined;
}
