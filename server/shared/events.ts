import { randomUUID } from 'node:crypto';

/** Everything that happened and that mail, recalculation or the audit trail may care about. */
export const EVENT_TYPES = [
  'user-signed-up', 'sign-up-repeated', 'verification-requested', 'user-email-verified', 'organisation-founded',
  'password-reset-requested', 'password-changed', 'user-renamed', 'user-role-changed', 'user-deactivated', 'user-reactivated',
  'user-invited', 'user-invitation-withdrawn', 'user-joined',
  'site-changed', 'building-changed', 'building-published', 'building-unpublished',
  'demand-submitted', 'demand-changed', 'demand-withdrawn',
  'match-scored', 'match-shortlisted', 'match-invited', 'match-interested', 'match-declined', 'match-withdrawn',
  'match-agreed', 'match-returned',
  'plan-requested', 'plan-made', 'plan-refused', 'plan-stopped',
  'mail-failed', 'mail-retried',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export type SubjectKind = 'user' | 'organisation' | 'invitation' | 'site' | 'building' | 'demand' | 'match' | 'plan' | 'mail';

/**
 * A fact in the past tense. It is saved in `pendingEvents` of the very document it is about (one document carries state,
 * history and events), and the relay moves it to the event collection, from where subscribers receive it at least once.
 */
export interface DomainEvent {
  readonly id: string;
  readonly type: EventType;
  readonly at: Date;
  readonly actor: { readonly userId: string | null; readonly label: string };
  readonly subject: { readonly kind: SubjectKind; readonly id: string };
  readonly data: Readonly<Record<string, unknown>>;
}

export type Actor = DomainEvent['actor'];
export const SYSTEM_ACTOR: Actor = { userId: null, label: 'Heatmatch' };

export function newEvent(fields: Omit<DomainEvent, 'id'>): DomainEvent {
  return { id: randomUUID(), ...fields };
}

export type EventHandler = (event: DomainEvent) => Promise<void>;
