import { Router } from 'express';
import { NotFoundError } from '../shared/errors.js';
import type { Charts } from '../shared/ports.js';
import { sendChart } from '../shared/send-files.js';
import { paths } from './paths.js';
import { chartSpecimen } from './styleguide-charts.js';
import { CHART_SPECIMEN, presentSpecimens } from './styleguide-specimens.js';

/** Every component in every state, printed by the partials that the product uses. It holds no data, so everybody may see it. */
export function styleguideRoutes(charts: Charts): Router {
  const router = Router();
  router.get(paths.styleguide, (_req, res) => { res.render('styleguide/index', presentSpecimens()); });
  router.get(paths.styleguideMonthsSvg, async (req, res) => {
    await sendChart(req, res, charts, CHART_SPECIMEN);
  });
  router.get(paths.styleguideChartSvg, async (req, res) => {
    const chart = chartSpecimen(req.params.kind);
    if (chart === undefined) throw new NotFoundError('This kind of picture');
    await sendChart(req, res, charts, chart);
  });
  return router;
}
