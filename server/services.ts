import { Router } from 'express';
import mongoose, { type Connection } from 'mongoose';
import type { Passport } from 'passport';
import { createCharts } from './adapters/charts.js';
import { createSpreadsheets } from './adapters/spreadsheets.js';
import { systemClock } from './adapters/clock.js';
import { startEmbeddedMongodb } from './adapters/embedded-mongodb/index.js';
import { createEventRelay } from './adapters/event-relay.js';
import { createJobs } from './adapters/jobs.js';
import { createSitePlanner } from './adapters/planner.js';
import { createSmtpTransport } from './adapters/smtp.js';
import { ConfigError, type Config } from './config.js';
import { createAccounts, type AccountsService } from './features/accounts/index.js';
import { accountsRoutes } from './features/accounts/routes.js';
import { createAudit, type AuditService } from './features/audit/index.js';
import { auditRoutes } from './features/audit/routes.js';
import { createDemand, type DemandService, type RoughEstimate } from './features/demand/index.js';
import { demandRoutes } from './features/demand/routes.js';
import { createMatching, createPlans, createRoughEstimate, type MatchingService, type PlansService } from './features/matching/index.js';
import { planRoutes } from './features/matching/routes-plan.js';
import { createNotify, type NotifyService } from './features/notify/index.js';
import { notifyRoutes } from './features/notify/routes.js';
import { createDesk, createPlaces, createQueueViews, createReview, type DeskService, type PlacesService, type QueueViewService, type ReviewService } from './features/review/index.js';
import { deskRoutes } from './features/review/routes-desk.js';
import { mapRoutes } from './features/review/routes-map.js';
import { reviewRoutes } from './features/review/routes.js';
import { createSupply, type SupplyService } from './features/supply/index.js';
import { supplyRoutes } from './features/supply/routes.js';
import { createTranslations, tellOnce, type Translations } from './shared/i18n.js';
import { createLogger, type Logger } from './shared/logger.js';
import type { Charts, Clock, EventRelay, JobQueue, MailTransport, RouteGuards, Spreadsheets } from './shared/ports.js';

/** The composition root: adapters on the outside, features built from them by argument. */
export interface Services {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly connection: Connection;
  readonly relay: EventRelay;
  readonly jobs: JobQueue;
  readonly charts: Charts;
  readonly spreadsheets: Spreadsheets;
  readonly translations: Translations;
  readonly accounts: AccountsService;
  readonly supply: SupplyService;
  readonly demand: DemandService;
  readonly matching: MatchingService;
  readonly plans: PlansService;
  readonly review: ReviewService;
  readonly places: PlacesService;
  readonly desk: DeskService;
  readonly queueViews: QueueViewService;
  readonly estimate: RoughEstimate;
  readonly notify: NotifyService;
  readonly audit: AuditService;
  pingStore(): Promise<void>;
  startWorkers(): Promise<void>;
  stop(): Promise<void>;
}

interface Store {
  readonly connection: Connection;
  readonly close: () => Promise<void>;
}

/** What stands in the way of a store is for a person to mend: told by the variable and without a stack. */
function cannotOpen(variable: string, error: unknown): never {
  const message = error instanceof Error ? error.message : String(error);
  throw new ConfigError(`${variable}: ${message}`, { cause: error });
}

/** MONGODB_URI, or the embedded store: from here on nothing depends on which of the two it is. */
async function openStore({ mongodbUri, dataDir }: Config): Promise<Store> {
  const embedded = mongodbUri === null ? await startEmbeddedMongodb({ dataDir }).catch((error: unknown) => cannotOpen('DATA_DIR', error)) : null;
  const uri = embedded === null ? mongodbUri ?? '' : embedded.uri;
  // The driver's own half minute is long for somebody who waits; what the address says goes first.
  const patience = uri.includes('serverSelectionTimeoutMS=') ? {} : { serverSelectionTimeoutMS: 10_000 };
  const connection = await mongoose.createConnection(uri, patience).asPromise()
    .catch((error: unknown) => cannotOpen('MONGODB_URI', error));
  return {
    connection,
    close: async () => {
      await connection.close();
      await embedded?.stop();
    },
  };
}

