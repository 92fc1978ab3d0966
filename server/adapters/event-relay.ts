import type { Connection } from 'mongoose';
import type { DomainEvent } from '../shared/events.js';
import type { Logger } from '../shared/logger.js';
import type { EventRelay } from '../shared/ports.js';
import { createDelivery, type Delivery, type DeliveryOptions, type Subscription } from './event-relay/delivery.js';
import { deliveryMarks } from './event-relay/delivery-marks.js';
import { openEventLog, type EventLog } from './event-relay/event-log.js';
import { openLeases } from './event-relay/leases.js';
import { clearWaiting, findWaiting } from './event-relay/outbox.js';
import { createPasses } from './event-relay/passes.js';

const POLL_MS = 1000;

interface RelayDependencies {
  readonly connection: Connection;
  readonly logger: Logger;
}

interface Opened {
  readonly log: EventLog;
  readonly deliverTo: Delivery;
}

async function openStore({ connection, logger }: RelayDependencies): Promise<Opened> {
  const log = await openEventLog(connection);
  return { log, deliverTo: createDelivery(log, openLeases(connection), deliveryMarks(log.collection, logger)) };
}

async function moveOut(connection: Connection, log: EventLog, subscriptions: readonly Subscription[]): Promise<number> {
  const waiting = await findWaiting(connection);
  if (waiting.length === 0) return 0;
  const subscribersOf = ({ type }: DomainEvent): string[] => subscriptions
    .filter(({ types }) => types === 'all' || types.includes(type)).map(({ subscriber }) => subscriber);
  await log.append(waiting.flatMap(({ events }) => events), subscribersOf);
  await clearWaiting(waiting);
  return waiting.length;
}

/** Handlers save new events: moves and delivers until nothing moves any more. */
async function runPass(
  connection: Connection, { log, deliverTo }: Opened, subscriptions: readonly Subscription[], { impatient, isStopping }: Omit<DeliveryOptions, 'blocked'>,
): Promise<void> {
  const blocked = new Map(subscriptions.map(({ subscriber }) => [subscriber, new Set<string>()]));
  for (let moved = 1; moved > 0 && !isStopping();) {
    moved = await moveOut(connection, log, subscriptions);
    for (const subscription of subscriptions) {
      moved += await deliverTo(subscription, { impatient, isStopping, blocked: blocked.get(subscription.subscriber) ?? new Set() });
    }
  }
}

export function createEventRelay(dependencies: RelayDependencies): EventRelay {
  const { connection, logger } = dependencies;
  const subscriptions: Subscription[] = [];
  let opened: Opened | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopping = false;
  const pass = async (impatient: boolean): Promise<void> => {
    opened ??= await openStore(dependencies);
    await runPass(connection, opened, subscriptions, { impatient, isStopping: () => stopping });
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
      stopping = true;
      await passes.settled();
      stopping = false;
    },
  };
}
