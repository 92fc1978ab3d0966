import type { Charts } from '../../shared/ports.js';
import { categoryAxis, GRID, groupThousands, HAIRLINE, INK, LEGEND, PAPER, SPRUCE, SAGE, TEXT_STYLE, titleOf, valueAxis } from './palette.js';

type Criteria = Parameters<Charts['scoreWaterfallSvg']>[0];

const FULL_SCORE = 100;
const AXIS_STEP = 20;
/** A lower column has no room for its figure; the table beside the picture has it. */
const LABEL_FROM_POINTS = 4;
const MISSED_TEXTURE = {
  symbol: 'rect', color: 'rgba(28,27,24,0.25)', dashArrayX: [1, 0], dashArrayY: [1, 5], rotation: Math.PI / 4,
};

/** Each criterion stands on the sum of those before; hatched is what it could have given on top. */
export function scoreWaterfallOption(criteria: Criteria) {
  const startOf = (index: number): number => criteria.slice(0, index).reduce((sum, { points }) => sum + points, 0);
  const total = startOf(criteria.length);
  const bar = { type: 'bar' as const, stack: 'score', barMaxWidth: 56 };
  const label = {
    show: true, position: 'inside' as const, color: PAPER, fontWeight: 600 as const, formatter: ({ value }: { value: unknown }) => {
      const points = Number(value);
      return points >= LABEL_FROM_POINTS ? groupThousands(Math.round(points * 10) / 10) : '';
    },
  };
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf('How the score adds up', 'points'), grid: GRID,
    legend: { ...LEGEND, data: ['Points given', 'Points missed', 'Total'] },
    xAxis: { ...categoryAxis([...criteria.map((criterion) => criterion.label), 'Total']), axisLabel: { ...TEXT_STYLE, interval: 0 } },
    yAxis: { ...valueAxis(FULL_SCORE), interval: AXIS_STEP },
    series: [
      { ...bar, name: 'Start', data: [...criteria.map((_, index) => startOf(index)), 0], itemStyle: { color: 'transparent' }, silent: true },
      { ...bar, name: 'Points given', data: criteria.map(({ points }) => points), itemStyle: { color: SPRUCE }, label },
      {
        ...bar, name: 'Points missed', data: criteria.map(({ points, fullPoints }) => Math.max(0, fullPoints - points)),
        itemStyle: { color: PAPER, borderColor: HAIRLINE, borderWidth: 1, decal: MISSED_TEXTURE as never },
      },
      { ...bar, name: 'Total', data: [...criteria.map(() => 0), total], itemStyle: { color: SAGE }, label: { ...label, color: INK } },
    ],
  };
}
