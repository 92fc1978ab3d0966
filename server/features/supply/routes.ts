import { Router, type Request, type Response } from 'express';
import { ConflictError } from '../../shared/errors.js';
import { parseForm } from '../../shared/form.js';
import { message } from '../../shared/message.js';
import type { Charts, RouteGuards } from '../../shared/ports.js';
import { sendChart } from '../../shared/send-files.js';
import { paths, to } from '../../web/paths.js';
import type { SupplyService } from './index.js';
import { presentBuilding, presentPublication, presentSite, presentSites, publicationConflict } from './presenter-pages.js';
import { buildingYearChart, buildingYearCsv } from './presenter-year.js';
import { addBuildingForms, addSiteForms } from './routes-forms.js';
import { addPlaceRoutes } from './routes-place.js';
import { addPublicRoutes } from './routes-public.js';
import { referenceSchema } from './schema.js';

const userOf = (req: Request): Express.User => req.user as Express.User;
const [siteIdOf, buildingIdOf] = ['siteId', 'buildingId'].map((name) => (req: Request): string => String(req.params[name])) as
  [(req: Request) => string, (req: Request) => string];

function addReadRoutes(router: Router, supply: SupplyService, guards: RouteGuards, charts: Charts): void {
  const readers = guards.role('manager', 'verifier', 'admin');
  router.get(paths.sites, readers, async (req, res) => { res.render('supply/sites', presentSites(res.locals.localised, await supply.list(), userOf(req))); });
  router.get(paths.site, readers, async (req, res) => {
    const siteId = siteIdOf(req);
    const [site, buildings, history] = await Promise.all([supply.site(siteId), supply.buildings(siteId), supply.siteHistory(siteId)]);
    res.render('supply/site', presentSite(res.locals.localised, site, buildings, { history, user: userOf(req) }));
  });
  router.get(paths.building, readers, async (req, res) => {
    const [building, history] = await Promise.all([supply.building(buildingIdOf(req)), supply.buildingHistory(buildingIdOf(req))]);
    const site = await supply.site(building.current.siteId);
    res.render('supply/building', presentBuilding(res.locals.localised, { building, site, history }, { user: userOf(req), now: supply.now() }));
  });
  router.get(paths.buildingYearSvg, readers, async (req, res) => {
    const { current } = await supply.building(buildingIdOf(req));
    await sendChart(req, res, charts, buildingYearChart(res.locals.localised, current, supply.now()));
  });
  router.get(paths.buildingYearCsv, readers, async (req, res) => {
    const { current } = await supply.building(buildingIdOf(req));
    res.attachment('surplus-heat-hours.csv').type('text/csv').send(buildingYearCsv(current, supply.now()));
  });
}

async function confirmPublication(supply: SupplyService, publish: boolean, req: Request, res: Response): Promise<void> {
  const building = await supply.building(buildingIdOf(req));
  res.render('supply/publication', presentPublication(res.locals.localised, { building, site: await supply.site(building.current.siteId) }, publish));
}

async function changePublication(supply: SupplyService, publish: boolean, req: Request, res: Response): Promise<void> {
  const reference = parseForm(referenceSchema, { ...(req.body as object), id: buildingIdOf(req) });
  try {
    const { current } = await supply.setPublished(userOf(req), reference, publish);
    req.session.flash = { kind: 'success', text: message(publish ? 'supply:publish.done' : 'supply:unpublish.done', { name: current.name }) };
    res.redirect(303, to(paths.building, { buildingId: reference.id }));
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const [building, history] = await Promise.all([supply.building(reference.id), supply.buildingHistory(reference.id)]);
    const notice = publicationConflict(res.locals.localised, error.said, history, reference.revision);
    const site = await supply.site(building.current.siteId);
    res.status(409).render('supply/publication', presentPublication(res.locals.localised, { building, site }, publish, notice));
  }
}

function addPublication(router: Router, supply: SupplyService, guards: RouteGuards): void {
  const writers = guards.role('manager', 'admin');
  for (const [path, publish] of [[paths.buildingPublish, true], [paths.buildingUnpublish, false]] as const) {
    router.get(path, writers, (req, res) => confirmPublication(supply, publish, req, res));
    router.post(path, writers, (req, res) => changePublication(supply, publish, req, res));
  }
}

export function supplyRoutes(supply: SupplyService, guards: RouteGuards, charts: Charts): Router {
  const router = Router();
  addPublicRoutes(router, supply, charts);
  addPlaceRoutes(router, supply);
  // Before the addresses with an id in them, which `new` would also fit.
  addSiteForms(router, supply, guards);
  addBuildingForms(router, supply, guards);
  addReadRoutes(router, supply, guards, charts);
  addPublication(router, supply, guards);
  return router;
}
