import type { DomainEvent, EventType } from '../../shared/events.js';
import type { EventRelay } from '../../shared/ports.js';
import { ACCOUNT_DRAFTS, draftsForAccount, type MailedAccountEvent } from './account-drafts.js';
import { draftsForMatch, MATCH_DRAFTS, type DraftContext, type MailedMatchEvent } from './match-drafts.js';
import type { NewMatches } from './new-matches.js';
import type { Outbox } from './outbox.js';

const MATCH_EVENTS = Object.keys(MATCH_DRAFTS) as readonly MailedMatchEvent[];
const ACCOUNT_EVENTS = Object.keys(ACCOUNT_DRAFTS) as readonly MailedAccountEvent[];
const MAILED: readonly EventType[] = ['match-scored', ...MATCH_EVENTS, ...ACCOUNT_EVENTS];

const isMatchDecision = (event: DomainEvent): event is DomainEvent & { readonly type: MailedMatchEvent } =>
  (MATCH_EVENTS as readonly EventType[]).includes(event.type);

const isAboutAccounts = (event: DomainEvent): event is DomainEvent & { readonly type: MailedAccountEvent } =>
  (ACCOUNT_EVENTS as readonly EventType[]).includes(event.type);

/** The events that cause mail. Handed over twice, an event still makes one mail a recipient. */
export function subscribeToEvents(relay: EventRelay, { newMatches, outbox, context, send }: {
  readonly newMatches: NewMatches; readonly outbox: Outbox; readonly context: DraftContext; readonly send: () => Promise<void>;
}): void {
  relay.subscribe('notify', MAILED, async (event) => {
    if (event.type === 'match-scored') await newMatches.gather(event);
    else if (isMatchDecision(event)) await outbox.post(event.id, await draftsForMatch(event, context));
    else if (isAboutAccounts(event)) await outbox.post(event.id, await draftsForAccount(event, context));
    await send();
  });
}
