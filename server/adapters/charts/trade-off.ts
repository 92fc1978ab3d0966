import type { TradeOffChart } from '../../shared/ports.js';
import { figuresIn, GRID, HAIRLINE, LEGEND, OCHRE, PLUM, SPRUCE, TEXT_STYLE } from './palette.js';

const MARK_LOOKS = [{ symbol: 'diamond', color: PLUM }, { symbol: 'triangle', color: OCHRE }] as const;
const ROOM_FOR_LABELS = 0.12;

/** From a little below the least to a little above the most: a front is about differences, not about its distance from zero. */
function axis({ name, unit }: TradeOffChart['x'], values: readonly number[], language: TradeOffChart['language']) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least || Math.abs(most) || 1) * ROOM_FOR_LABELS;
  return {
    type: 'value' as const, name: `${name}, ${unit}`, min: least - room, max: most + room, splitNumber: 4,
    splitLine: { lineStyle: { color: HAIRLINE } }, axisLine: { show: true, onZero: false },
    axisLabel: { ...TEXT_STYLE, formatter: figuresIn(language), showMinLabel: false, showMaxLabel: false, hideOverlap: true },
    nameTextStyle: { ...TEXT_STYLE, fontWeight: 600 as const },
  };
}

/** Above and below in turn: neighbours may lie close together. */
const numbered = ({ x, y, label }: TradeOffChart['points'][number], index: number) => ({
  value: [x, y], label: { ...TEXT_STYLE, show: true, position: index % 2 === 0 ? 'top' as const : 'bottom' as const, formatter: label },
});

/** The front as a numbered line, the other plans as single marks of another shape. */
export function tradeOffOption({ x, y, points, marks, lineName, language }: TradeOffChart) {
  const all = [...points, ...marks];
  return {
    animation: false, textStyle: TEXT_STYLE, legend: LEGEND, grid: { ...GRID, left: 16, right: 28, bottom: 72 },
    xAxis: { ...axis(x, all.map((each) => each.x), language), nameLocation: 'middle' as const, nameGap: 32 },
    yAxis: { ...axis(y, all.map((each) => each.y), language), nameLocation: 'end' as const, nameTextStyle: { ...TEXT_STYLE, fontWeight: 600 as const, align: 'left' as const } },
    series: [
      {
        type: 'line' as const, name: lineName, data: points.map(numbered), symbol: 'circle', symbolSize: 9,
        itemStyle: { color: SPRUCE }, lineStyle: { color: SPRUCE, width: 2 },
      },
      ...marks.map((mark, index) => {
        const { symbol, color } = MARK_LOOKS[index % MARK_LOOKS.length] ?? MARK_LOOKS[0];
        return { type: 'line' as const, name: mark.name, data: [[mark.x, mark.y]], symbol, symbolSize: 15, itemStyle: { color }, lineStyle: { width: 0 } };
      }),
    ],
  };
}
