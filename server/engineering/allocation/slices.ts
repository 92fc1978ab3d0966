/**
 * Slices of one building's year: groups of hours that the solver sees as one. A slice carries the sums of its hours, so what nobody
 * competes for is exact; only who gives way within a slice is simplified. The time in which partners start is cut into periods, each
 * with its own slices; the extreme hours (most demand, least offer, most demand for the offer) stand alone.
 */
import { seriesMaximum } from '../hourly-series.js';
import type { AllocationProblem, Candidate } from './problem.js';

export interface Period {
  readonly fromHour: number;
  readonly toHour: number;
  /** Hours of the plan within the period at which somebody may start, `fromHour` first. */
  readonly starts: readonly number[];
}

export interface SourceSlices {
  readonly source: number;
  readonly periods: readonly Period[];
  /** For each period the slice of each hour of the year; numbers run on from period to period. */
  readonly sliceOf: readonly Int32Array[];
  readonly count: number;
  /** The part of the building's slices that each belongs to; a slice cut in two stays in its part. */
  readonly partOf: readonly number[];
}

/** So many parts has a building's loss: more say more at once and make the solver's problem larger. */
export const PARTS = 12;
/** How finely the slices begin: fine enough that few have to be cut, coarse enough that their sums of a thousand candidates fit in memory. */
const MOST_PERIODS = 16;
const SLICES_OF_LONGEST = 300;
const SLICES_OF_OTHERS = 40;

/** The first start, the last, and between them where most heat starts, weighed with how long it was to come. */
function mostImportantStarts(candidates: readonly Candidate[], starts: readonly number[], count: number): number[] {
  const importance = (start: number, index: number): number =>
    (start - (starts[index - 1] ?? start)) * candidates.filter(({ startHour }) => startHour === start)
      .reduce((sum, { capacityKw }) => sum + capacityKw, 0);
  const between = starts.map((start, index) => ({ start, weight: importance(start, index) })).slice(1, -1)
    .sort((a, b) => b.weight - a.weight || a.start - b.start).slice(0, count - 2).map(({ start }) => start);
  return [...new Set([...starts.slice(0, 1), ...between, ...starts.slice(-1)])].sort((a, b) => a - b);
}

function periodsFrom(cuts: readonly number[], starts: readonly number[], endHour: number): Period[] {
  return cuts.map((fromHour, index) => {
    const toHour = cuts[index + 1] ?? endHour;
    return { fromHour, toHour, starts: starts.filter((start) => start >= fromHour && start < toHour) };
  });
}

/** What tells hours apart: the offer, the price, and the demand of each kind of profile among those that could be served. */
function features(problem: AllocationProblem, source: number, candidates: readonly Candidate[]): Float64Array[] {
  const served = new Set(candidates.map(({ demand }) => demand));
  const kinds = new Map<string, Float64Array>();
  const total = new Float64Array(problem.hoursPerYear);
  problem.demands.forEach((demand, index) => {
    if (!served.has(index)) return;
    const sum = kinds.get(demand.profile) ?? new Float64Array(problem.hoursPerYear);
    kinds.set(demand.profile, sum);
    demand.demandKw.forEach((value, hour) => {
      sum[hour] = (sum[hour] ?? 0) + value;
      total[hour] = (total[hour] ?? 0) + value;
    });
  });
  const scaled = (series: Float64Array, scale: number): Float64Array => series.map((value) => (scale > 0 ? value / scale : 0));
  const offered = problem.sources[source]?.offeredKw ?? total;
  return [
    scaled(total, seriesMaximum(total)), scaled(offered, seriesMaximum(offered)),
    scaled(problem.priceEurPerMwh, seriesMaximum(problem.priceEurPerMwh.map(Math.abs))),
    ...[...kinds.values()].map((series) => scaled(series, seriesMaximum(total))),
  ];
}

function extremeHours([demand, offer]: readonly Float64Array[]): number[] {
  if (!demand || !offer) return [];
  const best = (score: (hour: number) => number): number =>
    demand.reduce((top, _, hour) => (score(hour) > score(top) ? hour : top), 0);
  const least = 1e-9;
  return [...new Set([
    best((hour) => demand[hour] as number), best((hour) => -(offer[hour] as number)),
    best((hour) => (demand[hour] as number) / Math.max(least, offer[hour] as number)),
  ])];
}

