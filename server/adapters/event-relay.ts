import type { Connection } from 'mongoose';
import type { DomainEvent } from '../shared/events.js';
import type { Logger } from '../shared/logger.js';
import type { EventRelay } from '../shared/ports.js';
import { createDelivery, openLeases, type Leases, type Subscription } from './event-relay/delivery.js';
import { openEventLog, type EventLog } from './event-relay/event-log.js';
import { clearWaiting, findWaiting } from './event-relay/outbox.js';

const POLL_MS = 1000;

interface Opened {
  readonly log: EventLog;
  readonly leases: Leases;
  readonly deliverTo: ReturnType<typeof createDelivery>;
}

/** At most one pass at a time in this process; a wake during a pass makes another one follow. */
function createPasses(pass: () => Promise<void>, onError: (error: unknown) => void) {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = false;
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
  return {
    exclusively,
    request(): void {
      if (waiting) return;
      waiting = true;
      exclusively(() => {
        waiting = false;
        return pass();
      }).catch(onError);
    },
    settled: async (): Promise<void> => { await last; },
  };
}

export function createEventRelay({ connection, logger }: { readonly connection: Connection; readonly logger: Logger }): EventRelay {
  const subscriptions: Subscription[] = [];
  let opening: Promise<Opened> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const open = async (): Promise<Opened> => {
    const log = await openEventLog(connection);
    const leases = openLeases(connection);
    return { log, leases, deliverTo: createDelivery(log, leases, logger) };
  };
  const opened = (): Promise<Opened> => {
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
  const subscribersOf = ({ type }: DomainEvent): string[] => subscriptions
    .filter(({ types }) => types === 'all' || types.includes(type)).map(({ subscriber }) => subscriber);

  const moveOut = async (log: EventLog): Promise<number> => {
    const waiting = await findWaiting(connection);
    if (waiting.length === 0) return 0;
    await log.append(waiting.flatMap(({ events }) => events), subscribersOf);
    await clearWaiting(waiting);
    return waiting.length;
  };
  /** Handlers save new events: until nothing moves any more. */
  const pass = async (impatient: boolean): Promise<void> => {
    const { log, deliverTo } = await opened();
    const blocked = new Map(subscriptions.map(({ subscriber }) => [subscriber, new Set<string>()]));
    for (let moved = 1; moved > 0;) {
      moved = await moveOut(log);
      for (const subscription of subscriptions) {
        moved += await deliverTo(subscription, { impatient, blocked: blocked.get(subscription.subscriber) ?? new Set() });
      }
    }
  };
  const passes = createPasses(() => pass(false), (error) => { logger.error({ err: error }, 'event relay: pass failed, tried again'); });

  return {
    subscribe(subscriber, types, handler) {
      if (!/^[a-z][a-z-]*$/.test(subscriber)) throw new RangeError(`'${subscriber}' cannot name a subscriber: lower case and hyphens only`);
      subscriptions.push({ subscriber, types, handler });
    },
    wake() { if (timer !== null) passes.request(); },
    drain: () => passes.exclusively(() => pass(true)),
    start() {
      timer ??= setInterval(() => { passes.request(); }, POLL_MS);
      passes.request();
    },
    async stop() {
      if (timer !== null) clearInterval(timer);
      timer = null;
      await passes.settled();
      if (opening !== null) await (await opening).leases.release();
    },
  };
}
