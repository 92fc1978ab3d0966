import type { Connection } from 'mongoose';
import { queueViewModel, type QueueViewDocument } from '../../../models/queue-view.js';

export interface QueueView {
  readonly name: string;
  readonly query: string;
}

const idOf = (userId: string, name: string): string => `${userId}:${name.toLowerCase()}`;

export function queueViewRepository(connection: Connection) {
  const model = queueViewModel(connection);
  return {
    async of(userId: string): Promise<readonly QueueView[]> {
      const found = await model.find({ userId }).sort({ name: 1 }).lean<QueueViewDocument[]>();
      return found.map(({ name, query }) => ({ name, query }));
    },
    async save(userId: string, { name, query }: QueueView, savedAt: Date): Promise<void> {
      await model.updateOne({ _id: idOf(userId, name) }, { $set: { userId, name, query, savedAt } }, { upsert: true });
    },
    async remove(userId: string, name: string): Promise<boolean> {
      const { deletedCount } = await model.deleteOne({ _id: idOf(userId, name) });
      return deletedCount > 0;
    },
  };
}
