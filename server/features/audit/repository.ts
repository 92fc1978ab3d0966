import type { Connection } from 'mongoose';
import { eventModel } from '../../../models/event.js';

export function eventRepository(connection: Connection) {
  const model = eventModel(connection);
  return { count: (): Promise<number> => model.countDocuments({}).exec() };
}
export type EventRepository = ReturnType<typeof eventRepository>;
