import express from 'express';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createCharts } from '../../../server/adapters/charts.js';
import { createSpreadsheets } from '../../../server/adapters/spreadsheets.js';
import { createQueueViews } from '../../../server/features/review/index.js';
import { reviewRoutes } from '../../../server/features/review/routes.js';
import { createLogger } from '../../../server/shared/logger.js';
import type { CurrentUser } from '../../../server/shared/current-user.js';
import { requireRole, requireSignIn } from '../../../server/web/auth.js';
import { protectForms } from '../../../server/web/csrf.js';
import { errorHandler, notFound } from '../../../server/web/error-handler.js';
import { useLanguage } from '../../../server/web/i18n.js';
import { frameLocals, pageLocals } from '../../../server/web/locals.js';
import { securityHeaders } from '../../../server/web/security.js';
import { createSession } from '../../../server/web/session.js';
import { useViews } from '../../../server/web/view-engine.js';
import { Agent } from '../../support/agent.js';
import { testTranslations } from '../../support/translations.js';
import { startMatchWorld, type MatchWorld } from '../matching/match-world.js';

declare module 'express-session' {
  interface SessionData {
    testUser?: CurrentUser;
  }
}

export interface ReviewApp extends MatchWorld {
  readonly url: string;
  agent(user: CurrentUser): Promise<Agent>;
}

const PROJECT_ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** The review's pages in the real web frame over a match world; who a visitor is, is said instead of logged in. */
export async function startReviewApp(): Promise<ReviewApp> {
  const world = await startMatchWorld();
  const users = new Map<string, CurrentUser>();
  const app = express();
  useViews(app, PROJECT_ROOT, true);
  app.use(securityHeaders(false), express.static(`${PROJECT_ROOT}public`));
  app.use(createSession({ client: world.connection.getClient(), databaseName: world.connection.name, secret: 'test', secure: false }));
  app.use(express.urlencoded({ extended: true }));
  app.get('/test/sign-in/:userId', (req, res) => {
    const user = users.get(req.params.userId);
    if (user !== undefined) req.session.testUser = user;
    res.send('ok');
  });
  app.use((req, _res, next) => {
    if (req.session.testUser !== undefined) req.user = req.session.testUser;
    next();
  });
  const translations = testTranslations();
  app.use(useLanguage(translations), frameLocals({ devMail: false, tileUrl: null }), pageLocals(), protectForms);
  const limit = () => requireSignIn();
  app.use(reviewRoutes(world.review, world.matching, { role: requireRole, signedIn: requireSignIn, limit }, { charts: createCharts(), spreadsheets: createSpreadsheets(), views: createQueueViews(world) }));
  app.use(notFound, errorHandler(createLogger('silent'), translations));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...world, url,
    async agent(user) {
      users.set(user.id, user);
      const agent = new Agent(url);
      await agent.get(`/test/sign-in/${user.id}`);
      return agent;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await world.stop();
    },
  };
}
