import type { RequestHandler } from 'express';
import type { MongoClient } from 'mongodb';
import { RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyRequestsError } from '../shared/errors.js';
import type { RouteGuards } from '../shared/ports.js';

type LimitName = Parameters<RouteGuards['limit']>[0];

/** Attempts an address, and an address on one account, may make. Counted in the store: a restart forgets nothing. */
export const LIMITS: Readonly<Record<LimitName, { readonly byAddress: number; readonly byField: number; readonly seconds: number }>> = {
  login: { byAddress: 50, byField: 10, seconds: 15 * 60 },
  'sign-up': { byAddress: 20, byField: 5, seconds: 60 * 60 },
  reset: { byAddress: 20, byField: 5, seconds: 60 * 60 },
};

export function createRateLimits(client: MongoClient, databaseName: string): RouteGuards['limit'] {
  const limiter = (keyPrefix: string, points: number, duration: number): RateLimiterMongo => new RateLimiterMongo({
    storeClient: client, dbName: databaseName, tableName: 'rateLimits', keyPrefix, points, duration,
    // Otherwise made in the background, where a failure is only printed.
    disableIndexesCreation: true,
  });
  const limiters = new Map(Object.entries(LIMITS).map(([name, limit]) => [name, {
    address: limiter(`${name}:address`, limit.byAddress, limit.seconds),
    field: limiter(`${name}:field`, limit.byField, limit.seconds),
  }]));
  const consume = async (one: RateLimiterMongo, key: string): Promise<void> => {
    try {
      await one.consume(key);
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) throw new TooManyRequestsError(refusal.msBeforeNext / 1000);
      throw refusal;
    }
  };
  let indexes: Promise<unknown> | null = null;
  const makeIndexes = (): Promise<unknown> => Promise.all([...limiters.values()].slice(0, 1).map(({ address }) => address.createIndexes()));
  return (name, bodyField): RequestHandler => async (req, _res, next) => {
    indexes ??= makeIndexes().catch((error: unknown) => {
      indexes = null;
      throw error;
    });
    await indexes;
    const pair = limiters.get(name);
    if (pair === undefined) throw new RangeError(`no rate limit named ${name}`);
    await consume(pair.address, req.ip ?? 'unknown');
    const body = (req.body ?? {}) as Record<string, unknown>;
    const value = bodyField === undefined ? undefined : body[bodyField];
    if (typeof value === 'string' && value !== '') await consume(pair.field, value.trim().toLowerCase().slice(0, 200));
    next();
  };
}
