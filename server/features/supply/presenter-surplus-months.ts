import { bothSizes } from '../../shared/chart-figure.js';
import type { Localised } from '../../shared/i18n.js';
import { HEAT_TONES, type HeatTone, type StackedMonthsChart } from '../../shared/ports.js';
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

function drawnBuildings({ t, months }: Localised, buildings: readonly BuildingSurplus[]): readonly DrawnBuilding[] {
  const coldestFirst = [...buildings].sort((one, other) => one.building.supplyTemperatureC - other.building.supplyTemperatureC);
  const all = coldestFirst.map(({ building: { name, supplyTemperatureC }, monthlyMwh }) => ({ name, supplyTemperatureC, monthlyMwh }));
  if (all.length <= MOST_BUILDINGS_DRAWN) return all;
  const [own, rest] = [all.slice(0, MOST_BUILDINGS_DRAWN - 1), all.slice(MOST_BUILDINGS_DRAWN - 1)];
  const hottestC = rest.at(-1)?.supplyTemperatureC ?? 0;
  const monthlyMwh = months.map((_, month) => total(rest.map((each) => each.monthlyMwh[month] ?? { committed: 0, free: 0 })));
  return [...own, { name: t('supply:months.more', { count: rest.length }), supplyTemperatureC: hottestC, monthlyMwh }];
}

/** The tone of each temperature as the tables show it; where two would look the same, tones that can be told apart. */
function tonesOf(drawn: readonly DrawnBuilding[]): readonly HeatTone[] {
  const steps = drawn.map(({ supplyTemperatureC }) => heatStep(supplyTemperatureC));
  return new Set(steps).size === steps.length ? steps.map((step) => HEAT_TONES[step - 1] ?? 'hot') : TONES_OF[drawn.length] ?? HEAT_TONES;
}

/** What is promised lies at the bottom, hatched; what is free stands on it. A building keeps its tone, by its temperature, in both. */
export function monthsChart(localised: Localised, { site, buildings }: SiteSurplus, year: number): StackedMonthsChart {
  const { t, months, language } = localised;
  const drawn = drawnBuildings(localised, buildings);
  const tones = tonesOf(drawn);
  const seriesOf = (kind: 'committed' | 'free') => drawn.map(({ name, monthlyMwh }, index) => ({
    name: t(kind === 'free' ? 'supply:months.free' : 'supply:months.promised', { building: name }), values: monthlyMwh.map((heat) => Math.round(heat[kind])),
    tone: tones[index] ?? 'hot', hatched: kind === 'committed',
  }));
  const series = [...seriesOf('committed'), ...seriesOf('free')].filter(({ values }) => values.some((value) => value > 0));
  return {
    kind: 'stacked-months', title: t('supply:months.title', { site: site.name, year: String(year) }), unit: t('supply:months.unit'), language, categories: months,
    series,
  };
}

function summary({ t, heat, monthNames }: Localised, buildings: readonly BuildingSurplus[], year: number): string {
  const all = total(buildings.map(({ yearMwh }) => yearMwh));
  if (all.committed + all.free === 0) return t('supply:months.none', { year: String(year) });
  const byMonth = monthNames.map((name, month) => ({ name, ...total(buildings.map(({ monthlyMwh }) => monthlyMwh[month] ?? { committed: 0, free: 0 })) }));
  const sorted = [...byMonth].sort((one, other) => one.free - other.free);
  const [least, most] = [sorted[0], sorted.at(-1)];
  const told = {
    year: String(year), free: heat(all.free), most: most?.name ?? '', mostHeat: heat(most?.free ?? 0), least: least?.name ?? '', leastHeat: heat(least?.free ?? 0),
  };
  return all.committed === 0 ? t('supply:months.summary', told) : t('supply:months.summaryPromised', { ...told, promised: heat(all.committed) });
}

export function presentMonths(localised: Localised, surplus: SiteSurplus, year: number) {
  const { site, buildings } = surplus;
  const hasCommitted = total(buildings.map(({ yearMwh }) => yearMwh)).committed > 0;
  const heat = (value: { readonly committed: number; readonly free: number }) => ({ committed: mwh(localised, value.committed), free: mwh(localised, value.free) });
  return {
    ...bothSizes(`${to(paths.surplusMonthsSvg, { siteId: site.siteId })}?year=${year}`), summary: summary(localised, buildings, year), hasCommitted,
    hasHeat: buildings.some(({ yearMwh }) => yearMwh.committed + yearMwh.free > 0),
    columns: buildings.map(({ building }) => building.name), several: buildings.length > 1,
    rows: localised.months.map((name, month) => {
      const cells = buildings.map(({ monthlyMwh }) => monthlyMwh[month] ?? { committed: 0, free: 0 });
      return { name, cells: cells.map(heat), total: heat(total(cells)) };
    }),
    totals: { cells: buildings.map(({ yearMwh }) => heat(yearMwh)), total: heat(total(buildings.map(({ yearMwh }) => yearMwh))) },
  };
}
