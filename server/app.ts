import compression from 'compression';
import express, { type Express } from 'express';
import { pinoHttp } from 'pino-http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { featureRoutes, type Services } from './services.js';
import { createPassport, requireRole, requireSignIn } from './web/auth.js';
import { parseMultipart, protectForms } from './web/csrf.js';
import { errorHandler, notFound } from './web/error-handler.js';
import { healthRoutes } from './web/health.js';
import { chooseLanguage, useLanguage } from './web/i18n.js';
import { frameLocals, pageLocals } from './web/locals.js';
import { loggableUrl } from './web/loggable-url.js';
import { paths } from './web/paths.js';
import { createRateLimits } from './web/rate-limit.js';
import { securityHeaders } from './web/security.js';
import { createSession, saveBeforeRedirect } from './web/session.js';
import { styleguideRoutes } from './web/styleguide.js';
import { themeRoutes } from './web/theme.js';
import { useViews } from './web/view-engine.js';

/** The package's folder: views and public lie beside `dist`. */
export const projectRoot = join(fileURLToPath(import.meta.url), '..', '..', '..');

const installed = createRequire(import.meta.url);
/** Served from where npm has put them: what the browser gets is what the lock file names. */
const BROWSER_LIBRARIES = {
  leaflet: dirname(installed.resolve('leaflet/dist/leaflet.js')), supercluster: join(dirname(installed.resolve('supercluster')), 'dist'),
  echarts: dirname(installed.resolve('echarts/dist/echarts.esm.min.js')),
} as const;

/** The web application; read top-down, that is the order in which a request passes. */
export function createApp(services: Services): Express {
  const { config, logger, connection } = services;
  const secure = config.baseUrl.startsWith('https://');
  const client = connection.getClient();
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', secure ? 1 : false);
  useViews(app, projectRoot, config.environment === 'production');

  app.use(securityHeaders(secure, config.mapStyleUrl));
  app.use(healthRoutes({ pingStore: () => services.pingStore() }));
  app.use(compression());
  const maxAge = config.environment === 'production' ? '1h' : 0;
  app.use(express.static(join(projectRoot, 'public'), { maxAge }));
  for (const [name, folder] of Object.entries(BROWSER_LIBRARIES)) app.use(`/vendor/${name}`, express.static(folder, { maxAge, index: false }));
  app.use(pinoHttp({
    logger, useLevel: 'debug', serializers: { req: (req: { readonly url: string }) => ({ ...req, url: loggableUrl(req.url) }) },
  }));
  // Once for whoever it is, so that an error page has words too, and once more when it is known who.
  app.use(themeRoutes(secure), useLanguage(services.translations), frameLocals({
    devMail: config.smtpUrl === null && config.environment !== 'production', tileUrl: config.mapStyleUrl,
  }));
  app.use(createSession({ client, databaseName: connection.name, secret: config.sessionSecret, secure }));
  app.use(saveBeforeRedirect);
  const passport = createPassport(services.accounts);
  app.use(passport.session());
  app.use(useLanguage(services.translations));
  app.use(express.urlencoded({ extended: true, limit: '1mb' }), express.json({ limit: '2mb' }), parseMultipart);
  app.use(pageLocals());
  app.post(paths.language, chooseLanguage(secure, (userId, language) => services.accounts.chooseLanguage(userId, language)));
  app.use(protectForms);

  app.use(styleguideRoutes(services.charts));
  const limit = createRateLimits(client, connection.name);
  app.use(featureRoutes(services, passport, { role: requireRole, signedIn: requireSignIn, limit }));

  app.use(notFound);
  app.use(errorHandler(logger, services.translations));
  return app;
}