interface Cluster { readonly hours: readonly number[]; readonly spread: number; readonly feature: Float64Array; readonly mean: number }

/** The feature in which the hours differ most, and by how much altogether. */
function cluster(hours: readonly number[], all: readonly Float64Array[]): Cluster {
  let widest: Omit<Cluster, 'hours'> = { spread: -1, feature: new Float64Array(), mean: 0 };
  for (const feature of all) {
    const mean = hours.reduce((sum, hour) => sum + (feature[hour] as number), 0) / hours.length;
    const spread = hours.reduce((sum, hour) => sum + ((feature[hour] as number) - mean) ** 2, 0);
    if (spread > widest.spread) widest = { spread, feature, mean };
  }
  return { hours, ...widest };
}

/** Halves the group that differs most in itself until there are enough; the same hours always give the same groups. */
function bisect(hours: readonly number[], all: readonly Float64Array[], count: number): (readonly number[])[] {
  if (hours.length === 0) return [];
  const clusters = [cluster(hours, all)];
  const negligible = 1e-9;
  while (clusters.length < count) {
    const index = clusters.reduce((top, { spread }, place) => (spread > (clusters[top]?.spread ?? 0) ? place : top), 0);
    const widest = clusters[index];
    if (!widest || widest.spread < negligible) break;
    const above = (hour: number): boolean => (widest.feature[hour] as number) > widest.mean;
    const halves = [widest.hours.filter(above), widest.hours.filter((hour) => !above(hour))];
    clusters.splice(index, 1, ...halves.map((half) => cluster(half, all)));
  }
  return clusters.map((each) => each.hours);
}

/** Hours of the year that come in a period at all. */
function hoursWithin({ hoursPerYear, firstHour }: AllocationProblem, { fromHour, toHour }: Period, hours: readonly number[]): number[] {
  const begin = (firstHour + fromHour) % hoursPerYear;
  return hours.filter((hour) => (hour - begin + hoursPerYear) % hoursPerYear < toHour - fromHour);
}

export function initialSlices(
  problem: AllocationProblem, source: number, candidates: readonly Candidate[], endHour: number,
): SourceSlices {
  const starts = [...new Set(candidates.map(({ startHour }) => startHour))].filter((start) => start < endHour).sort((a, b) => a - b);
  const periods = periodsFrom(mostImportantStarts(candidates, starts, MOST_PERIODS), starts, endHour);
  const all = features(problem, source, candidates);
  const extremes = extremeHours(all);
  const others = Array.from({ length: problem.hoursPerYear }, (_, hour) => hour).filter((hour) => !extremes.includes(hour));
  const longest = periods.reduce((top, { fromHour, toHour }) => Math.max(top, toHour - fromHour), 0);
  let count = extremes.length;
  const sliceOf = periods.map((period) => {
    const slices = new Int32Array(problem.hoursPerYear);
    extremes.forEach((hour, slice) => { slices[hour] = slice; });
    const most = period.toHour - period.fromHour === longest ? SLICES_OF_LONGEST : SLICES_OF_OTHERS;
    for (const group of bisect(hoursWithin(problem, period, others), all, most)) {
      for (const hour of group) slices[hour] = count;
      count += 1;
    }
    return slices;
  });
  return { source, periods, sliceOf, count, partOf: Array.from({ length: count }, (_, slice) => slice % PARTS) };
}

/** A slice cut in two: the hours of it for which `apart` holds become a slice of their own. */
export function splitSlice(slices: SourceSlices, slice: number, apart: (period: number, hour: number) => boolean): SourceSlices {
  const sliceOf = slices.sliceOf.map((period, index) =>
    period.map((current, hour) => (current === slice && apart(index, hour) ? slices.count : current)));
  return { ...slices, sliceOf, count: slices.count + 1, partOf: [...slices.partOf, slices.partOf[slice] ?? 0] };
}
