import type { Request, Router } from 'express';
import type { CurrentUser } from '../../shared/current-user.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import { presentStability, stabilityCsv } from './presenter-stability.js';
import { sendCsv } from './routes-files.js';
import { stabilitySchema } from './schema-insight.js';
import type { ReviewService } from './service.js';

export function addStabilityRoutes(router: Router, review: ReviewService, guards: RouteGuards, userOf: (req: Request) => CurrentUser): void {
  const siteStaff = guards.role('manager', 'verifier', 'admin');
  const stability = (req: Request) => review.stability(userOf(req), stabilitySchema.parse(req.query).site);

  router.get(paths.matchStability, siteStaff, async (req, res) => {
    res.render('review/stability', presentStability(res.locals.localised, await stability(req)));
  });
  router.get(paths.matchStabilityCsv, siteStaff, async (req, res) => { sendCsv(res, 'rank-stability.csv', stabilityCsv(await stability(req))); });
}
