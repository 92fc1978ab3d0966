import type { DomainEvent } from '../../shared/events.js';
import type { Clock } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import { factsOf, matchEventData, type DraftContext } from './match-drafts.js';
import type { Outbox } from './outbox.js';
import type { Digest, DigestRepository } from './repository-digest.js';
import { draft, type MailTemplates } from './templates.js';

/** A recalculation may find hundreds: the mail names the best and links to the queue. */
const NAMED_IN_MAIL = 10;
const KIND = 'new-match';

function mailData({ items }: Digest, baseUrl: string): MailTemplates['new-match'] {
  const matches = items.map((item) => matchEventData(item)).sort((one, other) => other.score - one.score);
  const named = matches.slice(0, NAMED_IN_MAIL);
  return {
    count: matches.length, further: matches.length - named.length, queueLink: baseUrl + paths.matches,
    items: named.map((match) => ({ ...factsOf(match, baseUrl), score: Math.round(match.score) })),
  };
}

export interface NewMatches {
  gather(event: DomainEvent): Promise<void>;
  tellDue(): Promise<void>;
}

/** Matches above the threshold of their site, gathered for a while: one mail a manager, however many a recalculation finds. */
export function createNewMatches(
  { digests, outbox, clock, gatherSeconds }: {
    readonly digests: DigestRepository; readonly outbox: Outbox; readonly clock: Clock; readonly gatherSeconds: number;
  },
  { accounts, baseUrl }: DraftContext,
): NewMatches {
  return {
    async gather({ id, data }) {
      if (data['aboveThreshold'] !== true) return;
      await digests.gather(KIND, { eventId: id, data }, new Date(clock.now().getTime() + gatherSeconds * 1000));
    },
    async tellDue() {
      for (const digest of await digests.closeDue(KIND, clock.now())) {
        const managers = await accounts.recipients({ role: 'manager' });
        const data = mailData(digest, baseUrl);
        await outbox.post(digest.id, managers.map((manager) => draft('new-match', manager, data)));
        await digests.markTold(digest.id);
      }
    },
  };
}
