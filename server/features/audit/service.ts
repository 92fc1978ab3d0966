import type { Connection } from 'mongoose';
import { eventRepository, type EventRepository } from './repository.js';

export type AuditService = Pick<EventRepository, 'count'>;

export function createAudit({ connection }: { readonly connection: Connection }): AuditService {
  return eventRepository(connection);
}
