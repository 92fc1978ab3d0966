import { Router, type Request, type RequestHandler } from 'express';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CSV_START, csvLine } from '../../shared/csv.js';
import { parseForm } from '../../shared/form.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import type { AuditService } from './index.js';
import { EVENT_CSV_HEADER, eventCsvLine, presentEvent, presentEvents } from './presenter.js';
import { auditQuerySchema, eventQuery, EVENTS_A_PAGE, type AuditQuery } from './schema.js';

async function* csvOf(audit: AuditService, query: AuditQuery): AsyncGenerator<string> {
  yield CSV_START + csvLine(EVENT_CSV_HEADER);
  for await (const event of audit.walk(eventQuery(query))) yield eventCsvLine(event);
}

function handlers(audit: AuditService): Record<'list' | 'show' | 'csv', RequestHandler> {
  const readQuery = (req: Request): AuditQuery => parseForm(auditQuerySchema, req.query);
  return {
    list: async (req, res) => {
      const query = readQuery(req);
      const window = { skip: (query.page - 1) * EVENTS_A_PAGE, limit: EVENTS_A_PAGE, oldestFirst: query.subject !== undefined };
      const page = await audit.list(eventQuery(query), window);
      res.render('audit/list', presentEvents(res.locals.localised, page, query, query.verify === 'yes' ? await audit.verify() : null));
    },
    show: async (req, res) => { res.render('audit/show', presentEvent(res.locals.localised, await audit.event(String(req.params['eventId'])))); },
    csv: async (req, res) => {
      res.attachment('audit-trail.csv').type('text/csv; charset=utf-8');
      await pipeline(Readable.from(csvOf(audit, readQuery(req))), res);
    },
  };
}

export function auditRoutes(audit: AuditService, guards: RouteGuards): Router {
  const router = Router();
  const readers = guards.role('verifier', 'admin', 'manager');
  const { list, show, csv } = handlers(audit);
  router.get(paths.audit, readers, list);
  router.get(paths.auditCsv, readers, csv);
  router.get(paths.auditEvent, readers, show);
  return router;
}
