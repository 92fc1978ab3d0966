import type { Connection } from 'mongoose';
import { recalculationModel, type RecalculationDocument } from '../../../models/recalculation.js';
import type { Recalculation } from './index.js';

const EMPTY = { total: 0, done: 0, startedAt: null, finishedAt: null, error: null } as const;

export function recalculationRepository(connection: Connection) {
  const model = recalculationModel(connection);
  const write = async (scope: string, fields: Partial<RecalculationDocument>): Promise<void> => {
    await model.updateOne({ scope }, { $set: fields }, { upsert: true });
  };
  return {
    queued: (scope: string, at: Date): Promise<void> => write(scope, { ...EMPTY, queuedAt: at }),
    async started(scope: string, at: Date, total: number): Promise<void> {
      await model.updateOne({ scope }, { $set: { total, done: 0, startedAt: at, finishedAt: null, error: null }, $setOnInsert: { queuedAt: at } },
        { upsert: true });
    },
    progressed: (scope: string, done: number): Promise<void> => write(scope, { done }),
    finished: (scope: string, at: Date, error: string | null): Promise<void> => write(scope, { finishedAt: at, error }),
    async current(since: Date): Promise<readonly Recalculation[]> {
      const rows = await model.find({ $or: [{ finishedAt: null }, { finishedAt: { $gte: since } }] }, { _id: 0 }).sort({ queuedAt: 1 })
        .lean<RecalculationDocument[]>();
      return rows.map((row) => ({ ...row }));
    },
  };
}

export type RecalculationRepository = ReturnType<typeof recalculationRepository>;
