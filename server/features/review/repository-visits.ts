import type { Connection } from 'mongoose';
import { visitModel, type VisitDocument } from '../../../models/visit.js';

/** Whoever comes back within that time is still at the same visit: loading the page again does not hide the news. */
const PAUSE_MS = 30 * 60_000;

export function visitRepository(connection: Connection) {
  const model = visitModel(connection);
  return {
    /** Notes that the user is here, and says when the visit before this one ended; null at the first. */
    async arrive(userId: string, now: Date): Promise<Date | null> {
      const found = await model.findById(userId).lean<VisitDocument>();
      if (found === null) {
        await model.updateOne({ _id: userId }, { $setOnInsert: { seenAt: now, previousAt: null } }, { upsert: true });
        return null;
      }
      const isBack = now.getTime() - found.seenAt.getTime() > PAUSE_MS;
      const previousAt = isBack ? found.seenAt : found.previousAt;
      await model.updateOne({ _id: userId, seenAt: found.seenAt }, { $set: { seenAt: now, previousAt } });
      return previousAt;
    },
  };
}
