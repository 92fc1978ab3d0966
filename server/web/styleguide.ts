import { Router } from 'express';
import type { Charts } from '../shared/ports.js';
import { sendChart } from '../shared/send-files.js';
import { paths } from './paths.js';
import { CHART_SPECIMEN, presentSpecimens } from './styleguide-specimens.js';

/** Every component in every state, printed by the partials that the product uses. It holds no data, so everybody may see it. */
export function styleguideRoutes(charts: Charts): Router {
  const router = Router();
  router.get(paths.styleguide, (_req, res) => { res.render('styleguide/index', presentSpecimens()); });
  router.get(paths.styleguideMonthsSvg, async (req, res) => {
    await sendChart(req, res, charts, CHART_SPECIMEN);
  });
  return router;
}
