import type { RoadmapYear } from '../../engineering/index.js';
import { formatHeat, formatMoney, formatNumber, formatPercent } from '../../shared/format.js';
import type { ChartSize, StackedMonthsChart } from '../../shared/ports.js';
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

export function roadmapChart({ result: { roadmap, buildings }, siteName }: Planned): StackedMonthsChart {
  const drawn = buildings.length <= MOST_DRAWN ? buildings.length : MOST_DRAWN - 1;
  const series = buildings.slice(0, drawn).map(({ sourceName }, index) =>
    ({ name: sourceName, values: roadmap.map((year) => rounded(year.reusedMwhByBuilding[index] ?? 0)) }));
  const rest = roadmap.map((year) => rounded(year.reusedMwhByBuilding.slice(drawn).reduce((sum, heat) => sum + heat, 0)));
  return {
    kind: 'stacked-months', title: `Heat reused, ${siteName}`, unit: 'GWh a year', categories: roadmap.map(({ year }) => String(year)),
    series: buildings.length > drawn ? [...series, { name: `${buildings.length - drawn} more buildings`, values: rest }] : series,
  };
}

function summary(plan: Planned): string {
  const { roadmap } = plan.result;
  const starts = roadmap.filter(({ starting }) => starting.length > 0);
  const [first, last] = [starts[0], starts.at(-1)];
  const settled = settledYear(plan);
  if (first === undefined || last === undefined || settled === undefined) return 'Nobody is connected.';
  const span = first === last ? `All partners start in ${first.year}` : `Partners start from ${first.year} to ${last.year}`;
  return `${span}; then ${formatHeat(settled.reusedMwh)} of heat are reused a year.`;
}

export function presentRoadmap(plan: Planned) {
  const { id, result: { roadmap, buildings } } = plan;
  const svgOf = (size: ChartSize): string => `${to(paths.planRoadmapSvg, { planId: id })}?size=${size}`;
  return {
    summary: summary(plan), svg: svgOf('wide'), narrowSvg: svgOf('narrow'), csv: to(paths.planRoadmapCsv, { planId: id }),
    buildings: buildings.map(({ sourceName }) => sourceName),
    rows: roadmap.map((year) => ({
      year: year.year, commissioned: year.commissioned.join(', '), starting: year.starting.join(', '),
      investment: year.investmentEur > 0 ? formatMoney(year.investmentEur) : NONE, partners: formatNumber(year.partnersServed),
      reused: formatNumber(year.reusedMwh), cells: year.reusedMwhByBuilding.map((heat) => formatNumber(heat)), co2: formatNumber(year.avoidedTonnes),
      cash: formatMoney(year.cashFlowEur), erf: formatPercent(year.erf, 1),
    })),
  };
}
