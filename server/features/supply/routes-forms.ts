import type { Request, Response, Router } from 'express';
import { parseForm } from '../../shared/form.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import { newBuildingForm, processBuildingForm, storedBuildingForm } from './form-flow-building.js';
import { newSiteForm, processSiteForm, storedSiteForm, type FormOutcome, type Sender, type SentForm } from './form-flow-site.js';
import type { UploadedFile } from './hourly-upload.js';
import type { SupplyService } from './index.js';
import { presentBuildingForm } from './presenter-form-building.js';
import { presentSiteForm, type SiteFormState } from './presenter-form-site.js';
import { presentPlaceChoice } from './presenter-place.js';
import { intentSchema, referenceSchema } from './schema.js';

const senderOf = (service: SupplyService, req: Request, res: Response): Sender =>
  ({ service, user: req.user as Express.User, localised: res.locals.localised });

/** A new one names its own id, one that is there is named by the address. */
function sentForm(req: Request, id?: unknown): SentForm {
  const body = (req.body ?? {}) as Record<string, unknown>;
  const reference = parseForm(referenceSchema, id === undefined ? { ...body, revision: 0 } : { ...body, id });
  return { reference, ...intentSchema.parse(body), body, files: (req.files ?? []) as UploadedFile[] };
}

type Render<State> = (res: Response, state: State) => Promise<void> | void;

async function answer<State>(req: Request, res: Response, outcome: FormOutcome<State>, render: Render<State>): Promise<void> {
  if (outcome.kind === 'page') {
    res.status(outcome.status);
    await render(res, outcome.state);
    return;
  }
  req.session.flash = { kind: 'success', text: outcome.flash };
  res.redirect(303, outcome.location);
}

export function addSiteForms(router: Router, supply: SupplyService, guards: RouteGuards): void {
  const writers = guards.role('manager', 'admin');
  const render: Render<SiteFormState> = async (res, state) => {
    const choice = presentPlaceChoice(res.locals.localised, await supply.list(), state.values, state.reference.id);
    res.render('supply/site-form', { ...presentSiteForm(res.locals.localised, state), choice });
  };
  const receive = async (req: Request, res: Response, id?: unknown): Promise<void> =>
    answer(req, res, await processSiteForm(senderOf(supply, req, res), sentForm(req, id)), render);

  router.get(paths.newSite, writers, (_req, res) => render(res, newSiteForm(supply.newReference())));
  router.post(paths.newSite, writers, (req, res) => receive(req, res));
  router.get(paths.editSite, writers, async (req, res) => {
    await render(res, storedSiteForm(await supply.site(String(req.params['siteId']))));
  });
  router.post(paths.editSite, writers, (req, res) => receive(req, res, req.params['siteId']));
}

export function addBuildingForms(router: Router, supply: SupplyService, guards: RouteGuards): void {
  const writers = guards.role('manager', 'admin');
  const receive = async (req: Request, res: Response, id?: unknown): Promise<void> => {
    const outcome = await processBuildingForm(senderOf(supply, req, res), sentForm(req, id), String(req.params['siteId'] ?? ''));
    await answer(req, res, outcome, (page, state) => { page.render('supply/building-form', presentBuildingForm(page.locals.localised, state)); });
  };

  router.get(paths.newBuilding, writers, async (req, res) => {
    const site = await supply.site(String(req.params['siteId']));
    res.render('supply/building-form', presentBuildingForm(res.locals.localised, newBuildingForm(supply.newReference(), site)));
  });
  router.post(paths.newBuilding, writers, (req, res) => receive(req, res));
  router.get(paths.editBuilding, writers, async (req, res) => {
    const building = await supply.building(String(req.params['buildingId']));
    const site = await supply.site(building.current.siteId);
    res.render('supply/building-form', presentBuildingForm(res.locals.localised, storedBuildingForm(building, site)));
  });
  router.post(paths.editBuilding, writers, (req, res) => receive(req, res, req.params['buildingId']));
}
