import type { Connection } from 'mongoose';
import { installationModel } from '../../models/installation.js';

const LEASE_MS = 60_000;
const DUPLICATE_KEY = 11000;

/**
 * Runs a step that an installation needs once: the process that claims it first runs it, all others pass. A step whose process was
 * killed in the middle is claimed again after a minute, so it must be able to go on from where it was left.
 */
export async function once<T>(connection: Connection, step: string, now: Date, run: () => Promise<T>): Promise<T | null> {
  const model = installationModel(connection);
  const claim = { state: 'begun' as const, leaseUntil: new Date(now.getTime() + LEASE_MS) };
  try {
    // Only an abandoned claim fits the filter; any other existing one makes the upsert collide with its own _id.
    await model.findOneAndUpdate({ _id: step, state: 'begun', leaseUntil: { $lt: now } }, { $set: claim }, { upsert: true });
  } catch (error) {
    if ((error as { code?: unknown }).code === DUPLICATE_KEY) return null;
    throw error;
  }
  const result = await run();
  await model.updateOne({ _id: step }, { $set: { state: 'done' } });
  return result;
}
