import type { ChartSize, MonthlyHeatChart } from '../../shared/ports.js';
import { BLUE_GREY, categoryAxis, EMBER, GRID, LEGEND, SPRUCE, TEXT_STYLE, titleOf, valueAxis } from './palette.js';

/** When the offer is that many times the demand, the scale follows the demand: otherwise the demand is a line on the floor. */
const OFF_THE_SCALE = 3;
const HEADROOM = 1.25;
const ROOM_FOR_TWO_LINES_OF_LEGEND = 92;

/** To half a power of ten, where the axis has a line anyway. */
function roundUp(value: number): number {
  const step = 10 ** Math.floor(Math.log10(value)) / 2;
  return Math.ceil(value / step) * step;
}

/** Where the value axis ends if the offer is cut off; undefined when everything fits. */
export function scaleEnd({ offeredMwh, demandMwh, deliveredMwh }: Pick<MonthlyHeatChart, 'offeredMwh' | 'demandMwh' | 'deliveredMwh'>): number | undefined {
  const shown = Math.max(...demandMwh, ...deliveredMwh);
  return shown > 0 && Math.min(...offeredMwh) > OFF_THE_SCALE * shown ? roundUp(shown * HEADROOM) : undefined;
}

/** Delivered as columns, demand as a line with dots, the offer as a dashed line with diamonds: told apart without colour. */
export function monthlyHeatOption(chart: MonthlyHeatChart, size: ChartSize = 'wide') {
  const { names } = chart;
  const end = scaleEnd(chart);
  const line = { type: 'line' as const, symbolSize: 8, animation: false };
  const offered = {
    ...line, name: end === undefined ? names.offered : names.offeredAboveScale, symbol: 'diamond', data: [...chart.offeredMwh],
    itemStyle: { color: BLUE_GREY }, lineStyle: { color: BLUE_GREY, width: 2, type: 'dashed' as const },
  };
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf(chart.title, chart.unit), legend: LEGEND,
    grid: size === 'wide' ? GRID : { ...GRID, bottom: ROOM_FOR_TWO_LINES_OF_LEGEND },
    xAxis: categoryAxis(chart.months), yAxis: valueAxis(chart.language, end),
    series: [
      { type: 'bar' as const, name: names.delivered, data: [...chart.deliveredMwh], itemStyle: { color: SPRUCE }, barMaxWidth: 34 },
      {
        ...line, name: names.demand, symbol: 'circle', data: [...chart.demandMwh],
        itemStyle: { color: EMBER }, lineStyle: { color: EMBER, width: 2 },
      },
      offered,
    ],
  };
}
