import { Router } from 'express';
import type { Charts, RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import type { MatchingService } from '../matching/index.js';
import type { ReviewService } from './service.js';

export function reviewRoutes(review: ReviewService, _matching: MatchingService, guards: RouteGuards, _charts: Charts): Router {
  const router = Router();
  router.get(paths.matchCase, guards.role('manager', 'verifier', 'admin'), async (req, res) => {
    res.json(await review.exportCase(req.user as Express.User, String(req.params['matchId'])));
  });
  return router;
}
