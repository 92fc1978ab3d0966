import type { Request, Response, Router } from 'express';
import { parseForm } from '../../shared/form.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import { processDemandForm } from './form-flow.js';
import { readSentForm, type UploadedFile } from './form-input.js';
import type { DemandReference, DemandService } from './index.js';
import { usesFor } from './labels.js';
import { presentDemandForm, presentUseChoice } from './presenter-form.js';
import { referenceSchema } from './schema.js';
import { usualAnswers } from './usual-values.js';

async function showNew(demand: DemandService, req: Request, res: Response): Promise<void> {
  const organisation = await demand.organisation(req.user?.organisationId ?? null);
  const isResearchGroup = organisation?.kind === 'research';
  const answers = usualAnswers(typeof req.query['use'] === 'string' ? req.query['use'] : undefined);
  if (answers.use === undefined) {
    res.render('demand/choose-use', presentUseChoice(usesFor(isResearchGroup)));
    return;
  }
  res.render('demand/form', presentDemandForm({
    reference: demand.newReference(), values: { ...answers }, answers, hourly: null, isResearchGroup, submittedVersion: null,
  }));
}

async function showEdit(demand: DemandService, req: Request, res: Response): Promise<void> {
  const user = req.user as Express.User;
  const stored = await demand.read(user, String(req.params['demandId']));
  if (stored.state === 'withdrawn') {
    res.redirect(303, req.path.replace(/\/edit$/, ''));
    return;
  }
  const organisation = await demand.organisation(user.organisationId);
  res.render('demand/form', presentDemandForm({
    reference: { demandId: stored.id, revision: stored.revision }, values: { ...stored.answers }, answers: stored.answers,
    hourly: stored.hourly, isResearchGroup: organisation?.kind === 'research',
    submittedVersion: stored.state === 'submitted' ? stored.version : null,
  }));
}

async function receive(demand: DemandService, reference: DemandReference, req: Request, res: Response): Promise<void> {
  const form = readSentForm(reference, req.body, (req.files ?? []) as UploadedFile[]);
  const outcome = await processDemandForm(demand, req.user as Express.User, form);
  if (outcome.kind === 'page') {
    res.status(outcome.status).render('demand/form', presentDemandForm(outcome.state));
    return;
  }
  req.session.flash = { kind: 'success', text: outcome.flash };
  res.redirect(303, outcome.location);
}

/** The form in both its places: a new demand, and one that is there already. */
export function addFormRoutes(router: Router, demand: DemandService, guards: RouteGuards): void {
  const partner = guards.role('partner');
  router.get(paths.newDemand, partner, (req, res) => showNew(demand, req, res));
  router.post(paths.newDemand, partner, (req, res) => receive(demand, { ...parseForm(referenceSchema, req.body), revision: 0 }, req, res));
  router.get(paths.editDemand, partner, (req, res) => showEdit(demand, req, res));
  router.post(paths.editDemand, partner, (req, res) => {
    const body = req.body as Record<string, unknown> | undefined;
    return receive(demand, parseForm(referenceSchema, { ...body, demandId: req.params['demandId'] }), req, res);
  });
}
