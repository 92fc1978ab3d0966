import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { CurrentUser } from '../../shared/current-user.js';
import { NotFoundError, SignInRequiredError, ValidationError, type FieldErrors } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import type { Charts, RouteGuards } from '../../shared/ports.js';
import { sendChart } from '../../shared/send-files.js';
import { paths, to } from '../../web/paths.js';
import type { Plan, PlansService } from './plan.js';
import { isPlanned, presentPlan, presentProgress } from './presenter-plan.js';
import { frontCsv, leftOutCsv, planJson, planMatchesCsv, roadmapCsv } from './presenter-plan-csv.js';
import { isSure, planTornadoChart, planTornadoCsv, type SurePlan } from './presenter-plan-certainty.js';
import { presentPlans } from './presenter-plan-form.js';
import { frontChart } from './presenter-plan-front.js';
import type { Planned } from './presenter-plan-parts.js';
import { roadmapChart } from './presenter-plan-roadmap.js';
import { distributionChart, distributionCsv } from './presenter-spread.js';
import { newPlanValues, planQuery, readPlanRequest, refusalErrors, requestValues, type Values } from './schema-plan.js';

function userOf(req: Request): CurrentUser {
  if (req.user === undefined) throw new SignInRequiredError();
  return req.user;
}
const planIdOf = (req: Request): string => String(req.params['planId']);

/** The list with the form: new, as an earlier plan was asked for, or as it was sent and refused. */
async function showPlans(plans: PlansService, req: Request, res: Response, sent?: { readonly values: Values; readonly errors: FieldErrors }): Promise<void> {
  const { localised } = res.locals;
  const { site, from } = planQuery.parse(req.query);
  const [choices, earlier] = await Promise.all([plans.choices(site), from === undefined ? null : plans.plan(from)]);
  const listed = choices.site === null ? [] : await plans.list(choices.site.siteId);
  const form = sent ?? (earlier === null ? { values: newPlanValues(localised, choices, listed.length), errors: {} }
    : { values: requestValues(earlier.request), errors: refusalErrors(earlier) });
  res.status(sent === undefined ? 200 : 422).render('matching/plans', presentPlans(localised, choices, listed, userOf(req), form));
}

function request(plans: PlansService): RequestHandler {
  return async (req, res) => {
    const values = (req.body ?? {}) as Values;
    try {
      const { site } = planQuery.parse(req.query);
      const choices = await plans.choices(site);
      const plan = await plans.request(userOf(req), choices.site?.siteId ?? '', readPlanRequest(values, choices));
      res.redirect(303, to(paths.plan, { planId: plan.id }));
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      await showPlans(plans, req, res, { values, errors: error.fields });
    }
  };
}

type Answered = (answer: (plan: Planned, req: Request, res: Response) => Promise<void> | void) => RequestHandler;

/** Files and pictures of a plan that is there. */
function addFiles(router: Router, plans: PlansService, guards: RouteGuards, charts: Charts): void {
  const readers = guards.role('manager', 'verifier', 'admin');
  const planned: Answered = (answer) => async (req, res) => {
    const plan: Plan = await plans.plan(planIdOf(req));
    if (!isPlanned(plan)) throw new NotFoundError(message('matching:this.result'));
    await answer(plan, req, res);
  };
  const csv = (name: string, text: (plan: Planned) => string): RequestHandler => planned((plan, _req, res) => {
    res.attachment(`${name}-${plan.id}.csv`).type('text/csv; charset=utf-8').send(text(plan));
  });
  router.get(paths.planMatchesCsv, readers, csv('plan-matches', planMatchesCsv));
  router.get(paths.planFrontCsv, readers, csv('plan-front', frontCsv));
  router.get(paths.planRoadmapCsv, readers, csv('plan-roadmap', roadmapCsv));
  router.get(paths.planLeftOutCsv, readers, csv('plan-left-out', leftOutCsv));
  router.get(paths.planJson, readers, planned((plan, _req, res) => { res.attachment(`plan-${plan.id}.json`).json(planJson(plan)); }));
  router.get(paths.planFrontSvg, readers, planned(async (plan, req, res) => {
    await sendChart(req, res, charts, frontChart(res.locals.localised, plan));
  }));
  router.get(paths.planRoadmapSvg, readers, planned(async (plan, req, res) => {
    await sendChart(req, res, charts, roadmapChart(res.locals.localised, plan));
  }));
  addCertaintyFiles(router, planned, guards, charts);
}

/** How sure a plan is, where it has been drawn. */
function addCertaintyFiles(router: Router, planned: Answered, guards: RouteGuards, charts: Charts): void {
  const readers = guards.role('manager', 'verifier', 'admin');
  const sure = (answer: (plan: SurePlan, req: Request, res: Response) => Promise<void> | void): RequestHandler => planned((plan, req, res) => {
    if (!isSure(plan)) throw new NotFoundError(message('matching:this.certainty'));
    return answer(plan, req, res);
  });
  const csv = (name: string, text: (plan: SurePlan) => string): RequestHandler => sure((plan, _req, res) => {
    res.attachment(`${name}-${plan.id}.csv`).type('text/csv; charset=utf-8').send(text(plan));
  });
  router.get(paths.planNpvCsv, readers, csv('plan-npv', ({ certainty }) => distributionCsv(certainty)));
  router.get(paths.planTornadoCsv, readers, csv('plan-tornado', planTornadoCsv));
  router.get(paths.planNpvSvg, readers, sure(async ({ certainty }, req, res) => {
    await sendChart(req, res, charts, distributionChart(res.locals.localised, certainty));
  }));
  router.get(paths.planTornadoSvg, readers, sure(async (plan, req, res) => {
    await sendChart(req, res, charts, planTornadoChart(res.locals.localised, plan));
  }));
}

/** Plans of a site: made by its managers, read by verifiers too; partners see nothing of them. */
export function planRoutes(plans: PlansService, guards: RouteGuards, charts: Charts): Router {
  const router = Router();
  const [readers, planners] = [guards.role('manager', 'verifier', 'admin'), guards.role('manager', 'admin')];
  router.get(paths.plans, readers, (req, res) => showPlans(plans, req, res));
  router.post(paths.plans, planners, request(plans));
  router.get(paths.plan, readers, async (req, res) => {
    const plan = await plans.plan(planIdOf(req));
    res.render('matching/plan', presentPlan(res.locals.localised, plan, await plans.changes(plan), userOf(req)));
  });
  router.get(paths.planProgress, readers, async (req, res) => { res.json(presentProgress(res.locals.localised, await plans.plan(planIdOf(req)))); });
  router.post(paths.stopPlan, planners, async (req, res) => {
    const plan = await plans.stop(userOf(req), planIdOf(req));
    req.session.flash = { kind: 'success', text: message('matching:stopped') };
    res.redirect(303, to(paths.plan, { planId: plan.id }));
  });
  router.get(paths.planCases, readers, async (req, res) => {
    const plan = await plans.plan(planIdOf(req));
    res.attachment(`plan-${plan.id}-cases.ndjson`).type('application/x-ndjson').send(await plans.cases(plan));
  });
  addFiles(router, plans, guards, charts);
  return router;
}
