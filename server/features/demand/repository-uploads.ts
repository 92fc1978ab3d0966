import type { Connection } from 'mongoose';
import { demandUploadModel, type DemandUploadDocument } from '../../../models/demand-upload.js';
import type { HourlyTable } from './hourly-table.js';

/** Tables that wait for a choice: one a user, gone after a day. */
export interface UploadRepository {
  keep(userId: string, demandId: string, table: HourlyTable, at: Date): Promise<void>;
  /** Null when it was kept for another demand, replaced or has expired. */
  find(userId: string, demandId: string): Promise<HourlyTable | null>;
  forget(userId: string, demandId: string): Promise<void>;
}

export function createUploadRepository(connection: Connection): UploadRepository {
  const model = demandUploadModel(connection);
  return {
    keep: async (userId, demandId, table, at) => {
      await model.updateOne({ _id: userId }, { $set: { demandId, table, keptAt: at } }, { upsert: true }).exec();
    },
    find: async (userId, demandId) => {
      const found = await model.findOne({ _id: userId, demandId }).lean<DemandUploadDocument>().exec();
      return found === null ? null : found.table as HourlyTable;
    },
    forget: async (userId, demandId) => {
      await model.deleteOne({ _id: userId, demandId }).exec();
    },
  };
}
