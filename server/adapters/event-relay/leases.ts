import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { isDuplicateKey } from './event-log.js';

interface Lease { readonly _id: string; readonly owner: string; readonly until: Date }

const LEASE_MS = 15_000;
const POLL_MS = 50;

export interface Leases {
  /** False while another process holds it. */
  take(subscriber: string): Promise<boolean>;
  takeWaiting(subscriber: string): Promise<void>;
  release(subscriber: string): Promise<void>;
}

/** One process at a time delivers to a subscriber: that keeps the order, and a killed one is replaced when its lease ends. */
export function openLeases(connection: Connection): Leases {
  const leases = connection.db?.collection<Lease>('relayLeases');
  if (leases === undefined) throw new Error('leases need an open connection');
  const owner = randomUUID();
  const take = async (subscriber: string): Promise<boolean> => {
    const now = Date.now();
    try {
      await leases.updateOne({ _id: subscriber, $or: [{ owner }, { until: { $lte: new Date(now) } }] },
        { $set: { owner, until: new Date(now + LEASE_MS) } }, { upsert: true });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  };
  return {
    take,
    async takeWaiting(subscriber) {
      while (!await take(subscriber)) await sleep(POLL_MS);
    },
    async release(subscriber) { await leases.deleteOne({ _id: subscriber, owner }); },
  };
}
