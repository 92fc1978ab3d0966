import type { DistributionChart } from '../../shared/ports.js';
import { EMBER, GRID, groupThousands, INK, LEGEND, SPRUCE, TEXT_STYLE, titleOf, valueAxis } from './palette.js';

type Point = [value: number, count: number];

/** The outline of columns that touch: level from each edge to the next, down to nothing at the end. */
function outline(edges: readonly number[], counts: readonly number[], belongs: (from: number) => boolean): Point[] {
  const columns = counts.flatMap((count, index) => (belongs(edges[index] as number) ? [{ index, count }] : []));
  const [first, last] = [columns[0], columns.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    [edges[first.index] as number, 0],
    ...columns.map(({ index, count }): Point => [edges[index] as number, count]),
    [edges[last.index + 1] as number, last.count], [edges[last.index + 1] as number, 0],
  ];
}

const areaOf = (name: string, color: string, data: Point[], opacity: number) => ({
  type: 'line' as const, name, data, step: 'end' as const, symbol: 'none', silent: true, animation: false,
  lineStyle: { color, width: 1.5 }, itemStyle: { color }, areaStyle: { color, opacity },
});

/** Two marks closer than this part of the axis would write over each other: the second one stands higher. */
const LABEL_WIDTH = 0.09;
const LABEL_DISTANCE = 4;
const LINE_HEIGHT = 16;

function markLines({ marks, edges }: DistributionChart) {
  const span = (edges.at(-1) ?? 0) - (edges[0] ?? 0);
  let level = 0;
  return marks.map(({ label, value }, index) => {
    const before = marks[index - 1];
    level = before !== undefined && value - before.value < LABEL_WIDTH * span ? level + 1 : 0;
    return { xAxis: value, label: { formatter: label, distance: LABEL_DISTANCE + level * LINE_HEIGHT } };
  });
}

/** Below 0 solid and above 0 pale: told apart without colour, and by the side of 0 they lie on. */
export function distributionOption(chart: DistributionChart) {
  const { edges, counts, belowZero, aboveZero, unit, title, countUnit } = chart;
  const dashed = {
    silent: true, symbol: 'none' as const, animation: false, lineStyle: { color: INK, width: 1.5, type: 'dashed' as const }, label: { ...TEXT_STYLE },
    data: markLines(chart),
  };
  const below = areaOf(belowZero, EMBER, outline(edges, counts, (from) => from < 0), 0.95);
  const above = areaOf(aboveZero, SPRUCE, outline(edges, counts, (from) => from >= 0), 0.55);
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf(title, `${unit}; how many ${countUnit}`),
    legend: { ...LEGEND, data: [belowZero, aboveZero].map((name) => ({ name, icon: 'rect' })) }, grid: { ...GRID, top: 84, right: 24 },
    xAxis: {
      ...valueAxis(edges.at(-1)), min: edges[0], splitLine: { show: false }, axisLine: { onZero: false, lineStyle: { color: INK } },
      axisTick: { show: true }, axisLabel: { ...TEXT_STYLE, formatter: groupThousands, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
    },
    yAxis: { ...valueAxis(), minInterval: 1, axisLine: { show: false } },
    series: [{ ...below, markLine: dashed }, above],
  };
}
