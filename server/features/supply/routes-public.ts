import type { Request, Response, Router } from 'express';
import { NotFoundError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import type { Charts } from '../../shared/ports.js';
import { sendChart } from '../../shared/send-files.js';
import { paths } from '../../web/paths.js';
import type { SupplyService } from './index.js';
import { surplusCsv, surplusMonthsCsv } from './presenter-csv.js';
import { presentHome, presentSurplus } from './presenter-surplus.js';
import { monthsChart } from './presenter-surplus-months.js';
import { surplusQuerySchema } from './schema.js';

/** Pages and files that everybody may see: they hold what is published and nothing else. */
export function addPublicRoutes(router: Router, supply: SupplyService, charts: Charts): void {
  const overview = (req: Request) => supply.surplus(surplusQuerySchema.parse(req.query).year);
  const sendCsv = (res: Response, fileName: string, text: string): void => { res.attachment(fileName).type('text/csv; charset=utf-8').send(text); };

  router.get(paths.home, async (req, res) => { res.render('supply/home', presentHome(res.locals.localised, await supply.surplus(), req.user)); });
  router.get(paths.surplus, async (req, res) => { res.render('supply/surplus', presentSurplus(res.locals.localised, await overview(req), req.user)); });
  router.get(paths.surplusCsv, async (req, res) => { sendCsv(res, 'surplus-heat.csv', surplusCsv(await overview(req))); });
  router.get(paths.surplusMonthsCsv, async (req, res) => { sendCsv(res, 'surplus-heat-months.csv', surplusMonthsCsv(await overview(req))); });
  router.get(paths.surplusMonthsSvg, async (req, res) => {
    const { sites, year } = await overview(req);
    const site = sites.find(({ site: { siteId } }) => siteId === req.params['siteId']);
    if (site === undefined) throw new NotFoundError(message('supply:this.siteHeat'));
    await sendChart(req, res, charts, monthsChart(res.locals.localised, site, year));
  });
}
