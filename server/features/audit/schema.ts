import { z } from 'zod';
import { EVENT_TYPES, type SubjectKind } from '../../shared/events.js';
import { optionalFormText } from '../../shared/form.js';
import type { EventQuery } from './repository.js';

export const EVENTS_A_PAGE = 50;
export const SUBJECT_KINDS = ['user', 'organisation', 'invitation', 'site', 'building', 'demand', 'match', 'plan', 'mail'] as const satisfies readonly SubjectKind[];

const day = z.iso.date().optional().catch(undefined);

/** A query that makes no sense shows everything: a list is not a form to be corrected. */
export const auditQuerySchema = z.object({
  type: z.enum(EVENT_TYPES).optional().catch(undefined),
  kind: z.enum(SUBJECT_KINDS).optional().catch(undefined),
  subject: optionalFormText(100).catch(undefined),
  actor: optionalFormText(100).catch(undefined),
  from: day,
  to: day,
  page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
  verify: z.literal('yes').optional().catch(undefined),
});
export type AuditQuery = z.output<typeof auditQuerySchema>;

const dayStart = (text: string, plusDays = 0): Date => new Date(Date.parse(`${text}T00:00:00Z`) + plusDays * 24 * 3600 * 1000);

/** Days are taken in UTC, both included. */
export const eventQuery = ({ type, kind, subject, actor, from, to }: AuditQuery): EventQuery => ({
  type, subjectKind: kind, subjectId: subject, actor,
  from: from === undefined ? undefined : dayStart(from), before: to === undefined ? undefined : dayStart(to, 1),
});