export interface ServiceOverrides {
  readonly clock?: Clock;
  readonly transport?: MailTransport;
  readonly translations?: Translations;
}

function createFeatures(base: {
  config: Config; logger: Logger; clock: Clock; connection: Connection; relay: EventRelay; jobs: JobQueue; transport: MailTransport | null;
  translations: Translations; spreadsheets: Spreadsheets;
}) {
  const { config, clock, connection, relay, jobs, logger, transport, translations, spreadsheets } = base;
  const accounts = createAccounts({ connection, clock, relay });
  const supply = createSupply({ connection, clock, relay });
  const demand = createDemand({ connection, clock, relay, accounts, spreadsheets });
  const matching = createMatching({ connection, clock, relay, jobs, logger, accounts, supply, demand });
  const plans = createPlans({ connection, clock, relay, jobs, accounts, supply, demand, matching, planner: createSitePlanner() });
  const estimate = createRoughEstimate({ supply, clock });
  const review = createReview({ clock, matching });
  const queueViews = createQueueViews({ connection, clock });
  const places = createPlaces({ supply, demand, matching });
  const desk = createDesk({ connection, clock, supply, matching });
  const notify = createNotify({
    connection, clock, relay, jobs, logger, accounts, translations, transport, baseUrl: config.baseUrl, mailFrom: config.mailFrom,
  });
  const audit = createAudit({ connection });
  return { accounts, supply, demand, matching, estimate, plans, review, places, queueViews, desk, notify, audit };
}

/** A gap in the texts fails a test and stays a line in the log elsewhere: the reader gets English. */
function missingText({ environment }: Config, logger: Logger): (what: string) => void {
  if (environment !== 'test') return tellOnce((what) => { logger.error({ what }, 'a text is missing'); });
  return (what) => { throw new Error(`missing text: ${what}`); };
}

export async function createServices(config: Config, overrides: ServiceOverrides = {}): Promise<Services> {
  const logger = createLogger(config.logLevel);
  const clock = overrides.clock ?? systemClock;
  const { connection, close } = await openStore(config);
  const relay = createEventRelay({ connection, logger });
  const jobs = createJobs({ connection, logger });
  const transport = overrides.transport ?? (config.smtpUrl === null ? null : createSmtpTransport(config.smtpUrl, config.mailFrom));
  const translations = overrides.translations ?? createTranslations({ onMissing: missingText(config, logger) });
  const spreadsheets = createSpreadsheets();
  const features = createFeatures({ config, logger, clock, connection, relay, jobs, transport, translations, spreadsheets });
  await Promise.all(Object.values(connection.models).map((model) => model.init()));
  return {
    config, logger, clock, connection, relay, jobs, charts: createCharts(), spreadsheets, translations, ...features,
    pingStore: async () => { await connection.db?.admin().ping(); },
    startWorkers: async () => {
      relay.start();
      await jobs.start();
      await features.matching.scheduleDaily();
      await features.notify.schedule();
    },
    stop: async () => {
      await relay.stop();
      await jobs.stop();
      transport?.close();
      await close();
    },
  };
}

/** Every feature's pages, each guarded by the role that its own table names. */
export function featureRoutes(services: Services, passport: InstanceType<typeof Passport>, guards: RouteGuards): Router {
  const router = Router();
  const devMail = services.config.smtpUrl === null && services.config.environment !== 'production';
  router.use(accountsRoutes(services.accounts, guards, passport));
  router.use(supplyRoutes(services.supply, guards, services.charts));
  router.use(demandRoutes(services.demand, guards, { charts: services.charts, buildings: services.supply, estimate: services.estimate }));
  router.use(planRoutes(services.plans, guards, services.charts));
  router.use(reviewRoutes(services.review, services.matching, guards, { charts: services.charts, spreadsheets: services.spreadsheets, views: services.queueViews }));
  router.use(deskRoutes(services.desk, guards));
  router.use(mapRoutes(services.places));
  router.use(notifyRoutes(services.notify, guards, { devMail }));
  router.use(auditRoutes(services.audit, guards));
  return router;
}
