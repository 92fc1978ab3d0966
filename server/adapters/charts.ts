import type { Charts, ChartSize } from '../shared/ports.js';
import { onEitherPaper } from './charts/dark-paper.js';
import { distributionOption } from './charts/distribution.js';
import { monthlyHeatOption } from './charts/monthly-heat.js';
import { PAPER } from './charts/palette.js';
import { scoreWaterfallOption } from './charts/score-waterfall.js';
import { stackedMonthsOption } from './charts/stacked-months.js';
import { tornadoOption } from './charts/tornado.js';
import { tradeOffOption } from './charts/trade-off.js';

const SIZES: Readonly<Record<ChartSize, { readonly width: number; readonly height: number }>> = {
  wide: { width: 860, height: 360 }, narrow: { width: 420, height: 420 },
};

type Option = ReturnType<
  typeof monthlyHeatOption | typeof stackedMonthsOption | typeof scoreWaterfallOption | typeof distributionOption | typeof tornadoOption
  | typeof tradeOffOption
>;

/** Only the parts that are drawn: the whole of ECharts would take half a second to load. */
async function loadDrawing() {
  const [core, { BarChart, LineChart }, { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TitleComponent }, { SVGRenderer }] =
    await Promise.all([
      import('echarts/core'), import('echarts/charts'), import('echarts/components'), import('echarts/renderers'),
    ]);
  core.use([BarChart, LineChart, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, AriaComponent, SVGRenderer]);
  return core;
}

/** Draws with ECharts on the server. */
export function createCharts(): Charts {
  let loading: ReturnType<typeof loadDrawing> | undefined;
  const draw = async (option: Option, size: ChartSize = 'wide'): Promise<string> => {
    loading ??= loadDrawing();
    const core = await loading;
    const chart = core.init(null, null, { renderer: 'svg', ssr: true, ...SIZES[size] });
    try {
      chart.setOption({ backgroundColor: PAPER, ...option });
      return onEitherPaper(chart.renderToSVGString());
    } finally {
      // A chart that is not disposed of keeps a timer and with it the process.
      chart.dispose();
    }
  };
  return {
    monthlyHeatSvg: (monthly) => draw(monthlyHeatOption(monthly)),
    stackedMonthsSvg: (chart, size) => draw(stackedMonthsOption(chart, size), size),
    tradeOffSvg: (chart, size) => draw(tradeOffOption(chart), size),
    scoreWaterfallSvg: (criteria) => draw(scoreWaterfallOption(criteria)),
    distributionSvg: (chart, size) => draw(distributionOption(chart), size),
    tornadoSvg: (chart, size) => draw(tornadoOption(chart, size), size),
  };
}
