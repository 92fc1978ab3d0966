import { Router } from 'express';
import { SignInRequiredError } from '../../shared/errors.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import { presentDesk } from './presenter-desk.js';
import type { DeskService } from './service-desk.js';

/** Where the site's people begin their day. */
export function deskRoutes(desk: DeskService, guards: RouteGuards): Router {
  const router = Router();
  router.get(paths.desk, guards.role('manager', 'verifier', 'admin'), async (req, res) => {
    if (req.user === undefined) throw new SignInRequiredError();
    res.render('review/desk', presentDesk(res.locals.localised, await desk.open(req.user), req.user));
  });
  return router;
}
