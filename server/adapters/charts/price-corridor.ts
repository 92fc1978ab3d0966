import type { ChartSize, PriceCorridorChart } from '../../shared/ports.js';
import {
  figuresIn, GRID, HATCHING, INK, LEGEND, OCHRE, PAPER, PLUM, SAGE, SERIES_COLOURS, SERIES_TEXTURES, SPRUCE, TEXT_STYLE, titleOf, valueAxis,
} from './palette.js';

/** Names stand in a column of their own: the library guesses their width too small. */
const NAMES: Readonly<Record<ChartSize, { readonly width: number; readonly column: number }>> = {
  wide: { width: 140, column: 170 }, narrow: { width: 80, column: 104 },
};
/** Each part of the legend takes about a line on a phone. */
const LEGEND_ROOM: Readonly<Record<ChartSize, number>> = { wide: 84, narrow: 150 };
const BAR_WIDTH = 46;
const MARKS_TOP = 76;
const LINE_HEIGHT = 16;

/** Four plain colours, then the same ones with a texture. */
function fillOf(index: number) {
  const color = SERIES_COLOURS[index % SERIES_COLOURS.length] as string;
  const texture = index < SERIES_COLOURS.length ? SERIES_TEXTURES[0] : SERIES_TEXTURES[1 + (index % SERIES_COLOURS.length)] ?? HATCHING;
  return { color, borderColor: PAPER, borderWidth: 1, decal: (texture ?? undefined) as never };
}

const FIRST_COLOURS: readonly string[] = [SPRUCE, OCHRE, PLUM, SAGE];

/** The price part by part on one bar, what it has to beat on the other; lines across where the prices lie. */
export function priceCorridorOption(chart: PriceCorridorChart, size: ChartSize = 'wide') {
  const { takes, parts, today, marks, language } = chart;
  const bar = { type: 'bar' as const, stack: 'price', barWidth: BAR_WIDTH, silent: true };
  const lines = {
    silent: true, symbol: 'none' as const, animation: false, lineStyle: { color: INK, width: 1.5, type: 'dashed' as const },
    data: marks.map(({ label, value }, index) => ({ xAxis: value, label: { ...TEXT_STYLE, position: 'start' as const, formatter: label, distance: 4 + index * LINE_HEIGHT } })),
  };
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf(chart.title, chart.unit),
    legend: { ...LEGEND, data: parts.map(({ name }) => name) },
    grid: { ...GRID, left: NAMES[size].column, top: MARKS_TOP, right: 44, bottom: LEGEND_ROOM[size], outerBoundsMode: 'none' as const },
    xAxis: { ...valueAxis(language), axisLabel: { ...TEXT_STYLE, formatter: figuresIn(language), hideOverlap: true } },
    yAxis: {
      type: 'category' as const, inverse: true, data: [takes, today.name], axisTick: { show: false }, axisLine: { lineStyle: { color: INK } },
      axisLabel: { ...TEXT_STYLE, width: NAMES[size].width, overflow: 'break' as const },
    },
    series: [
      ...parts.map(({ name, value }, index) => ({ ...bar, name, data: [value, null], itemStyle: fillOf(index) })),
      { ...bar, name: today.name, data: [null, today.value], itemStyle: { color: FIRST_COLOURS[3] as string }, markLine: lines },
    ],
  };
}
