import { newEvent, type Actor, type DomainEvent, type EventType } from '../../shared/events.js';
import type { CurrentUser } from '../../shared/current-user.js';

/** Somebody who is not logged in: an address alone proves nothing. */
export const VISITOR: Actor = { userId: null, label: 'A visitor' };
export const actorOf = ({ id, name }: Pick<CurrentUser, 'id' | 'name'>): Actor => ({ userId: id, label: name });

/**
 * Events stay for ever, so none carries a token, a hash or an address: names and ids only. Who handles one asks the directory
 * for the rest.
 */
export const userEvent = (type: EventType, userId: string, at: Date, actor: Actor, data: DomainEvent['data'] = {}): DomainEvent =>
  newEvent({ type, at, actor, subject: { kind: 'user', id: userId }, data });

export const invitationEvent = (type: EventType, invitationId: string, at: Date, actor: Actor, data: DomainEvent['data']): DomainEvent =>
  newEvent({ type, at, actor, subject: { kind: 'invitation', id: invitationId }, data });
