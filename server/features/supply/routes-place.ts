import type { Router } from 'express';
import { paths } from '../../web/paths.js';
import type { SupplyService } from './index.js';
import { presentPlaceChoice } from './presenter-place.js';
import { placeQuerySchema } from './schema.js';

/** What the forms say below two coordinates, for a script while they are being chosen: the server reads them and measures. Published buildings and where they stand are everybody's to read. */
export function addPlaceRoutes(router: Router, supply: SupplyService): void {
  router.get(paths.placeDistances, async (req, res) => {
    const { except, ...typed } = placeQuerySchema.parse(req.query);
    const { place, text, rows } = presentPlaceChoice(res.locals.localised, await supply.list(), typed, except);
    res.set('cache-control', 'private, no-cache').json({ place, text, rows });
  });
}
