import type { Chart, Charts, ChartSize } from '../shared/ports.js';
import { browserOption } from './charts/browser-option.js';
import { carpetHeatmap, carpetOption, withCarpet } from './charts/carpet.js';
import { onEitherPaper } from './charts/dark-paper.js';
import { distributionOption } from './charts/distribution.js';
import { durationOption } from './charts/duration.js';
import { flowOption } from './charts/flow.js';
import { monthlyHeatOption } from './charts/monthly-heat.js';
import { PAPER } from './charts/palette.js';
import { priceCorridorOption } from './charts/price-corridor.js';
import { scoreWaterfallOption } from './charts/score-waterfall.js';
import { stackedMonthsOption } from './charts/stacked-months.js';
import { tornadoOption } from './charts/tornado.js';
import { tradeOffOption } from './charts/trade-off.js';

const SIZES: Readonly<Record<ChartSize, { readonly width: number; readonly height: number }>> = {
  wide: { width: 860, height: 360 }, narrow: { width: 420, height: 420 },
};

/** Only the parts that are drawn: the whole of ECharts would take half a second to load. */
async function loadDrawing() {
  const [core, { BarChart, LineChart, SankeyChart }, { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TitleComponent }, { SVGRenderer }] =
    await Promise.all([
      import('echarts/core'), import('echarts/charts'), import('echarts/components'), import('echarts/renderers'),
    ]);
  core.use([BarChart, LineChart, SankeyChart, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, AriaComponent, SVGRenderer]);
  return core;
}

function optionOf(chart: Chart, size: ChartSize) {
  switch (chart.kind) {
    case 'stacked-months': return stackedMonthsOption(chart, size);
    case 'monthly-heat': return monthlyHeatOption(chart, size);
    case 'score-waterfall': return scoreWaterfallOption(chart, size);
    case 'distribution': return distributionOption(chart);
    case 'tornado': return tornadoOption(chart, size);
    case 'trade-off': return tradeOffOption(chart);
    case 'duration': return durationOption(chart);
    case 'price-corridor': return priceCorridorOption(chart, size);
    case 'flow': return flowOption(chart, size);
    case 'carpet': return carpetOption(chart, SIZES[size].width, size);
  }
}

/** Draws with ECharts on the server. */
export function createCharts(): Charts {
  let loading: ReturnType<typeof loadDrawing> | undefined;
  return {
    async svg(chart, size = 'wide') {
      loading ??= loadDrawing();
      const core = await loading;
      const drawing = core.init(null, null, { renderer: 'svg', ssr: true, ...SIZES[size] });
      try {
        drawing.setOption({ backgroundColor: PAPER, ...optionOf(chart, size) });
        const svg = drawing.renderToSVGString();
        return onEitherPaper(chart.kind === 'carpet' ? withCarpet(svg, chart, SIZES[size]) : svg);
      } finally {
        // A chart that is not disposed of keeps a timer and with it the process.
        drawing.dispose();
      }
    },
    option: (chart, size = 'wide', paper = 'light') => browserOption({
      kind: chart.kind, backgroundColor: PAPER, ...(chart.kind === 'carpet' ? carpetHeatmap(chart, SIZES[size].width, size) : optionOf(chart, size)),
    }, paper),
  };
}
