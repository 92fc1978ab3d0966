import { Router } from 'express';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import type { DemandService } from './index.js';

export function demandRoutes(demand: DemandService, guards: RouteGuards): Router {
  const router = Router();
  router.get(paths.demands, guards.signedIn(), async (req, res) => {
    if (req.user === undefined) throw new Error('signed in');
    res.json(await demand.list(req.user, {}));
  });
  return router;
}
