import type { Charts } from '../../shared/ports.js';
import {
  BLUE_GREY, categoryAxis, EMBER, GRID, groupThousands, LEGEND, SPRUCE, TEXT_STYLE, titleOf, valueAxis,
} from './palette.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** When the offer is that many times the demand, the scale follows the demand: otherwise the demand is a line on the floor. */
const OFF_THE_SCALE = 3;
const HEADROOM = 1.25;

type MonthlyHeat = Parameters<Charts['monthlyHeatSvg']>[0];

/** To half a power of ten, where the axis has a line anyway. */
function roundUp(value: number): number {
  const step = 10 ** Math.floor(Math.log10(value)) / 2;
  return Math.ceil(value / step) * step;
}

/** Where the value axis ends if the offer is cut off; undefined when everything fits. */
export function scaleEnd({ offeredMwh, demandMwh, deliveredMwh }: MonthlyHeat): number | undefined {
  const shown = Math.max(...demandMwh, ...deliveredMwh);
  return shown > 0 && Math.min(...offeredMwh) > OFF_THE_SCALE * shown ? roundUp(shown * HEADROOM) : undefined;
}

function offeredName(offeredMwh: readonly number[], cut: boolean): string {
  if (!cut) return 'Offered';
  return `Offered: above the scale, ${groupThousands(Math.round(Math.min(...offeredMwh)))} to ${
    groupThousands(Math.round(Math.max(...offeredMwh)))} MWh a month`;
}

/** Delivered as columns, demand as a line with dots, the offer as a dashed line with diamonds: told apart without colour. */
export function monthlyHeatOption(monthly: MonthlyHeat) {
  const end = scaleEnd(monthly);
  const line = { type: 'line' as const, symbolSize: 8, animation: false };
  const offered = {
    ...line, name: offeredName(monthly.offeredMwh, end !== undefined), symbol: 'diamond', data: [...monthly.offeredMwh],
    itemStyle: { color: BLUE_GREY }, lineStyle: { color: BLUE_GREY, width: 2, type: 'dashed' as const },
  };
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf('Heat month by month', 'MWh'), legend: LEGEND, grid: GRID,
    xAxis: categoryAxis(MONTHS), yAxis: valueAxis(end),
    series: [
      { type: 'bar' as const, name: 'Delivered', data: [...monthly.deliveredMwh], itemStyle: { color: SPRUCE }, barMaxWidth: 34 },
      {
        ...line, name: 'Demand', symbol: 'circle', data: [...monthly.demandMwh],
        itemStyle: { color: EMBER }, lineStyle: { color: EMBER, width: 2 },
      },
      offered,
    ],
  };
}
