import type { StackedMonthsChart } from '../../shared/ports.js';
import { categoryAxis, GRID, LEGEND, PAPER, SERIES_COLOURS, SERIES_TEXTURES, TEXT_STYLE, titleOf, valueAxis } from './palette.js';

/** Colour and texture by position: the same series look the same in every picture. */
export function stackedMonthsOption(chart: StackedMonthsChart) {
  return {
    animation: false, textStyle: TEXT_STYLE, title: titleOf(chart.title, chart.unit), legend: LEGEND, grid: GRID,
    xAxis: categoryAxis(chart.categories), yAxis: valueAxis(),
    series: chart.series.map((series, index) => ({
      type: 'bar' as const, name: series.name, stack: 'all', data: [...series.values], barMaxWidth: 40,
      itemStyle: {
        color: SERIES_COLOURS[index % SERIES_COLOURS.length] as string, borderColor: PAPER, borderWidth: 1,
        decal: (SERIES_TEXTURES[index % SERIES_TEXTURES.length] ?? undefined) as never,
      },
    })),
  };
}
