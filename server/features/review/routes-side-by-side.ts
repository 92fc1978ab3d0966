import type { Request, Router } from 'express';
import type { CurrentUser } from '../../shared/current-user.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import { presentRefusedComparison, presentSideBySide } from './presenter-side-by-side.js';
import { LEAST_COMPARED, MOST_COMPARED, sideBySideSchema } from './schema-side-by-side.js';
import type { ReviewService } from './service.js';

export function addSideBySideRoutes(router: Router, review: ReviewService, guards: RouteGuards, userOf: (req: Request) => CurrentUser): void {
  router.get(paths.matchComparison, guards.role('manager', 'verifier', 'admin'), async (req, res) => {
    const { id: ids, back } = sideBySideSchema.parse(req.query);
    const { localised } = res.locals;
    if (ids.length < LEAST_COMPARED || ids.length > MOST_COMPARED) {
      res.status(422).render('review/side-by-side', presentRefusedComparison(localised, ids.length, back));
      return;
    }
    const matches = await Promise.all(ids.map((id) => review.match(userOf(req), id)));
    res.render('review/side-by-side', presentSideBySide(localised, matches, back));
  });
}
