import { Router, type Request, type Response } from 'express';
import { paths } from '../../web/paths.js';
import { placesGeoJson, presentMap } from './presenter-map.js';
import type { PlacesService } from './service-places.js';

/** The map is for everybody; who is signed in sees more places on it. */
export function mapRoutes(service: PlacesService): Router {
  const router = Router();
  const view = async (req: Request, res: Response) =>
    presentMap(res.locals.localised, await service.places(req.user ?? null), req.user !== undefined);
  router.get(paths.map, async (req, res) => { res.render('review/map', await view(req, res)); });
  router.get(paths.mapPlaces, async (req, res) => {
    res.set('cache-control', 'private, no-cache').type('application/geo+json').send(JSON.stringify(placesGeoJson(await view(req, res))));
  });
  return router;
}
