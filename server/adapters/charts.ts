import type { Charts } from '../shared/ports.js';
import { monthlyHeatOption } from './charts/monthly-heat.js';
import { scoreWaterfallOption } from './charts/score-waterfall.js';
import { stackedMonthsOption } from './charts/stacked-months.js';

const WIDTH = 860;
const HEIGHT = 360;

type Option = ReturnType<typeof monthlyHeatOption> | ReturnType<typeof stackedMonthsOption> | ReturnType<typeof scoreWaterfallOption>;

/** Only the parts that are drawn: the whole of ECharts would take half a second to load. */
async function loadDrawing() {
  const [core, { BarChart, LineChart }, { GridComponent, LegendComponent, TitleComponent, AriaComponent }, { SVGRenderer }] =
    await Promise.all([
      import('echarts/core'), import('echarts/charts'), import('echarts/components'), import('echarts/renderers'),
    ]);
  core.use([BarChart, LineChart, GridComponent, LegendComponent, TitleComponent, AriaComponent, SVGRenderer]);
  return core;
}

/** Draws with ECharts on the server. */
export function createCharts(): Charts {
  let loading: ReturnType<typeof loadDrawing> | undefined;
  const draw = async (option: Option): Promise<string> => {
    loading ??= loadDrawing();
    const core = await loading;
    const chart = core.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
    try {
      chart.setOption(option);
      return chart.renderToSVGString();
    } finally {
      // A chart that is not disposed of keeps a timer and with it the process.
      chart.dispose();
    }
  };
  return {
    monthlyHeatSvg: (monthly) => draw(monthlyHeatOption(monthly)),
    stackedMonthsSvg: (chart) => draw(stackedMonthsOption(chart)),
    scoreWaterfallSvg: (criteria) => draw(scoreWaterfallOption(criteria)),
  };
}
