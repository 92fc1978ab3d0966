import type { Request, Response, Router } from 'express';
import type { CurrentUser } from '../../shared/current-user.js';
import { ValidationError } from '../../shared/errors.js';
import { parseForm } from '../../shared/form.js';
import { message } from '../../shared/message.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import { presentSeveral, severalWords } from './presenter-several.js';
import { listSchema, MOST_DECIDED, selectionSchema, sentSelectionSchema, severalSchema, viewSchema } from './schema-several.js';
import type { ReviewService } from './service.js';
import type { QueueViewService } from './service-views.js';

type UserOf = (req: Request) => CurrentUser;

const listOf = (query: string): string => (query === '' ? paths.matches : `${paths.matches}?${query}`);

async function show(review: ReviewService, user: CurrentUser, req: Request, res: Response): Promise<void> {
  const { id: ids, back } = selectionSchema.parse(req.query);
  if (ids.length === 0 || ids.length > MOST_DECIDED) {
    req.session.flash = { kind: 'warning', text: message(ids.length === 0 ? 'selection:decide.none' : 'selection:decide.many', { most: MOST_DECIDED }) };
    res.redirect(303, back);
    return;
  }
  const matches = await Promise.all(ids.map((id) => review.match(user, id)));
  res.render('review/several', presentSeveral(res.locals.localised, matches, user, { back }));
}

async function decide(review: ReviewService, user: CurrentUser, req: Request, res: Response): Promise<void> {
  const body = (req.body ?? {}) as Readonly<Record<string, unknown>>;
  try {
    const { match: seen, back, ...decision } = parseForm(severalSchema, body);
    const outcome = await review.decideSeveral(user, seen, decision);
    req.session.flash = { kind: outcome.left.length === 0 ? 'success' : 'warning', text: severalWords(decision.action, outcome) };
    res.redirect(303, back);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const { match: ids, back } = sentSelectionSchema.parse(body);
    const matches = await Promise.all(ids.map((id) => review.match(user, id)));
    res.status(422).render('review/several', presentSeveral(res.locals.localised, matches, user, { back, sent: { values: body, errors: error.fields } }));
  }
}

/** What is done with the list as a whole: one decision on several matches, and lists saved under a name. */
export function addSeveralRoutes(router: Router, review: ReviewService, guards: RouteGuards, parts: { readonly views: QueueViewService; readonly userOf: UserOf }): void {
  const { views, userOf } = parts;
  const deciders = guards.role('manager', 'admin');
  router.get(paths.decideSeveral, deciders, (req, res) => show(review, userOf(req), req, res));
  router.post(paths.decideSeveral, deciders, (req, res) => decide(review, userOf(req), req, res));
  router.post(paths.queueViews, guards.signedIn(), async (req, res) => {
    const { query } = listSchema.parse(req.body);
    try {
      const view = parseForm(viewSchema, req.body);
      await views.save(userOf(req), view);
      req.session.flash = { kind: 'success', text: message('selection:view.saved', { name: view.name }) };
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      req.session.flash = { kind: 'warning', text: Object.values(error.fields)[0] ?? '' };
    }
    res.redirect(303, listOf(query));
  });
  router.post(paths.removeQueueView, guards.signedIn(), async (req, res) => {
    const { name, query } = parseForm(viewSchema, req.body);
    await views.remove(userOf(req), name);
    req.session.flash = { kind: 'success', text: message('selection:view.removed', { name }) };
    res.redirect(303, listOf(query));
  });
}
