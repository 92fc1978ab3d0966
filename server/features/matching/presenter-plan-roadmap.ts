import type { RoadmapYear } from '../../engineering/index.js';
import { bothSizes } from '../../shared/chart-figure.js';
import type { Localised } from '../../shared/i18n.js';
import type { StackedMonthsChart } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import type { Planned } from './presenter-plan-parts.js';
import { NONE } from './plan-wording.js';

const MWH_PER_GWH = 1000;
/** More buildings than there are colours share the last one. */
const MOST_DRAWN = 5;
const rounded = (heatMwh: number): number => Math.round((heatMwh / MWH_PER_GWH) * 100) / 100;

/** The last year that is whole: what the plan is like once everybody is there. */
export function settledYear({ result: { roadmap } }: Planned): RoadmapYear | undefined {
  return roadmap.length > 1 ? roadmap.at(-2) : roadmap.at(-1);
}

export function roadmapChart({ t, language }: Localised, { result: { roadmap, buildings }, siteName }: Planned): StackedMonthsChart {
  const drawn = buildings.length <= MOST_DRAWN ? buildings.length : MOST_DRAWN - 1;
  const series = buildings.slice(0, drawn).map(({ sourceName }, index) =>
    ({ name: sourceName, values: roadmap.map((year) => rounded(year.reusedMwhByBuilding[index] ?? 0)) }));
  const rest = roadmap.map((year) => rounded(year.reusedMwhByBuilding.slice(drawn).reduce((sum, heat) => sum + heat, 0)));
  const restName = t('matching:roadmap.moreBuildings', { more: String(buildings.length - drawn) });
  return {
    kind: 'stacked-months', language, title: t('matching:roadmap.chart', { site: siteName }), unit: t('matching:roadmap.unit'),
    categories: roadmap.map(({ year }) => String(year)),
    series: buildings.length > drawn ? [...series, { name: restName, values: rest }] : series,
  };
}

function summary({ t, heat }: Localised, plan: Planned): string {
  const { roadmap } = plan.result;
  const starts = roadmap.filter(({ starting }) => starting.length > 0);
  const [first, last] = [starts[0], starts.at(-1)];
  const settled = settledYear(plan);
  if (first === undefined || last === undefined || settled === undefined) return t('matching:roadmap.nobody');
  const reused = heat(settled.reusedMwh);
  return first === last ? t('matching:roadmap.together', { year: String(first.year), heat: reused })
    : t('matching:roadmap.spread', { first: String(first.year), last: String(last.year), heat: reused });
}

export function presentRoadmap(localised: Localised, plan: Planned) {
  const { number, money, percent } = localised;
  const { id, result: { roadmap, buildings } } = plan;
  return {
    summary: summary(localised, plan), ...bothSizes(to(paths.planRoadmapSvg, { planId: id })), csv: to(paths.planRoadmapCsv, { planId: id }),
    buildings: buildings.map(({ sourceName }) => sourceName),
    rows: roadmap.map((year) => ({
      year: year.year, commissioned: year.commissioned.join(', '), starting: year.starting.join(', '),
      investment: year.investmentEur > 0 ? money(year.investmentEur) : NONE, partners: number(year.partnersServed),
      reused: number(year.reusedMwh), cells: year.reusedMwhByBuilding.map((heat) => number(heat)), co2: number(year.avoidedTonnes),
      cash: money(year.cashFlowEur), erf: percent(year.erf, 1),
    })),
  };
}
