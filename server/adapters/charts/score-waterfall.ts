import type { ChartSize, ScoreWaterfallChart } from '../../shared/ports.js';
import { categoryAxis, figuresIn, GRID, HAIRLINE, INK, LEGEND, PAPER, SPRUCE, SAGE, TEXT_STYLE, titleOf, valueAxis } from './palette.js';

const FULL_SCORE = 100;
const AXIS_STEP = 20;
/** A lower column has no room for its figure; the table beside the picture has it. */
const LABEL_FROM_POINTS = 4;
const MISSED_TEXTURE = {
  symbol: 'rect', color: 'rgba(28,27,24,0.25)', dashArrayX: [1, 0], dashArrayY: [1, 5], rotation: Math.PI / 4,
};
/** On a phone the names stand beside bars that lie. */
const NAME_COLUMN = 96;

function columns({ criteria, names }: ScoreWaterfallChart, print: (value: number) => string) {
  const startOf = (index: number): number => criteria.slice(0, index).reduce((sum, { points }) => sum + points, 0);
  const bar = { type: 'bar' as const, stack: 'score', barMaxWidth: 56 };
  const label = {
    show: true, position: 'inside' as const, color: PAPER, fontWeight: 600 as const, formatter: ({ value }: { value: unknown }) => {
      const points = Number(value);
      return points >= LABEL_FROM_POINTS ? print(Math.round(points * 10) / 10) : '';
    },
  };
  return [
    { ...bar, name: 'Start', data: [...criteria.map((_, index) => startOf(index)), 0], itemStyle: { color: 'transparent' }, silent: true },
    { ...bar, name: names.given, data: criteria.map(({ points }) => points), itemStyle: { color: SPRUCE }, label },
    {
      ...bar, name: names.missed, data: criteria.map(({ points, fullPoints }) => Math.max(0, fullPoints - points)),
      itemStyle: { color: PAPER, borderColor: HAIRLINE, borderWidth: 1, decal: MISSED_TEXTURE as never },
    },
    { ...bar, name: names.total, data: [...criteria.map(() => 0), startOf(criteria.length)], itemStyle: { color: SAGE }, label: { ...label, color: INK } },
  ];
}

/** Each criterion stands on the sum of those before; hatched is what it could have given on top. */
export function scoreWaterfallOption(chart: ScoreWaterfallChart, size: ChartSize = 'wide') {
  const { criteria, names, language } = chart;
  const points = { ...valueAxis(language, FULL_SCORE), interval: AXIS_STEP };
  const categories = categoryAxis([...criteria.map((criterion) => criterion.label), names.total]);
  const steps = { ...categories, axisLabel: { ...TEXT_STYLE, interval: 0 } };
  const lying = { ...steps, inverse: true, axisLabel: { ...steps.axisLabel, width: NAME_COLUMN, overflow: 'break' as const } };
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf(chart.title, chart.unit), grid: size === 'wide' ? GRID : { ...GRID, right: 20, bottom: 64 },
    legend: { ...LEGEND, data: [names.given, names.missed, names.total] },
    ...(size === 'wide' ? { xAxis: steps, yAxis: points } : { xAxis: points, yAxis: lying }),
    series: columns(chart, figuresIn(language)),
  };
}
