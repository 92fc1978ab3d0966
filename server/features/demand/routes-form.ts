import type { Request, Response, Router } from 'express';
import { parseForm } from '../../shared/form.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import { presentPlaceChoice, type SupplyService } from '../supply/index.js';
import { processDemandForm } from './form-flow.js';
import { readSentForm, readSentUpload, type UploadedFile } from './form-input.js';
import type { DemandReference, DemandService } from './index.js';
import { usesFor } from './labels.js';
import { presentDemandForm, presentUseChoice, type DemandFormState } from './presenter-form.js';
import { referenceSchema } from './schema.js';
import { usualAnswers } from './usual-values.js';

export type BuildingPlaces = Pick<SupplyService, 'list'>;
interface Parts { readonly demand: DemandService; readonly buildings: BuildingPlaces }

export async function renderForm(buildings: BuildingPlaces, res: Response, status: number, state: DemandFormState): Promise<void> {
  const choice = presentPlaceChoice(res.locals.localised, await buildings.list(), state.values);
  res.status(status).render('demand/form', { ...presentDemandForm(res.locals.localised, state), choice });
}

async function showNew({ demand, buildings }: Parts, req: Request, res: Response): Promise<void> {
  const organisation = await demand.organisation(req.user?.organisationId ?? null);
  const isResearchGroup = organisation?.kind === 'research';
  const answers = usualAnswers(typeof req.query['use'] === 'string' ? req.query['use'] : undefined);
  if (answers.use === undefined) {
    res.render('demand/choose-use', presentUseChoice(res.locals.localised, usesFor(isResearchGroup)));
    return;
  }
  await renderForm(buildings, res, 200, {
    reference: demand.newReference(), values: { ...answers }, answers, hourly: null, choice: null, isResearchGroup, submittedVersion: null,
  });
}

async function showEdit({ demand, buildings }: Parts, req: Request, res: Response): Promise<void> {
  const user = req.user as Express.User;
  const stored = await demand.read(user, String(req.params['demandId']));
  if (stored.state === 'withdrawn') {
    res.redirect(303, req.path.replace(/\/edit$/, ''));
    return;
  }
  const organisation = await demand.organisation(user.organisationId);
  await renderForm(buildings, res, 200, {
    reference: { demandId: stored.id, revision: stored.revision }, values: { ...stored.answers }, answers: stored.answers,
    hourly: stored.hourly, choice: null, isResearchGroup: organisation?.kind === 'research',
    submittedVersion: stored.state === 'submitted' ? stored.version : null,
  });
}

async function receive({ demand, buildings }: Parts, reference: DemandReference, req: Request, res: Response): Promise<void> {
  const user = req.user as Express.User;
  const read = await demand.readUpload(user, readSentUpload(reference, req.body, (req.files ?? []) as UploadedFile[]));
  const outcome = await processDemandForm(demand, user, readSentForm(reference, req.body, read));
  const isOver = outcome.kind === 'done' || outcome.state.choice === null;
  if (isOver) await demand.forgetTable(user, reference.demandId);
  if (outcome.kind === 'page') {
    await renderForm(buildings, res, outcome.status, outcome.state);
    return;
  }
  req.session.flash = { kind: 'success', text: outcome.flash };
  res.redirect(303, outcome.location);
}

/** The form in both its places: a new demand, and one that is there already. */
export function addFormRoutes(router: Router, demand: DemandService, guards: RouteGuards, buildings: BuildingPlaces): void {
  const partner = guards.role('partner');
  const parts: Parts = { demand, buildings };
  router.get(paths.newDemand, partner, (req, res) => showNew(parts, req, res));
  router.post(paths.newDemand, partner, (req, res) => receive(parts, { ...parseForm(referenceSchema, req.body), revision: 0 }, req, res));
  router.get(paths.editDemand, partner, (req, res) => showEdit(parts, req, res));
  router.post(paths.editDemand, partner, (req, res) => {
    const body = req.body as Record<string, unknown> | undefined;
    return receive(parts, parseForm(referenceSchema, { ...body, demandId: req.params['demandId'] }), req, res);
  });
}
