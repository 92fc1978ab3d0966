import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../server/app.js';
import type { Config } from '../../server/config.js';
import type { OrganisationKind } from '../../server/features/accounts/index.js';
import { createServices, type Services } from '../../server/services.js';
import type { CurrentUser, Role } from '../../server/shared/current-user.js';
import type { Translations } from '../../server/shared/i18n.js';
import type { Clock } from '../../server/shared/ports.js';
import { seedOnFirstStart } from '../../server/start.js';
import { Agent } from './agent.js';

export { Agent, type TestResponse } from './agent.js';

export const TEST_PASSWORD = 'a long enough pass phrase 17';

export interface TestAppOptions {
  /** Kept at the end, so that a second start finds what the first has written; otherwise a new folder, removed at the end. */
  readonly dataDir?: string;
  readonly smtpUrl?: string;
  /** A store that the test started and may stop. */
  readonly mongodbUri?: string;
  readonly seedExample?: boolean;
  readonly clock?: Clock;
  readonly environment?: Config['environment'];
  readonly translations?: Translations;
}

/** A visitor who has logged in, and who that is. */
export class SignedInAgent extends Agent {
  constructor(url: string, readonly user: CurrentUser) {
    super(url);
  }
}

export interface TestOrganisation {
  readonly name: string;
  readonly kind?: OrganisationKind;
}

export interface TestApp {
  readonly url: string;
  readonly config: Config;
  readonly services: Services;
  /** A visitor who has not logged in. */
  agent(): Agent;
  /** A verified account, logged in through the login form. Without a name, partners share no organisation and staff share one. */
  signIn(role: Role, organisation?: TestOrganisation | string): Promise<SignedInAgent>;
  /** Delivers events and runs jobs until neither brings anything new. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

interface TestPlace {
  readonly dataDir: string;
  readonly mongodbUri: string | null;
  readonly remove: (services: Services) => Promise<void>;
}

/** The embedded store in a folder, or, with TEST_MONGODB_URI, a database named after that folder on the server it names. */
async function findPlace(given: string | undefined): Promise<TestPlace> {
  const dataDir = given ?? await mkdtemp(join(tmpdir(), 'heatmatch-app-'));
  const removeFolder = async (): Promise<void> => { if (given === undefined) await rm(dataDir, { recursive: true, force: true }); };
  const server = process.env['TEST_MONGODB_URI'];
  if (server === undefined) return { dataDir, mongodbUri: null, remove: removeFolder };
  const uri = new URL(server);
  uri.pathname = `/test-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`;
  return {
    dataDir, mongodbUri: uri.toString(),
    remove: async (services) => {
      if (given === undefined) await services.connection.dropDatabase();
      await removeFolder();
    },
  };
}

async function listen(): Promise<{ server: Server; url: string }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function testConfig(options: TestAppOptions, place: TestPlace, url: string): Config {
  return Object.freeze({
    environment: options.environment ?? 'test', port: Number(new URL(url).port), host: '127.0.0.1', baseUrl: url,
    mongodbUri: options.mongodbUri ?? place.mongodbUri, dataDir: place.dataDir, smtpUrl: options.smtpUrl ?? null,
    mailFrom: 'Heatmatch <no-reply@example.org>', sessionSecret: randomBytes(32).toString('hex'),
    seedExample: options.seedExample ?? false, role: 'all', mapStyleUrl: null, logLevel: process.env['TEST_LOG_LEVEL'] ?? 'silent',
  });
}

/** A round that delivers no event has left no work behind: jobs are only ever asked for by events and by other jobs. */
function settleWith(services: Services): () => Promise<void> {
  let delivered = 0;
  services.relay.subscribe('test-support', 'all', () => {
    delivered += 1;
    return Promise.resolve();
  });
  return async () => {
    for (let before = -1; before !== delivered;) {
      before = delivered;
      await services.relay.drain();
      await services.jobs.idle();
    }
  };
}

export async function logIn(agent: Agent, email: string, password = TEST_PASSWORD): Promise<void> {
  const answer = await agent.submit('/login', { email, password });
  if (answer.status !== 303) throw new Error(`login of ${email} answered ${answer.status}`);
}

let accounts = 0;
async function signInTo(app: TestApp, role: Role, organisation: TestOrganisation | string | undefined): Promise<SignedInAgent> {
  accounts += 1;
  const isPartner = role === 'partner';
  const fallback = { name: isPartner ? `Partner ${accounts}` : 'Site operator' };
  const { name, kind } = typeof organisation === 'string' ? { name: organisation } : { kind: undefined, ...(organisation ?? fallback) };
  const email = `${role}-${accounts}@example.org`;
  const user = await app.services.accounts.createVerifiedAccount({
    email, name: `${role} ${accounts}`, password: TEST_PASSWORD, role,
    organisation: { name, kind: kind ?? (isPartner ? 'industry' : 'operator') },
  });
  const agent = new SignedInAgent(app.url, user);
  await logIn(agent, email);
  return agent;
}

/** The whole program on a free port with a store of its own; no workers run, `settle` moves events and jobs. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const place = await findPlace(options.dataDir);
  const { server, url } = await listen();
  const config = testConfig(options, place, url);
  const { clock, translations } = options;
  const services = await createServices(config, { ...(clock !== undefined && { clock }), ...(translations !== undefined && { translations }) });
  const settle = settleWith(services);
  server.on('request', createApp(services));
  if (config.seedExample) await seedOnFirstStart(config, services);
  const app: TestApp = {
    url, config, services, settle,
    agent: () => new Agent(url),
    signIn: (role, organisation) => signInTo(app, role, organisation),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      if (place.mongodbUri !== null) await place.remove(services);
      await services.stop();
      if (place.mongodbUri === null) await place.remove(services);
    },
  };
  return app;
}
