import type { DurationChart } from '../../shared/ports.js';
import { EMBER, figuresIn, GRID, INK, LEGEND, SPRUCE, TEXT_STYLE, titleOf, valueAxis } from './palette.js';

/** Level over the hours that a point stands for, down to the last hour of the year. */
function steps(values: readonly number[], hoursPerPoint: number): [number, number][] {
  const points = values.map((value, index): [number, number] => [index * hoursPerPoint, value]);
  return [...points, [values.length * hoursPerPoint, values.at(-1) ?? 0]];
}

/** What is needed as a line, what is delivered as the area below it: what lies between them stays with the partner's own boiler. */
export function durationOption({ title, unit, language, axis, names, hoursPerPoint, demand, delivered }: DurationChart) {
  const line = { type: 'line' as const, step: 'end' as const, symbol: 'none', silent: true, animation: false };
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf(title, unit),
    legend: { ...LEGEND, data: [{ name: names.demand }, { name: names.delivered, icon: 'rect' }] },
    grid: { ...GRID, right: 28, bottom: 76 },
    xAxis: {
      ...valueAxis(language, demand.length * hoursPerPoint), name: axis, nameLocation: 'middle' as const, nameGap: 30, nameTextStyle: TEXT_STYLE,
      splitLine: { show: false }, axisLine: { onZero: false, lineStyle: { color: INK } }, axisTick: { show: true },
      axisLabel: { ...TEXT_STYLE, formatter: figuresIn(language), hideOverlap: true, showMaxLabel: false },
    },
    yAxis: valueAxis(language),
    series: [
      {
        ...line, name: names.delivered, data: steps(delivered, hoursPerPoint), lineStyle: { color: SPRUCE, width: 1 },
        itemStyle: { color: SPRUCE }, areaStyle: { color: SPRUCE, opacity: 0.6 },
      },
      { ...line, name: names.demand, data: steps(demand, hoursPerPoint), lineStyle: { color: EMBER, width: 2 }, itemStyle: { color: EMBER } },
    ],
  };
}
