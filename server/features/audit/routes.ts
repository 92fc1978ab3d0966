import { Router } from 'express';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import type { AuditService } from './index.js';

export function auditRoutes(audit: AuditService, guards: RouteGuards): Router {
  const router = Router();
  router.get(paths.audit, guards.role('verifier', 'admin', 'manager'), async (_req, res) => {
    res.render('audit/list', { title: 'Audit trail', count: await audit.count() });
  });
  return router;
}
