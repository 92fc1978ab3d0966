import type { Request, Router } from 'express';
import type { CurrentUser } from '../../shared/current-user.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import { presentBoard } from './presenter-board.js';
import type { ReviewService } from './service.js';

export function addBoardRoutes(router: Router, review: ReviewService, guards: RouteGuards, userOf: (req: Request) => CurrentUser): void {
  router.get(paths.board, guards.role('manager', 'verifier', 'admin'), async (req, res) => {
    const user = userOf(req);
    res.render('review/board', presentBoard(res.locals.localised, await review.board(user), user));
  });
}
