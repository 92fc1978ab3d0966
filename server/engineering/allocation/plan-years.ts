/**
 * How often, and how far away, each hour of the year comes in the plan. Plan years begin on day 0, so an hour of the year comes once
 * in each; a cash flow of plan year j (1, 2, ...) counts `(1 + r)^-j`.
 */
import type { AllocationProblem } from './problem.js';

/** One value an hour of the year. */
export interface HourWeights {
  /** Sum of `discounted` over the hours, in years. */
  readonly discountedYears: number;
  /** How many times the hour comes. */
  readonly years: Float64Array;
  /** Sum of the discount factors of those times. */
  readonly discounted: Float64Array;
}

/** A part of the plan in which others may start; one value an hour of the year. */
export interface Stretch {
  /** How many times the hour comes. */
  readonly times: Float64Array;
  /** Mean discount factor of those times from the last start on with which the hour still comes, and up to the second start. */
  readonly latestFactor: Float64Array;
  readonly earliestFactor: Float64Array;
}

export interface PlanYears {
  readonly endHour: number;
  /** From an hour of the plan to the end of the horizon. */
  from(startHour: number): HourWeights;
  /** Between two hours of the plan; `starts` are those of others. */
  stretch(fromHour: number, toHour: number, starts: readonly number[]): Stretch;
}

type Calendar = Pick<AllocationProblem, 'hoursPerYear' | 'horizonYears' | 'firstHour' | 'discountRate'>;

function weightsFrom({ hoursPerYear, horizonYears, firstHour, discountRate }: Calendar, startHour: number): HourWeights {
  const years = new Float64Array(hoursPerYear);
  const discounted = new Float64Array(hoursPerYear);
  const firstYear = Math.min(horizonYears, Math.floor(startHour / hoursPerYear));
  const startInYear = startHour - firstYear * hoursPerYear;
  let laterYears = 0;
  let laterDiscounted = 0;
  for (let year = firstYear + 1; year < horizonYears; year++) {
    laterYears += 1;
    laterDiscounted += (1 + discountRate) ** -(year + 1);
  }
  const inFirstYear = firstYear < horizonYears ? 1 : 0;
  const firstFactor = inFirstYear * (1 + discountRate) ** -(firstYear + 1);
  for (let hour = 0; hour < hoursPerYear; hour++) {
    const hourOfPlanYear = (hour - firstHour + hoursPerYear) % hoursPerYear;
    const runs = hourOfPlanYear >= startInYear;
    years[hour] = laterYears + (runs ? inFirstYear : 0);
    discounted[hour] = laterDiscounted + (runs ? firstFactor : 0);
  }
  return { years, discounted, discountedYears: discounted.reduce((sum, value) => sum + value, 0) / hoursPerYear };
}

function addStage({ times, latestFactor, earliestFactor }: Stretch, from: HourWeights, to: HourWeights): void {
  for (let hour = 0; hour < times.length; hour++) {
    const stageTimes = (from.years[hour] as number) - (to.years[hour] as number);
    if (stageTimes <= 0) continue;
    const factor = ((from.discounted[hour] as number) - (to.discounted[hour] as number)) / stageTimes;
    if (times[hour] === 0) earliestFactor[hour] = factor;
    latestFactor[hour] = factor;
    times[hour] = (times[hour] as number) + stageTimes;
  }
}

function stretchBetween(
  { hoursPerYear }: Calendar, from: PlanYears['from'], fromHour: number, toHour: number, starts: readonly number[],
): Stretch {
  const series = (): Float64Array => new Float64Array(hoursPerYear);
  const stretch = { times: series(), latestFactor: series(), earliestFactor: series() };
  const cuts = [fromHour, ...starts.filter((start) => start > fromHour && start < toHour), toHour];
  cuts.slice(1).forEach((end, index) => addStage(stretch, from(cuts[index] as number), from(end)));
  return stretch;
}

/** Keeps what it has computed: a plan has few different starts. */
export function planYears(calendar: Calendar): PlanYears {
  const known = new Map<number, HourWeights>();
  const from = (startHour: number): HourWeights => {
    const weights = known.get(startHour) ?? weightsFrom(calendar, startHour);
    known.set(startHour, weights);
    return weights;
  };
  const stretches = new Map<string, Stretch>();
  const stretch: PlanYears['stretch'] = (fromHour, toHour, starts) => {
    const key = [fromHour, toHour, ...starts].join(' ');
    const found = stretches.get(key) ?? stretchBetween(calendar, from, fromHour, toHour, starts);
    stretches.set(key, found);
    return found;
  };
  return {
    stretch,
    endHour: calendar.horizonYears * calendar.hoursPerYear,
    from,
  };
}
