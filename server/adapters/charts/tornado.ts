import type { ChartSize, TornadoChart } from '../../shared/ports.js';
import { EMBER, GRID, groupThousands, HAIRLINE, HATCHING, INK, LEGEND, SPRUCE, TEXT_STYLE, titleOf, valueAxis } from './palette.js';

const LABEL_WIDTHS: Readonly<Record<ChartSize, number>> = { wide: 200, narrow: 112 };
/** Room beside the longest bar for what the input is at that end. */
const ROOM: Readonly<Record<ChartSize, number>> = { wide: 1.35, narrow: 1.9 };
const BAR_HEIGHT = 24;

type Bar = TornadoChart['bars'][number];

const largestOf = (bars: readonly Bar[]): number =>
  Math.max(...bars.flatMap(({ changeAtLow, changeAtHigh }) => [Math.abs(changeAtLow), Math.abs(changeAtHigh)])) || 1;

/** Two significant digits upwards, so that the axis ends on a number that can be read. */
function roundUp(value: number): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / step) * step;
}

function ends(name: string, color: string, points: readonly { readonly value: number; readonly label: string }[], isHatched: boolean) {
  return {
    type: 'bar' as const, name, barWidth: BAR_HEIGHT, barGap: '-100%', silent: true,
    itemStyle: { color, borderColor: color, borderWidth: 1, decal: (isHatched ? HATCHING : undefined) as never },
    data: points.map(({ value, label }) => ({
      value, label: { show: true, position: value < 0 ? 'left' as const : 'right' as const, formatter: label, ...TEXT_STYLE },
    })),
  };
}

/** Largest swing on top; hatched is the low end of an input, plain its high end, whichever way they move the outcome. */
export function tornadoOption({ title, unit, bars }: TornadoChart, size: ChartSize = 'wide') {
  const limit = roundUp(largestOf(bars) * ROOM[size]);
  const low = bars.map(({ changeAtLow: value, lowLabel: label }) => ({ value, label }));
  const high = bars.map(({ changeAtHigh: value, highLabel: label }) => ({ value, label }));
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf(title, unit), legend: LEGEND, grid: GRID,
    xAxis: {
      ...valueAxis(limit), min: -limit, splitLine: { lineStyle: { color: HAIRLINE } },
      axisLabel: { ...TEXT_STYLE, formatter: groupThousands, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
    },
    yAxis: {
      type: 'category' as const, inverse: true, data: bars.map(({ label }) => label), axisTick: { show: false }, axisLine: { lineStyle: { color: INK } },
      axisLabel: { ...TEXT_STYLE, width: LABEL_WIDTHS[size], overflow: 'break' as const, interval: 0, margin: 12 },
    },
    series: [ends('Input at its low end', EMBER, low, true), ends('Input at its high end', SPRUCE, high, false)],
  };
}
