import type { Connection } from 'mongoose';
import { digestModel, type DigestDocument } from '../../../models/digest.js';

export interface Digest {
  readonly id: string;
  readonly items: DigestDocument['items'];
}

/** gathering -> closed -> told; an event is gathered once. */
export function digestRepository(connection: Connection) {
  const model = digestModel(connection);
  return {
    async gather(kind: string, item: DigestDocument['items'][number], closesAt: Date): Promise<void> {
      if (await model.exists({ 'items.eventId': item.eventId }) !== null) return;
      await model.updateOne({ kind, state: 'gathering' }, { $push: { items: item }, $setOnInsert: { closesAt } }, { upsert: true });
    },
    /** Closes what is due; from then on news open another digest. Also returns those that were closed and not told, after a crash. */
    async closeDue(kind: string, now: Date): Promise<readonly Digest[]> {
      await model.updateMany({ kind, state: 'gathering', closesAt: { $lte: now } }, { $set: { state: 'closed' } });
      const closed = await model.find({ kind, state: 'closed' }).sort({ closesAt: 1 }).lean<DigestDocument[]>();
      return closed.map(({ _id, items }) => ({ id: _id.toHexString(), items }));
    },
    async markTold(digestId: string): Promise<void> {
      await model.updateOne({ _id: digestId }, { $set: { state: 'told' } });
    },
  };
}
export type DigestRepository = ReturnType<typeof digestRepository>;
