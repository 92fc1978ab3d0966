import { Router, type Request, type Response } from 'express';
import { ConflictError, NotFoundError, ValidationError } from '../../shared/errors.js';
import { parseForm } from '../../shared/form.js';
import { message, type Said } from '../../shared/message.js';
import type { Charts, RouteGuards } from '../../shared/ports.js';
import { sendChart } from '../../shared/send-files.js';
import { paths, to } from '../../web/paths.js';
import { submittedWords } from './form-flow.js';
import type { DemandQuery, DemandService, ListedDemand, RoughEstimate } from './index.js';
import { hoursCsv, listCsv, presentList } from './presenter-list.js';
import { presentDemand, presentVersion, presentWithdrawal } from './presenter-view.js';
import { demandYearChart, demandYearCsv, presentYear } from './presenter-year.js';
import { addFormRoutes, renderForm, type BuildingPlaces } from './routes-form.js';
import { addGuideRoutes } from './routes-guide.js';
import { filterSchema, referenceSchema, withdrawSchema } from './schema.js';

const idOf = (req: Request): string => String(req.params['demandId']);
const userOf = (req: Request): Express.User => req.user as Express.User;
const done = (req: Request, res: Response, demandId: string, text: Said): void => {
  req.session.flash = { kind: 'success', text };
  res.redirect(303, to(paths.demand, { demandId }));
};

async function listed(demand: DemandService, req: Request) {
  const filter = parseForm(filterSchema, req.query);
  const query: DemandQuery = { state: filter.state, use: filter.use, text: filter.q };
  return { filter, found: await demand.list(userOf(req), query) };
}

async function readListed(demand: DemandService, req: Request): Promise<ListedDemand> {
  const found = await demand.read(userOf(req), idOf(req));
  const organisation = await demand.organisation(found.organisationId);
  return { demand: found, organisationName: organisation?.name ?? '' };
}

function addReadRoutes(router: Router, demand: DemandService, guards: RouteGuards, charts: Charts): void {
  const readers = guards.signedIn();
  router.get(paths.demands, readers, async (req, res) => {
    const { filter, found } = await listed(demand, req);
    res.render('demand/list', presentList(res.locals.localised, found, filter, userOf(req)));
  });
  router.get(paths.demandsCsv, readers, async (req, res) => {
    const { found } = await listed(demand, req);
    res.attachment('heat-demands.csv').type('text/csv').send(listCsv(found));
  });
  router.get(paths.demand, readers, async (req, res) => {
    const read = await readListed(demand, req);
    res.render('demand/show', { ...presentDemand(res.locals.localised, read, userOf(req)), year: presentYear(res.locals.localised, read.demand) });
  });
  router.get(paths.demandYearSvg, readers, async (req, res) => {
    const chart = demandYearChart(res.locals.localised, await demand.read(userOf(req), idOf(req)));
    if (chart === null) throw new NotFoundError(message('demand:this.picture'));
    await sendChart(req, res, charts, chart);
  });
  router.get(paths.demandYearCsv, readers, async (req, res) => {
    const text = demandYearCsv(await demand.read(userOf(req), idOf(req)));
    if (text === null) throw new NotFoundError(message('demand:this.yearFile'));
    res.attachment('heat-demand-year.csv').type('text/csv').send(text);
  });
  router.get(paths.demandVersion, readers, async (req, res) => {
    const version = await demand.readVersion(userOf(req), idOf(req), Number(req.params['version']));
    res.render('demand/version', presentVersion(res.locals.localised, version));
  });
  router.get(paths.demandHoursCsv, readers, async (req, res) => {
    const { hourly } = await demand.read(userOf(req), idOf(req));
    if (hourly === null) throw new NotFoundError(message('demand:this.hours'));
    res.attachment('heat-demand-hours.csv').type('text/csv').send(hoursCsv(hourly.valuesKw));
  });
}

/** From the page that shows the answers: what is missing leads back into the form, with each gap beside its field. */
async function submit(demand: DemandService, buildings: BuildingPlaces, req: Request, res: Response): Promise<void> {
  const reference = parseForm(referenceSchema, { ...(req.body as object), demandId: idOf(req) });
  try {
    done(req, res, reference.demandId, submittedWords(await demand.submit(userOf(req), reference)));
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const stored = await demand.read(userOf(req), reference.demandId);
    const organisation = await demand.organisation(stored.organisationId);
    await renderForm(buildings, res, 422, {
      reference: { demandId: stored.id, revision: stored.revision }, values: { ...stored.answers }, answers: stored.answers, hourly: stored.hourly, choice: null,
      errors: error.fields, isResearchGroup: organisation?.kind === 'research', submittedVersion: stored.state === 'submitted' ? stored.version : null,
    });
  }
}

function addWithdrawal(router: Router, demand: DemandService, guards: RouteGuards): void {
  const partner = guards.role('partner');
  router.get(paths.withdrawDemand, partner, async (req, res) => {
    const stored = await demand.read(userOf(req), idOf(req));
    if (stored.state === 'withdrawn') throw new ConflictError(message('demand:conflict.withdrawn'));
    res.render('demand/withdraw', presentWithdrawal(res.locals.localised, stored));
  });
  router.post(paths.withdrawDemand, partner, async (req, res) => {
    const { reason, ...reference } = parseForm(withdrawSchema, { ...(req.body as object), demandId: idOf(req) });
    const withdrawn = await demand.withdraw(userOf(req), reference, reason ?? null);
    done(req, res, withdrawn.id, message(withdrawn.version === null ? 'demand:done.discarded' : 'demand:done.withdrawn'));
  });
}

export interface DemandPages {
  readonly charts: Charts;
  readonly buildings: BuildingPlaces;
  readonly estimate: RoughEstimate;
}

export function demandRoutes(demand: DemandService, guards: RouteGuards, { charts, buildings, estimate }: DemandPages): Router {
  const router = Router();
  const partner = guards.role('partner');
  // Before the addresses with an id in them, which `new` would also fit.
  addGuideRoutes(router, { demand, buildings, charts, estimate });
  addFormRoutes(router, demand, guards, buildings);
  addReadRoutes(router, demand, guards, charts);
  addWithdrawal(router, demand, guards);
  router.post(paths.submitDemand, partner, (req, res) => submit(demand, buildings, req, res));
  router.post(paths.copyDemand, partner, async (req, res) => {
    const { id } = await demand.copy(userOf(req), idOf(req));
    req.session.flash = { kind: 'success', text: message('demand:done.copied') };
    res.redirect(303, to(paths.editDemand, { demandId: id }));
  });
  return router;
}
