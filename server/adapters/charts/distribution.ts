import type { DistributionChart } from '../../shared/ports.js';
import { figuresIn, GRID, INK, PLUM, ROOMY_LEGEND, SPRUCE, TEXT_STYLE, titleOf, valueAxis } from './palette.js';

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
  lineStyle: { color, width: 1.5 }, itemStyle: { color, opacity }, areaStyle: { color, opacity },
});

/** Two marks closer than this part of the axis would write over each other: the second one stands higher. */
const LABEL_WIDTH = 0.09;
const LABEL_DISTANCE = 4;
const LINE_HEIGHT = 16;
const TOP = 56;

/** How many lines high the name of each mark stands. */
function levelsOf({ marks, edges }: DistributionChart): readonly number[] {
  const span = (edges.at(-1) ?? 0) - (edges[0] ?? 0);
  return marks.reduce<readonly number[]>((levels, { value }, index) => {
    const before = marks[index - 1];
    return [...levels, before !== undefined && value - before.value < LABEL_WIDTH * span ? (levels[index - 1] ?? 0) + 1 : 0];
  }, []);
}

/** Below 0 solid and above 0 pale: told apart without colour, and by the side of 0 they lie on. */
export function distributionOption(chart: DistributionChart) {
  const { edges, counts, belowZero, aboveZero, unit, title, countUnit, marks, language } = chart;
  const levels = levelsOf(chart);
  const dashed = {
    silent: true, symbol: 'none' as const, animation: false, lineStyle: { color: INK, width: 1.5, type: 'dashed' as const }, label: { ...TEXT_STYLE },
    data: marks.map(({ label, value }, index) => (
      { xAxis: value, label: { formatter: label, distance: LABEL_DISTANCE + (levels[index] ?? 0) * LINE_HEIGHT } })),
  };
  const areas = [
    areaOf(belowZero, PLUM, outline(edges, counts, (from) => from < 0), 0.95),
    areaOf(aboveZero, SPRUCE, outline(edges, counts, (from) => from >= 0), 0.55),
  ].filter(({ data }) => data.length > 0);
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf(title, `${unit}; ${countUnit}`),
    legend: { ...ROOMY_LEGEND, data: areas.map(({ name }) => ({ name, icon: 'rect' })) },
    grid: { ...GRID, top: TOP + Math.max(0, ...levels) * LINE_HEIGHT, right: 24 },
    xAxis: {
      ...valueAxis(language, edges.at(-1)), min: edges[0], splitLine: { show: false }, axisLine: { onZero: false, lineStyle: { color: INK } },
      axisTick: { show: true }, axisLabel: { ...TEXT_STYLE, formatter: figuresIn(language), hideOverlap: true, showMinLabel: false, showMaxLabel: false },
    },
    yAxis: { ...valueAxis(language), minInterval: 1, axisLine: { show: false } },
    series: areas.map((area, index) => (index === 0 ? { ...area, markLine: dashed } : area)),
  };
}
