import type { Request, RequestHandler, Response, Router } from 'express';
import type { MatchSimulation } from '../../engineering/index.js';
import type { CurrentUser, Role } from '../../shared/current-user.js';
import { NotFoundError, ValidationError } from '../../shared/errors.js';
import { parseForm } from '../../shared/form.js';
import { message } from '../../shared/message.js';
import type { Charts, RouteGuards } from '../../shared/ports.js';
import { sendChart } from '../../shared/send-files.js';
import { paths } from '../../web/paths.js';
import { distributionChart, distributionCsv } from '../matching/index.js';
import { presentCertainty } from './presenter-certainty.js';
import { matchTornadoChart, tornadoCsv } from './presenter-certainty-charts.js';
import { sendCsv } from './routes-files.js';
import { certaintySchema } from './schema-insight.js';
import type { ReviewService } from './service.js';

type AskedBy = (req: Request) => { readonly user: CurrentUser; readonly matchId: string };

function page(review: ReviewService, askedBy: AskedBy): RequestHandler {
  return async (req, res) => {
    const { user, matchId } = askedBy(req);
    try {
      const { seed } = parseForm(certaintySchema, req.query);
      res.render('review/certainty', presentCertainty(res.locals.localised, await review.certainty(user, matchId, seed), user));
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      const rejected = { seed: req.query['seed'], errors: error.fields };
      res.status(422).render('review/certainty', presentCertainty(res.locals.localised, await review.certainty(user, matchId), user, rejected));
    }
  };
}

interface Drawn {
  readonly simulation: MatchSimulation;
  readonly role: Role;
}

/** A picture or a file of the draws; none where nothing can be built. */
const ofDraws = (review: ReviewService, askedBy: AskedBy, answer: (drawn: Drawn, res: Response, req: Request) => Promise<void> | void): RequestHandler =>
  async (req, res) => {
    const { user, matchId } = askedBy(req);
    const { seed } = parseForm(certaintySchema, req.query);
    const { simulation } = await review.certainty(user, matchId, seed);
    if (!simulation.feasible) throw new NotFoundError(message('review:certainty.noPicture'));
    await answer({ simulation, role: user.role }, res, req);
  };

export function addCertaintyRoutes(router: Router, review: ReviewService, guards: RouteGuards, charts: Charts, askedBy: AskedBy): void {
  const everyone = guards.signedIn();
  const add = (path: string, answer: Parameters<typeof ofDraws>[2]): void => { router.get(path, everyone, ofDraws(review, askedBy, answer)); };

  router.get(paths.matchCertainty, everyone, page(review, askedBy));
  add(paths.matchNpvSvg, async ({ simulation }, res, req) => { await sendChart(req, res, charts, distributionChart(res.locals.localised, simulation)); });
  add(paths.matchTornadoSvg, async ({ simulation, role }, res, req) => {
    await sendChart(req, res, charts, matchTornadoChart(res.locals.localised, simulation, role));
  });
  add(paths.matchNpvCsv, ({ simulation }, res, req) => { sendCsv(res, `npv-${askedBy(req).matchId}.csv`, distributionCsv(simulation)); });
  add(paths.matchTornadoCsv, ({ simulation, role }, res, req) => { sendCsv(res, `tornado-${askedBy(req).matchId}.csv`, tornadoCsv(simulation, role)); });
}
