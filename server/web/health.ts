import { Router } from 'express';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { paths } from './paths.js';

export interface HealthChecks {
  /** Rejects when the store does not answer. */
  pingStore(): Promise<void>;
}

export function healthRoutes(checks: HealthChecks): Router {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'heatmatch_' });
  const router = Router();
  router.get(paths.health, (_req, res) => { res.type('text').send('ok\n'); });
  router.get(paths.ready, async (_req, res) => {
    const ready = await checks.pingStore().then(() => true, () => false);
    res.status(ready ? 200 : 503).type('text').send(ready ? 'ready\n' : 'the store does not answer\n');
  });
  router.get(paths.metrics, async (_req, res) => { res.type(registry.contentType).send(await registry.metrics()); });
  return router;
}
