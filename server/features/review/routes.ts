import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { CurrentUser } from '../../shared/current-user.js';
import { SignInRequiredError, ValidationError } from '../../shared/errors.js';
import { parseForm } from '../../shared/form.js';
import type { Charts, RouteGuards, Spreadsheets } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import type { MatchingService } from '../matching/index.js';
import { presentConflict, presentMatch } from './presenter.js';
import { queueCsv, queueTable, withColumns } from './presenter-csv.js';
import { presentEmpty } from './presenter-empty.js';
import { presentQueue } from './presenter-queue.js';
import { presentRecalculation } from './presenter-recalculation.js';
import { sendCsv, sendXlsx } from './routes-files.js';
import { addBoardRoutes } from './routes-board.js';
import { addCertaintyRoutes } from './routes-certainty.js';
import { addMatchFileRoutes } from './routes-match-files.js';
import { addSeveralRoutes } from './routes-several.js';
import { addSideBySideRoutes } from './routes-side-by-side.js';
import { addStabilityRoutes } from './routes-stability.js';
import { addWhatIfRoutes } from './routes-what-if.js';
import { decisionSchema, PAGE_SIZE, queueQuery, queueSchema, type QueueFilter } from './schema.js';
import type { ReviewService } from './service.js';
import type { QueueViewService } from './service-views.js';
import { stateLabel } from './wording.js';

/** An export is a file, not a page: everything that is filtered, up to this many lines. */
const EXPORT_LIMIT = 100_000;

function userOf(req: Request): CurrentUser {
  if (req.user === undefined) throw new SignInRequiredError();
  return req.user;
}
const matchIdOf = (req: Request): string => String(req.params['matchId']);
const askedBy = (req: Request) => ({ user: userOf(req), matchId: matchIdOf(req) });
const fallbackOf = (user: CurrentUser): 'all' | 'open' => (user.role === 'partner' ? 'all' : 'open');

/** What draws and writes files, and what a user's lists are kept in. */
export interface ReviewParts {
  readonly views: QueueViewService;
  readonly charts: Charts;
  readonly spreadsheets: Spreadsheets;
}

function queueHandlers(review: ReviewService, matching: MatchingService, { spreadsheets, views }: ReviewParts) {
  const page: RequestHandler = async (req, res) => {
    const user = userOf(req);
    const { localised } = res.locals;
    const filter: QueueFilter = queueSchema.parse(req.query);
    const [matches, choices, recalculations, saved] = await Promise.all([
      review.queue(user, { ...queueQuery(filter, fallbackOf(user)), limit: PAGE_SIZE, skip: ((filter.page ?? 1) - 1) * PAGE_SIZE }),
      review.choices(user), matching.recalculations(), views.of(user),
    ]);
    const recalculation = presentRecalculation(localised, recalculations);
    const empty = matches.total > 0 ? null : presentEmpty(await review.availability(user), filter, recalculation, user);
    res.render('review/queue', { ...presentQueue(localised, matches, filter, { choices, views: saved }, user), recalculation, empty });
  };
  const table = async (req: Request, { locals: { localised } }: Response) => {
    const user = userOf(req);
    const filter = queueSchema.parse(req.query);
    const { matches } = await review.queue(user, { ...queueQuery(filter, fallbackOf(user)), limit: EXPORT_LIMIT });
    return withColumns(queueTable(localised, matches, user.role), filter.col);
  };
  const csv: RequestHandler = async (req, res) => { sendCsv(res, 'matches.csv', queueCsv(await table(req, res))); };
  const xlsx: RequestHandler = async (req, res) => { sendXlsx(res, 'matches.xlsx', await spreadsheets.xlsx(await table(req, res))); };
  return { page, csv, xlsx };
}

function decide(review: ReviewService): RequestHandler {
  return async (req, res) => {
    const user = userOf(req);
    try {
      const { back, ...decision } = parseForm(decisionSchema, req.body);
      const outcome = await review.decide(user, matchIdOf(req), decision);
      if (outcome.kind === 'conflict') {
        res.status(409).render('review/conflict', presentConflict(res.locals.localised, outcome.match, outcome.since, user));
        return;
      }
      req.session.flash = { kind: 'success', text: `${outcome.match.demandName}: ${stateLabel(res.locals.localised.t, outcome.match.state, user.role)}.` };
      res.redirect(303, back ?? to(paths.match, { matchId: outcome.match.id }));
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      const values = req.body as Record<string, unknown>;
      const { match, simulation } = await review.certainty(user, matchIdOf(req));
      const rejected = { action: String(values['action']), values, errors: error.fields };
      res.status(422).render('review/match', presentMatch(res.locals.localised, match, user, simulation, rejected));
    }
  };
}

/** Pages and files of the review; which match a user may see is the service's business. */
export function reviewRoutes(review: ReviewService, matching: MatchingService, guards: RouteGuards, parts: ReviewParts): Router {
  const router = Router();
  const { charts, views } = parts;
  const queue = queueHandlers(review, matching, parts);
  const everyone = guards.signedIn();

  router.get(paths.matches, everyone, queue.page);
  router.get(paths.matchesCsv, everyone, queue.csv);
  router.get(paths.matchesXlsx, everyone, queue.xlsx);
  router.get(paths.recalculation, everyone, async (_req, res) => { res.json(presentRecalculation(res.locals.localised, await matching.recalculations())); });
  addBoardRoutes(router, review, guards, userOf);
  addSeveralRoutes(router, review, guards, { views, userOf });
  addSideBySideRoutes(router, review, guards, userOf);
  addStabilityRoutes(router, review, guards, userOf);
  addWhatIfRoutes(router, review, guards, askedBy);
  addCertaintyRoutes(router, review, guards, charts, askedBy);
  addMatchFileRoutes(router, review, guards, charts, askedBy);
  router.get(paths.match, everyone, async (req, res) => {
    const user = userOf(req);
    const { match, simulation } = await review.certainty(user, matchIdOf(req));
    res.render('review/match', presentMatch(res.locals.localised, match, user, simulation));
  });
  router.get(paths.matchCase, guards.role('manager', 'verifier', 'admin'), async (req, res) => {
    const matchCase = await review.exportCase(userOf(req), matchIdOf(req));
    res.attachment(`case-${matchIdOf(req)}.json`).json(matchCase);
  });
  router.post(paths.matchTransitions, everyone, decide(review));
  return router;
}
