import type { Connection, QueryFilter } from 'mongoose';
import { eventModel, type EventDocument } from '../../../models/event.js';
import type { ChainedEvent } from '../../shared/event-chain.js';
import type { EventType, SubjectKind } from '../../shared/events.js';

export type { Connection };

export interface EventQuery {
  readonly type?: EventType | undefined;
  readonly subjectKind?: SubjectKind | undefined;
  readonly subjectId?: string | undefined;
  readonly actor?: string | undefined;
  readonly from?: Date | undefined;
  /** Up to, not including. */
  readonly before?: Date | undefined;
}

export interface EventWindow {
  readonly skip: number;
  readonly limit: number;
  readonly oldestFirst: boolean;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function filterOf({ type, subjectKind, subjectId, actor, from, before }: EventQuery): QueryFilter<EventDocument> {
  const at = { ...(from !== undefined && { $gte: from }), ...(before !== undefined && { $lt: before }) };
  return {
    ...(type !== undefined && { type }),
    ...(subjectKind !== undefined && { 'subject.kind': subjectKind }),
    ...(subjectId !== undefined && { 'subject.id': subjectId }),
    ...(actor !== undefined && { 'actor.label': { $regex: escaped(actor), $options: 'i' } }),
    ...(Object.keys(at).length > 0 && { at }),
  };
}

const FIELDS = { sequence: 1, previousHash: 1, hash: 1, type: 1, at: 1, actor: 1, subject: 1, data: 1 } as const;
const toEvent = ({ _id, ...rest }: EventDocument): ChainedEvent => ({ ...rest, id: _id }) as ChainedEvent;

export function eventRepository(connection: Connection) {
  const model = eventModel(connection);
  return {
    count: (query: EventQuery): Promise<number> => model.countDocuments(filterOf(query)).exec(),
    async list(query: EventQuery, { skip, limit, oldestFirst }: EventWindow): Promise<readonly ChainedEvent[]> {
      const documents = await model.find(filterOf(query), FIELDS).sort({ sequence: oldestFirst ? 1 : -1 }).skip(skip).limit(limit)
        .lean<EventDocument[]>();
      return documents.map(toEvent);
    },
    async find(eventId: string): Promise<ChainedEvent | null> {
      const document = await model.findById(eventId, FIELDS).lean<EventDocument>();
      return document === null ? null : toEvent(document);
    },
    /** One after another in the order of the chain, however many there are. */
    async *walk(query: EventQuery): AsyncGenerator<ChainedEvent> {
      const cursor = model.find(filterOf(query), FIELDS).sort({ sequence: 1 }).lean<EventDocument>().cursor();
      for await (const document of cursor) yield toEvent(document);
    },
  };
}
export type EventRepository = ReturnType<typeof eventRepository>;
