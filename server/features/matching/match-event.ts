import { newEvent, type Actor, type DomainEvent, type EventType } from '../../shared/events.js';
import type { Match } from './index.js';

type Named = Pick<Match, 'id' | 'siteId' | 'organisationId' | 'organisationName' | 'demandId' | 'demandName' | 'buildingName' | 'score'>;

/** An event about a match; the data names everything a mail needs, so that it can be written without asking again. */
export function matchEvent(
  type: EventType, match: Named, occasion: { readonly at: Date; readonly actor: Actor }, data: Readonly<Record<string, unknown>> = {},
): DomainEvent {
  return newEvent({
    type, at: occasion.at, actor: occasion.actor, subject: { kind: 'match', id: match.id },
    data: {
      matchId: match.id, siteId: match.siteId, organisationId: match.organisationId, organisationName: match.organisationName,
      demandId: match.demandId, demandName: match.demandName, buildingName: match.buildingName, score: match.score, ...data,
    },
  });
}
