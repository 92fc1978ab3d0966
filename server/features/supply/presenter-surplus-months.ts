import { formatHeat, MONTHS } from '../../shared/format.js';
import { HEAT_TONES, type ChartSize, type HeatTone, type StackedMonthsChart } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import { heatStep, mwh, total } from './presenter-surplus-words.js';
import type { BuildingSurplus, SiteSurplus } from './surplus.js';

/** More buildings than there are tones share the last one under one name. */
const MOST_BUILDINGS_DRAWN = HEAT_TONES.length;
/** Tones far apart for few buildings, coldest first. */
const TONES_OF: Readonly<Record<number, readonly HeatTone[]>> = { 1: ['hot'], 2: ['cold', 'hot'], 3: ['cold', 'warm', 'hot'], 4: HEAT_TONES };

interface DrawnBuilding {
  readonly name: string;
  readonly supplyTemperatureC: number;
  readonly monthlyMwh: BuildingSurplus['monthlyMwh'];
}

function drawnBuildings(buildings: readonly BuildingSurplus[]): readonly DrawnBuilding[] {
  const coldestFirst = [...buildings].sort((one, other) => one.building.supplyTemperatureC - other.building.supplyTemperatureC);
  const all = coldestFirst.map(({ building: { name, supplyTemperatureC }, monthlyMwh }) => ({ name, supplyTemperatureC, monthlyMwh }));
  if (all.length <= MOST_BUILDINGS_DRAWN) return all;
  const [own, rest] = [all.slice(0, MOST_BUILDINGS_DRAWN - 1), all.slice(MOST_BUILDINGS_DRAWN - 1)];
  const hottestC = rest.at(-1)?.supplyTemperatureC ?? 0;
  const monthlyMwh = MONTHS.map((_, month) => total(rest.map((each) => each.monthlyMwh[month] ?? { committed: 0, free: 0 })));
  return [...own, { name: `${rest.length} more buildings`, supplyTemperatureC: hottestC, monthlyMwh }];
}

/** The tone of each temperature as the tables show it; where two would look the same, tones that can be told apart. */
function tonesOf(drawn: readonly DrawnBuilding[]): readonly HeatTone[] {
  const steps = drawn.map(({ supplyTemperatureC }) => heatStep(supplyTemperatureC));
  return new Set(steps).size === steps.length ? steps.map((step) => HEAT_TONES[step - 1] ?? 'hot') : TONES_OF[drawn.length] ?? HEAT_TONES;
}

/** What is promised lies at the bottom, hatched; what is free stands on it. A building keeps its tone, by its temperature, in both. */
export function monthsChart({ site, buildings }: SiteSurplus, year: number): StackedMonthsChart {
  const drawn = drawnBuildings(buildings);
  const tones = tonesOf(drawn);
  const seriesOf = (kind: 'committed' | 'free') => drawn.map(({ name, monthlyMwh }, index) => ({
    name: `${name}, ${kind === 'free' ? 'free' : 'promised'}`, values: monthlyMwh.map((heat) => Math.round(heat[kind])),
    tone: tones[index] ?? 'hot', hatched: kind === 'committed',
  }));
  const series = [...seriesOf('committed'), ...seriesOf('free')].filter(({ values }) => values.some((value) => value > 0));
  return { title: `${site.name} in ${year}`, unit: 'MWh a month', categories: MONTHS, series };
}

function summary(buildings: readonly BuildingSurplus[], year: number): string {
  const all = total(buildings.map(({ yearMwh }) => yearMwh));
  if (all.committed + all.free === 0) return `No heat in ${year}.`;
  const months = MONTHS.map((name, month) => ({ name, ...total(buildings.map(({ monthlyMwh }) => monthlyMwh[month] ?? { committed: 0, free: 0 })) }));
  const sorted = [...months].sort((one, other) => one.free - other.free);
  const [least, most] = [sorted[0], sorted.at(-1)];
  const promised = all.committed === 0 ? 'nothing is promised yet' : `${formatHeat(all.committed)} are promised to running projects`;
  return `In ${year} ${formatHeat(all.free)} are free and ${promised}; ${most?.name} has most free heat with ${formatHeat(most?.free ?? 0)}, ${
    least?.name} least with ${formatHeat(least?.free ?? 0)}.`;
}

export function presentMonths(surplus: SiteSurplus, year: number) {
  const { site, buildings } = surplus;
  const hasCommitted = total(buildings.map(({ yearMwh }) => yearMwh)).committed > 0;
  const heat = (value: { readonly committed: number; readonly free: number }) => ({ committed: mwh(value.committed), free: mwh(value.free) });
  const svgOf = (size: ChartSize): string => `${to(paths.surplusMonthsSvg, { siteId: site.siteId })}?year=${year}&size=${size}`;
  return {
    svg: svgOf('wide'), narrowSvg: svgOf('narrow'), summary: summary(buildings, year), hasCommitted,
    hasHeat: buildings.some(({ yearMwh }) => yearMwh.committed + yearMwh.free > 0),
    columns: buildings.map(({ building }) => building.name), several: buildings.length > 1,
    rows: MONTHS.map((name, month) => {
      const cells = buildings.map(({ monthlyMwh }) => monthlyMwh[month] ?? { committed: 0, free: 0 });
      return { name, cells: cells.map(heat), total: heat(total(cells)) };
    }),
    totals: { cells: buildings.map(({ yearMwh }) => heat(yearMwh)), total: heat(total(buildings.map(({ yearMwh }) => yearMwh))) },
  };
}
