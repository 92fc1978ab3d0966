import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { ConflictError, ForbiddenError, NotFoundError, ValidationError, type FieldErrors } from '../../shared/errors.js';
import { parseForm } from '../../shared/form.js';
import { message } from '../../shared/message.js';
import type { Charts } from '../../shared/ports.js';
import { sendChart } from '../../shared/send-files.js';
import { paths, to } from '../../web/paths.js';
import { presentPlaceChoice } from '../supply/index.js';
import type { DemandAnswers } from './answers.js';
import { submittedWords } from './form-flow.js';
import { GUIDE_STEPS, isAnswered, roughQuestion, stepAfter, STEP_ANSWERS, stepErrors, stepsFor, withAnswers, type GuideStep } from './guide.js';
import type { Demand, DemandReference, DemandService, RoughEstimate } from './index.js';
import { presentCheck, presentStep, sketchChart, sketchText, stepHref, type GuidePage, type Rough } from './presenter-guide.js';
import type { BuildingPlaces } from './routes-form.js';
import { readAnswers } from './schema.js';

export interface GuideParts {
  readonly demand: DemandService;
  readonly buildings: BuildingPlaces;
  readonly charts: Charts;
  readonly estimate: RoughEstimate;
}

const keptSchema = z.object({
  answers: z.record(z.string(), z.unknown()).catch({}),
  reference: z.object({ demandId: z.string(), revision: z.number() }).nullable().catch(null),
});
interface Kept { readonly answers: DemandAnswers; readonly reference: DemandReference | null }

/** What this browser has answered so far; read with the same schema as a form, because a session may be older than the program. */
function keptIn(req: Request): Kept {
  const { answers, reference } = keptSchema.parse(req.session.guide ?? {});
  return { answers: readAnswers(answers).answers, reference };
}

const isPartner = (req: Request): boolean => req.user?.role === 'partner';
const stepOf = (req: Request): GuideStep => {
  const step = GUIDE_STEPS.find((one) => one === req.params['step']);
  if (step === undefined) throw new NotFoundError(message('guide:thisQuestion'));
  return step;
};

/** In the session always; of a partner as a draft too, so that colleagues and other devices have it. */
async function keep({ demand }: GuideParts, req: Request, answers: DemandAnswers): Promise<Demand | null> {
  const { reference } = keptIn(req);
  req.session.guide = { answers, reference };
  if (!isPartner(req)) return null;
  try {
    const draft = await demand.saveDraft(req.user as Express.User, reference ?? demand.newReference(), answers, 'keep');
    req.session.guide = { answers, reference: { demandId: draft.id, revision: draft.revision } };
    return draft;
  } catch (error) {
    // Somebody else has changed or withdrawn it: from here on these answers are a draft of their own.
    if (error instanceof ConflictError || error instanceof NotFoundError) req.session.guide = { answers, reference: null };
    throw error;
  }
}

async function roughOf({ estimate, demand }: GuideParts, answers: DemandAnswers): Promise<Rough | null> {
  const question = roughQuestion(answers, demand.today());
  return question === null ? null : estimate(question);
}

async function pageOf(parts: GuideParts, req: Request, answers: DemandAnswers): Promise<GuidePage> {
  const organisation = await parts.demand.organisation(req.user?.organisationId ?? null);
  return { answers, isResearchGroup: organisation?.kind === 'research', rough: await roughOf(parts, answers) };
}

type Sent = Pick<GuidePage, 'values' | 'errors'>;

async function showStep(parts: GuideParts, req: Request, res: Response, status: number, sent: Sent = {}): Promise<void> {
  const { answers } = keptIn(req);
  const { localised } = res.locals;
  const step = stepOf(req);
  const page = presentStep(localised, step, { ...await pageOf(parts, req, answers), ...sent });
  const choice = step === 'place' ? presentPlaceChoice(localised, await parts.buildings.list(), sent.values ?? { ...answers }) : null;
  res.status(status).render('demand/guide', { ...page, choice });
}

/** Errors of what was typed first; then what is missing on this page. */
function errorsOf(step: GuideStep, typed: FieldErrors, answers: DemandAnswers): FieldErrors {
  const own = Object.fromEntries(Object.entries(typed).filter(([name]) => STEP_ANSWERS[step].some((one) => one === name)));
  return { ...stepErrors(step, answers), ...own };
}

