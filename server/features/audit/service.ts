import { NotFoundError } from '../../shared/errors.js';
import { CHAIN_START, chainFault, type ChainedEvent, type ChainFault } from '../../shared/event-chain.js';
import { message } from '../../shared/message.js';
import { eventRepository, type Connection, type EventQuery, type EventWindow } from './repository.js';

export interface EventPage {
  readonly events: readonly ChainedEvent[];
  readonly total: number;
}

/** `lastHash` is worth writing down elsewhere: with it a later check also finds a trail that was rewritten whole. */
export type ChainCheck =
  | { readonly sound: true; readonly events: number; readonly lastHash: string }
  | { readonly sound: false; readonly events: number; readonly firstBroken: number; readonly fault: ChainFault };

export interface AuditService {
  list(query: EventQuery, window: EventWindow): Promise<EventPage>;
  /** Throws NotFoundError. */
  event(eventId: string): Promise<ChainedEvent>;
  walk(query: EventQuery): AsyncGenerator<ChainedEvent>;
  /** Walks the whole chain and computes every hash anew. */
  verify(): Promise<ChainCheck>;
}

export function createAudit({ connection }: { readonly connection: Connection }): AuditService {
  const events = eventRepository(connection);
  return {
    async list(query, window) {
      const [found, total] = await Promise.all([events.list(query, window), events.count(query)]);
      return { events: found, total };
    },
    async event(eventId) {
      const found = await events.find(eventId);
      if (found === null) throw new NotFoundError(message('audit:event.this'));
      return found;
    },
    walk: (query) => events.walk(query),
    async verify() {
      let head: Pick<ChainedEvent, 'sequence' | 'hash'> = { sequence: 0, hash: CHAIN_START };
      for await (const event of events.walk({})) {
        const fault = chainFault(event, head);
        if (fault !== null) return { sound: false, events: head.sequence, firstBroken: head.sequence + 1, fault };
        head = event;
      }
      return { sound: true, events: head.sequence, lastHash: head.hash };
    },
  };
}
