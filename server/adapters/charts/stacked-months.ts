import type { ChartSize, StackedMonthsChart } from '../../shared/ports.js';
import { categoryAxis, GRID, HATCHING, PAPER, ROOMY_LEGEND, SERIES_COLOURS, SERIES_TEXTURES, TEXT_STYLE, titleOf, TONES, valueAxis } from './palette.js';

type Series = StackedMonthsChart['series'][number];

const LINES_OF_A_NARROW_LEGEND = 4;
const LINE_HEIGHT = 20;

function fillOf({ tone, hatched }: Series, index: number) {
  const texture = tone === undefined ? SERIES_TEXTURES[index % SERIES_TEXTURES.length] : hatched === true ? HATCHING : null;
  const color = tone === undefined ? SERIES_COLOURS[index % SERIES_COLOURS.length] as string : TONES[tone];
  return { color, borderColor: PAPER, borderWidth: 1, decal: (texture ?? undefined) as never };
}

/** Colour and texture by position unless a series has a tone: the same series look the same in every picture. */
export function stackedMonthsOption(chart: StackedMonthsChart, size: ChartSize = 'wide') {
  const grid = size === 'wide' ? GRID : { ...GRID, bottom: GRID.bottom + Math.min(chart.series.length, LINES_OF_A_NARROW_LEGEND) * LINE_HEIGHT };
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf(chart.title, chart.unit), legend: ROOMY_LEGEND, grid,
    xAxis: categoryAxis(chart.categories), yAxis: valueAxis(chart.language),
    series: chart.series.map((series, index) => ({
      type: 'bar' as const, name: series.name, stack: 'all', data: [...series.values], barMaxWidth: 40, itemStyle: fillOf(series, index),
    })),
  };
}
