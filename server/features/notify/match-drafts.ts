import { z } from 'zod';
import type { DomainEvent } from '../../shared/events.js';
import { paths, to } from '../../web/paths.js';
import type { AccountsDirectory, Recipient } from '../accounts/index.js';
import { draft, type Draft, type MatchFacts } from './templates.js';

export interface DraftContext {
  readonly accounts: Pick<AccountsDirectory, 'recipients' | 'recipient' | 'issueLinkToken'>;
  readonly baseUrl: string;
}

const text = z.string().nullish().transform((value) => value ?? null);
/** Names are other people's text: a line break in one must not look like a line of ours. */
const name = z.string().transform((value) => value.replace(/\s+/g, ' ').trim());
const matchEventSchema = z.object({
  matchId: z.string(), organisationId: z.string(), organisationName: name, demandName: name, buildingName: name,
  score: z.number(), reason: text, note: text, cause: text, state: text, previousState: text,
});
export type MatchEventData = z.infer<typeof matchEventSchema>;
export const matchEventData = (event: Pick<DomainEvent, 'data'>): MatchEventData => matchEventSchema.parse(event.data);

export const factsOf = ({ demandName, organisationName, buildingName, matchId }: MatchEventData, baseUrl: string): MatchFacts =>
  ({ demandName, organisationName, buildingName, link: baseUrl + to(paths.match, { matchId }) });

/** States in which the partner has been told of the match. */
const KNOWN_TO_PARTNER: readonly (string | null)[] = ['invited', 'interested'];

interface Told {
  readonly data: MatchEventData;
  readonly facts: MatchFacts;
  readonly partners: () => Promise<readonly Recipient[]>;
  readonly managers: () => Promise<readonly Recipient[]>;
}

async function withdrawn({ data, facts, partners, managers }: Told): Promise<readonly Draft[]> {
  if (data.cause === 'invitation-withdrawn' || (data.cause === 'building-unpublished' && KNOWN_TO_PARTNER.includes(data.previousState))) {
    return (await partners()).map((recipient) => draft('invitation-withdrawn', recipient, { ...facts, reason: data.reason }));
  }
  if (data.cause === 'demand-withdrawn' && KNOWN_TO_PARTNER.includes(data.previousState)) {
    return (await managers()).map((recipient) => draft('match-answer', recipient, { ...facts, answer: 'demand-withdrawn', reason: null }));
  }
  return [];
}

async function declined({ data, facts, partners, managers }: Told): Promise<readonly Draft[]> {
  const { reason } = data;
  if (data.cause === 'partner-decision') {
    return (await managers()).map((recipient) => draft('match-answer', recipient, { ...facts, answer: 'not-now', reason }));
  }
  if (!KNOWN_TO_PARTNER.includes(data.previousState)) return [];
  return (await partners()).map((recipient) => draft('invitation-withdrawn', recipient, { ...facts, reason }));
}

async function agreed({ data, facts, partners, managers }: Told): Promise<readonly Draft[]> {
  const everyone = [...await partners(), ...await managers()];
  const byAddress = new Map(everyone.map((recipient) => [recipient.email, recipient]));
  return [...byAddress.values()].map((recipient) => draft('match-agreed', recipient, { ...facts, note: data.reason }));
}

const invited = async ({ data, facts, partners }: Told): Promise<readonly Draft[]> =>
  (await partners()).map((recipient) => draft('match-invitation', recipient, { ...facts, note: data.note }));

const interested = async ({ data, facts, managers }: Told): Promise<readonly Draft[]> =>
  (await managers()).map((recipient) => draft('match-answer', recipient, { ...facts, answer: 'interested', reason: data.reason }));

/** Undoing a decision brings an invitation back to life: then it stands again. */
const returned = async (told: Told): Promise<readonly Draft[]> => (told.data.state === 'invited' ? invited(told) : []);

export const MATCH_DRAFTS = {
  'match-invited': invited, 'match-withdrawn': withdrawn, 'match-interested': interested, 'match-declined': declined,
  'match-agreed': agreed, 'match-returned': returned,
} as const;
export type MailedMatchEvent = keyof typeof MATCH_DRAFTS;

export async function draftsForMatch(event: DomainEvent & { readonly type: MailedMatchEvent }, context: DraftContext): Promise<readonly Draft[]> {
  const data = matchEventData(event);
  return MATCH_DRAFTS[event.type]({
    data, facts: factsOf(data, context.baseUrl),
    partners: () => context.accounts.recipients({ organisationId: data.organisationId }),
    managers: () => context.accounts.recipients({ role: 'manager' }),
  });
}