async function receive(parts: GuideParts, req: Request, res: Response): Promise<void> {
  const step = stepOf(req);
  const values = (req.body ?? {}) as Readonly<Record<string, unknown>>;
  const read = readAnswers(values);
  const answers = withAnswers(keptIn(req).answers, step, read.answers);
  if (values['intent'] === 'place') {
    await showStep(parts, req, res, 200, { values });
    return;
  }
  const errors = errorsOf(step, read.errors, answers);
  if (Object.keys(errors).length > 0) {
    await showStep(parts, req, res, 422, { values, errors });
    return;
  }
  await keep(parts, req, answers);
  const next = stepAfter(step, answers);
  res.redirect(303, next === null ? paths.guideCheck : stepHref(next));
}

async function check(parts: GuideParts, req: Request, res: Response): Promise<void> {
  const { answers } = keptIn(req);
  if (answers.use === undefined) {
    res.redirect(303, stepHref('use'));
    return;
  }
  if (req.user === undefined) req.session.returnTo = paths.guideCheck;
  res.render('demand/guide-check', presentCheck(res.locals.localised, await pageOf(parts, req, answers), req.user?.role));
}

/** Where somebody left off, or the demand that was asked for. */
async function start(parts: GuideParts, req: Request, res: Response): Promise<void> {
  const demandId = typeof req.query['demand'] === 'string' ? req.query['demand'] : null;
  if (demandId !== null && isPartner(req)) {
    const { id, revision, answers } = await parts.demand.read(req.user as Express.User, demandId);
    if (answers.profileKind === 'hourly') {
      // Hourly values are looked after by the form that takes files.
      res.redirect(303, to(paths.editDemand, { demandId: id }));
      return;
    }
    req.session.guide = { answers, reference: { demandId: id, revision } };
  }
  const { answers } = keptIn(req);
  const open = stepsFor(answers).find((step) => !isAnswered(step, answers));
  res.redirect(303, open === undefined ? paths.guideCheck : stepHref(open));
}

async function finish(parts: GuideParts, req: Request, res: Response): Promise<void> {
  if (!isPartner(req)) throw new ForbiddenError(message('guide:partnersOnly'), ['partner']);
  const { intent } = parseForm(z.object({ intent: z.enum(['save', 'submit']).catch('save') }), req.body);
  const draft = await keep(parts, req, keptIn(req).answers);
  if (draft === null) throw new ForbiddenError();
  try {
    const demand = intent === 'submit' ? await parts.demand.submit(req.user as Express.User, { demandId: draft.id, revision: draft.revision }) : draft;
    req.session.guide = undefined;
    req.session.flash = { kind: 'success', text: intent === 'submit' ? submittedWords(demand) : message('demand:done.draft') };
    res.redirect(303, to(paths.demand, { demandId: draft.id }));
  } catch (error) {
    // What is missing stands on the page already, each gap with the way to its question.
    if (!(error instanceof ValidationError)) throw error;
    res.redirect(303, paths.guideCheck);
  }
}

/** Answers as they would be with what stands in the fields now. */
function sketched(req: Request): DemandAnswers {
  const step = GUIDE_STEPS.find((one) => one === req.query['step']);
  const { answers } = keptIn(req);
  return step === undefined ? answers : withAnswers(answers, step, readAnswers(req.query).answers);
}

/** One question a page, for everybody: an account is asked for only when the answers are to be kept. */
export function addGuideRoutes(router: Router, parts: GuideParts): void {
  router.get(paths.guide, (req, res) => start(parts, req, res));
  router.get(paths.guideCheck, (req, res) => check(parts, req, res));
  router.post(paths.guideKeep, (req, res) => finish(parts, req, res));
  router.post(paths.guideClear, (req, res) => {
    req.session.guide = undefined;
    res.redirect(303, stepHref('use'));
  });
  router.get(paths.guideSketchSvg, async (req, res) => {
    const chart = sketchChart(res.locals.localised, sketched(req));
    if (chart === null) throw new NotFoundError(message('demand:this.picture'));
    await sendChart(req, res, parts.charts, chart);
  });
  router.get(paths.guideSketch, (req, res) => {
    const answers = sketched(req);
    res.json({ text: sketchText(res.locals.localised, answers), known: sketchChart(res.locals.localised, answers) !== null });
  });
  router.get(paths.guideStep, (req, res) => showStep(parts, req, res, 200));
  router.post(paths.guideStep, (req, res) => receive(parts, req, res));
}
