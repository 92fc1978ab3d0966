/** Heat demand of a partner: an archetype scaled to a year's energy, or 8760 uploaded values. */
import { DEFAULT_ASSUMPTIONS, type Assumptions } from './assumptions.js';
import { bdewShape } from './bdew-profile.js';
import { coversDay } from './calendar.js';
import { dayOfYear, hourOfDay, isWorkingDay, scaleToAnnualMwh, seriesSum } from './hourly-series.js';
import type { Archetype, DemandInput } from './match-case.js';
import { DAYS_PER_YEAR, HOURS_PER_YEAR } from './units.js';
import { findUse } from './uses.js';

interface ShapeContext {
  readonly demand: DemandInput;
  readonly hourlyTemperatureC: ArrayLike<number>;
  readonly assumptions: Assumptions;
}
type Shape = (context: ShapeContext) => Float64Array;

/** Relative load from the hour of the year and the outdoor temperature. */
const hourly = (load: (hour: number, outdoorC: number, context: ShapeContext) => number): Shape =>
  (context) => new Float64Array(HOURS_PER_YEAR)
    .map((_, hour) => load(hour, context.hourlyTemperatureC[hour] ?? 0, context));

const within = (value: number, first: number, end: number): boolean => value >= first && value < end;
const onWorkingDays = (firstHour: number, endHour: number): Shape => hourly((hour) =>
  Number(isWorkingDay(dayOfYear(hour)) && within(hourOfDay(hour), firstHour, endHour)));

/** Half of the year's energy flat, half in proportion to how far it is colder outside than `insideC`. */
const halfFlatHalfColder = (insideC: (assumptions: Assumptions) => number): Shape => (context) => {
  const colder = hourly((_, outdoorC) => Math.max(0, insideC(context.assumptions) - outdoorC))(context);
  const mean = seriesSum(colder) / HOURS_PER_YEAR;
  return mean > 0 ? colder.map((value) => (1 + value / mean) / 2) : colder.fill(1);
};

const DAY_HOURS = [6, 18] as const;
const TWO_SHIFT_HOURS = [6, 22] as const;
/** Three weeks, ISO weeks 28-30, the common Norwegian summer stop. */
const SUMMER_STOP_DAYS = [189, 210] as const;

/** Temperature of intake water in degrees C: 1..15 over the year, coldest on 15 March. Source: engineering assumption. */
const INTAKE_MEAN_C = 8;
const INTAKE_SWING_K = 7;
const INTAKE_COLDEST_DAY = 73;
export const intakeTemperatureC = (hour: number): number =>
  INTAKE_MEAN_C - INTAKE_SWING_K * Math.cos((2 * Math.PI * (dayOfYear(hour) - INTAKE_COLDEST_DAY)) / DAYS_PER_YEAR);

const fishFarm: Shape = (context) => {
  const { demand, assumptions } = context;
  const tankC = demand.setPointTemperatureC ?? findUse(demand.use)?.setPointTemperatureC ?? assumptions.fishTankC;
  return hourly((hour) => Math.max(0, tankC - intakeTemperatureC(hour)))(context);
};

const researchCampaign: Shape = (context) => {
  const { startDate = '', endDate = '' } = context.demand;
  const runs = coversDay(startDate, endDate);
  return hourly((hour) => Number(runs(dayOfYear(hour))))(context);
};

const flat: Shape = () => new Float64Array(HOURS_PER_YEAR).fill(1);
const bdew = (building: Parameters<typeof bdewShape>[0]): Shape =>
  ({ hourlyTemperatureC }) => bdewShape(building, hourlyTemperatureC);

const SHAPES: Readonly<Record<Archetype, Shape>> = {
  'residential-single-family': bdew('residential-single-family'),
  'residential-multi-family': bdew('residential-multi-family'),
  commercial: bdew('commercial'),
  flat,
  'two-shift': onWorkingDays(...TWO_SHIFT_HOURS),
  'weekday-day-shift': onWorkingDays(...DAY_HOURS),
  greenhouse: hourly((hour, outdoorC, { assumptions }) => {
    const insideC = within(hourOfDay(hour), ...DAY_HOURS) ? assumptions.greenhouseDayC : assumptions.greenhouseNightC;
    return Math.max(0, insideC - outdoorC);
  }),
  'fish-farm': fishFarm,
  'timber-drying': hourly((hour) => Number(!within(dayOfYear(hour), ...SUMMER_STOP_DAYS))),
  'swimming-pool': halfFlatHalfColder((assumptions) => assumptions.poolC),
  'snow-melting': hourly((_, outdoorC, { assumptions }) =>
    Number(outdoorC >= assumptions.snowMeltingLowestC && outdoorC <= assumptions.snowMeltingHighestC)),
  'biogas-digester': halfFlatHalfColder((assumptions) => assumptions.digesterC),
  'direct-air-capture': flat,
  'research-campaign': researchCampaign,
};

/** Fields of a demand, beside its archetype, that give its load another shape. */
const SHAPED_BY: Readonly<Partial<Record<Archetype, readonly ('setPointTemperatureC' | 'use' | 'startDate' | 'endDate')[]>>> = {
  'fish-farm': ['setPointTemperatureC', 'use'],
  'research-campaign': ['startDate', 'endDate'],
};

/** Demands of the same key have the same load but for its size, in one climate and under one set of assumptions. */
export const loadShapeKey = (archetype: Archetype, demand: DemandInput): string =>
  [archetype, ...(SHAPED_BY[archetype] ?? []).map((field) => String(demand[field]))].join('|');

/** Load of an archetype, relative, 8760 values, 0 or more. */
export const loadShape = (
  archetype: Archetype, demand: DemandInput, hourlyTemperatureC: ArrayLike<number>, assumptions: Assumptions,
): Float64Array => SHAPES[archetype]({ demand, hourlyTemperatureC, assumptions });

/**
 * Heat wanted, kW, 8760 values. An archetype is scaled to `annualDemandMwh`; uploaded values stand as they are. An archetype that
 * needs no heat in this climate gives zeros. Expects a validated demand.
 */
export function demandProfileKw(
  demand: DemandInput, hourlyTemperatureC: ArrayLike<number>, assumptions: Assumptions = DEFAULT_ASSUMPTIONS,
): Float64Array {
  if ('hourlyKw' in demand.profile) return Float64Array.from(demand.profile.hourlyKw);
  const shape = loadShape(demand.profile.archetype, demand, hourlyTemperatureC, assumptions);
  return scaleToAnnualMwh(shape, demand.annualDemandMwh ?? 0);
}
