/** What buildings have to give: at one moment, and month by month in a calendar year. Pure. */
import { HOURS_PER_YEAR, monthlySumMwh, offeredKw, recoverableKw, type SourceInput } from '../../engineering/index.js';
import type { BuildingVersion, Maintenance, SiteVersion } from './index.js';
import { firstHourOf, localMoment, type LocalMoment } from './local-time.js';
import { sourceInput } from './model-words.js';

export type HeatState = 'running' | 'maintenance' | 'future';

export interface Heat {
  /** Promised to running projects and there. */
  readonly committed: number;
  /** Left for a new partner. */
  readonly free: number;
}

export interface BuildingSurplus {
  readonly building: BuildingVersion;
  readonly state: HeatState;
  /** When the running maintenance is over; null outside maintenance. */
  readonly backOn: string | null;
  readonly nowKw: Heat;
  readonly yearMwh: Heat;
  /** January first. */
  readonly monthlyMwh: readonly Heat[];
}

export interface SiteSurplus {
  readonly site: SiteVersion;
  readonly buildings: readonly BuildingSurplus[];
}

export interface SurplusOverview {
  readonly at: Date;
  /** The calendar year of the yearly and monthly figures. */
  readonly year: number;
  /** Years that can be asked for. */
  readonly years: readonly number[];
  readonly sites: readonly SiteSurplus[];
}

const YEARS_AHEAD = 10;

/** Nothing before the day of commissioning, which `sourceInput` leaves to whoever asks for a calendar year. */
function sourceOfCalendarYear(building: BuildingVersion, year: number): SourceInput {
  const source = sourceInput(building, year);
  const firstHour = firstHourOf(building.commissioningDate, year);
  return firstHour === 0 ? source : { ...source, maintenanceHours: [...(source.maintenanceHours ?? []), [0, firstHour]] };
}

export function hourlyHeatKw(building: BuildingVersion, year: number): { readonly committed: Float64Array; readonly free: Float64Array } {
  const source = sourceOfCalendarYear(building, year);
  const recoverable = recoverableKw(source);
  const free = offeredKw(source);
  return { free, committed: recoverable.map((heatKw, hour) => heatKw - (free[hour] ?? 0)) };
}

/** The first day from this one on without maintenance: one period may follow on another. */
const heatBackOn = (maintenance: readonly Maintenance[], isoDate: string): string => [...maintenance]
  .sort((one, other) => one.from.localeCompare(other.from))
  .reduce((day, { from, to }) => (from <= day && day < to ? to : day), isoDate);

function stateAt({ commissioningDate, maintenance }: BuildingVersion, isoDate: string): Pick<BuildingSurplus, 'state' | 'backOn'> {
  if (commissioningDate > isoDate) return { state: 'future', backOn: null };
  const backOn = heatBackOn(maintenance, isoDate);
  return backOn === isoDate ? { state: 'running', backOn: null } : { state: 'maintenance', backOn };
}

function heatNow(building: BuildingVersion, moment: LocalMoment): Pick<BuildingSurplus, 'state' | 'backOn' | 'nowKw'> {
  const state = stateAt(building, moment.isoDate);
  const { committed, free } = hourlyHeatKw(building, moment.year);
  const isRunning = state.state === 'running';
  const at = (seriesKw: Float64Array): number => (isRunning ? seriesKw[moment.hourOfYear] ?? 0 : 0);
  return { ...state, nowKw: { committed: at(committed), free: at(free) } };
}

export function buildingSurplus(building: BuildingVersion, year: number, now: Date): BuildingSurplus {
  const hourly = hourlyHeatKw(building, year);
  const [committed, free] = [monthlySumMwh(hourly.committed), monthlySumMwh(hourly.free)];
  const sum = (months: readonly number[]): number => months.reduce((total, month) => total + month, 0);
  return {
    building, ...heatNow(building, localMoment(now)),
    yearMwh: { committed: sum(committed), free: sum(free) },
    monthlyMwh: committed.map((committedMwh, month) => ({ committed: committedMwh, free: free[month] ?? 0 })),
  };
}

const yearOf = (isoDate: string): number => Number(isoDate.slice(0, 4));

/** The last year in which something about a building changes. */
const lastChange = ({ commissioningDate, utilisation, maintenance }: BuildingVersion): number => Math.max(
  yearOf(commissioningDate), ...(utilisation.kind === 'ramp' ? utilisation.byYear.map(({ year }) => year) : []),
  ...maintenance.map(({ to }) => yearOf(to)),
);

/** From this year on as long as something changes. */
export function yearsToShow(buildings: readonly BuildingVersion[], now: Date): readonly number[] {
  const first = localMoment(now).year;
  const last = Math.min(Math.max(first + 1, ...buildings.map(lastChange)), first + YEARS_AHEAD);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

const givesHeatIn = (building: BuildingVersion, year: number): boolean =>
  firstHourOf(building.commissioningDate, year) < HOURS_PER_YEAR && recoverableKw(sourceOfCalendarYear(building, year)).some((heatKw) => heatKw > 0);

/** The first of the years to show in which there is heat; the first of all where there never is. */
export function firstYearWithHeat(building: BuildingVersion, now: Date): number {
  const years = yearsToShow([building], now);
  return years.find((year) => givesHeatIn(building, year)) ?? years[0] ?? localMoment(now).year;
}

export function surplusOverview(
  sites: readonly { readonly site: SiteVersion; readonly buildings: readonly BuildingVersion[] }[], asked: number | undefined, now: Date,
): SurplusOverview {
  const offering = sites.filter(({ buildings }) => buildings.length > 0);
  const all = offering.flatMap(({ buildings }) => buildings);
  const years = yearsToShow(all, now);
  const [first = localMoment(now).year] = years;
  const year = years.find((each) => each === asked) ?? years.find((each) => all.some((building) => givesHeatIn(building, each))) ?? first;
  return {
    at: now, year, years,
    sites: offering.map(({ site, buildings }) => ({ site, buildings: buildings.map((building) => buildingSurplus(building, year, now)) })),
  };
}
