import type { ChartSize, TornadoChart } from '../../shared/ports.js';
import { figuresIn, GRID, HAIRLINE, HATCHING, INK, PLUM, ROOMY_LEGEND, SPRUCE, TEXT_STYLE, titleOf, valueAxis } from './palette.js';

/** Names of the inputs stand in a column of their own: the library guesses their width too small. */
const NAMES: Readonly<Record<ChartSize, { readonly width: number; readonly column: number }>> = {
  wide: { width: 180, column: 220 }, narrow: { width: 100, column: 130 },
};
/** Room beside the longest bar for what the input is at that end; a narrow picture has none, the table below it has the words. */
const ROOM: Readonly<Record<ChartSize, number>> = { wide: 1.6, narrow: 1.1 };
const BAR_HEIGHT = 24;

type Bar = TornadoChart['bars'][number];

const largestOf = (bars: readonly Bar[]): number =>
  Math.max(...bars.flatMap(({ changeAtLow, changeAtHigh }) => [Math.abs(changeAtLow), Math.abs(changeAtHigh)])) || 1;

/** Two significant digits upwards, so that the axis ends on a number that can be read. */
function roundUp(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / step) * step;
}

/** Words stand at the end of their bar; where both bars go the same way, those of the shorter one go to the other side of 0. */
function labelSide(own: number, other: number, fallback: 'left' | 'right'): 'left' | 'right' {
  if (own === 0) return fallback;
  const isShorterOfTwo = own * other > 0 && Math.abs(own) < Math.abs(other);
  return (own < 0) === isShorterOfTwo ? 'right' : 'left';
}

function ends(end: 'low' | 'high', { bars, endNames }: TornadoChart, showsLabels: boolean) {
  const color = end === 'low' ? PLUM : SPRUCE;
  return {
    type: 'bar' as const, name: endNames[end], barWidth: BAR_HEIGHT, barGap: '-100%', silent: true,
    itemStyle: { color, borderColor: color, borderWidth: 1, decal: (end === 'low' ? HATCHING : undefined) as never },
    data: bars.map(({ changeAtLow, changeAtHigh, lowLabel, highLabel }) => {
      const [own, other, formatter] = end === 'low' ? [changeAtLow, changeAtHigh, lowLabel] : [changeAtHigh, changeAtLow, highLabel];
      const position = labelSide(own, other, end === 'low' ? 'left' : 'right');
      return { value: own, label: { show: showsLabels, position, formatter, ...TEXT_STYLE } };
    }),
  };
}

/** Largest swing on top; hatched is the low end of an input, plain its high end, whichever way they move the outcome. */
export function tornadoOption(chart: TornadoChart, size: ChartSize = 'wide') {
  const { title, unit, language, bars } = chart;
  const limit = roundUp(largestOf(bars) * ROOM[size]);
  const { width, column } = NAMES[size];
  const isWide = size === 'wide';
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf(title, unit), legend: ROOMY_LEGEND,
    grid: { ...GRID, left: column, bottom: isWide ? 64 : 84, outerBoundsMode: 'none' as const },
    xAxis: {
      ...valueAxis(language, limit), min: -limit, splitLine: { lineStyle: { color: HAIRLINE }, showMinLine: false, showMaxLine: false },
      axisLabel: { ...TEXT_STYLE, formatter: figuresIn(language), hideOverlap: true, showMinLabel: false, showMaxLabel: false },
    },
    yAxis: {
      type: 'category' as const, inverse: true, data: bars.map(({ label }) => label), axisTick: { show: false }, axisLine: { lineStyle: { color: INK } },
      axisLabel: { ...TEXT_STYLE, width, overflow: 'break' as const, interval: 0, margin: 14 },
    },
    series: [ends('low', chart, isWide), ends('high', chart, isWide)],
  };
}
