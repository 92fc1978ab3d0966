import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { AppError, faultsOf, NotFoundError, SignInRequiredError, StoreOfflineError, ValidationError } from '../shared/errors.js';
import type { Localised, Translations } from '../shared/i18n.js';
import type { Logger } from '../shared/logger.js';
import { message } from '../shared/message.js';
import { presentErrorPage } from './error-page.js';
import { localisedFor } from './i18n.js';
import { loggableUrl } from './loggable-url.js';
import { paths } from './paths.js';
import { SessionNotKeptError } from './session.js';

export const notFound: RequestHandler = (_req, _res, next) => { next(new NotFoundError(message('errors:thisPage'))); };

interface HttpLikeError { readonly name?: string; readonly cause?: unknown; readonly status?: number; readonly code?: string; readonly message: string }

/** The driver's and mongoose's names for a store that cannot be reached; sessions hand them on as the cause of their own error. */
const OFFLINE = new Set([
  'MongoServerSelectionError', 'MongooseServerSelectionError', 'MongoNetworkError', 'MongoNetworkTimeoutError', 'MongoPoolClearedError',
  'MongoNotConnectedError', 'MongoTopologyClosedError', 'PoolClearedOnNetworkError',
]);

function isOffline(error: HttpLikeError): boolean {
  return OFFLINE.has(error.name ?? '') || (typeof error.cause === 'object' && error.cause !== null && isOffline(error.cause as HttpLikeError));
}

/** Errors of express, multer and csrf-sync carry a status or a code; everything else is ours to mend. */
function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { status, code, message: words } = (error ?? {}) as HttpLikeError;
  if (isOffline((error ?? {}) as HttpLikeError)) return new StoreOfflineError();
  if (code === 'EBADCSRFTOKEN' || (status === 403 && /csrf/i.test(words))) return new AppError(403, 'form-expired', message('errors:formExpired'));
  if (code === 'LIMIT_FILE_SIZE') return new AppError(413, 'file-too-large', message('errors:fileTooLarge'));
  if (status !== undefined && status >= 400 && status < 500) return new AppError(status, 'bad-request', message('errors:badRequest', { words }));
  return new AppError(500, 'internal', message('errors:internal'));
}

const detailOf = (error: AppError, { t, text }: Localised): string =>
  (error instanceof ValidationError ? t('errors:invalidInput', { faults: faultsOf(error.fields, text) }) : text(error.said));

function answer(error: AppError, req: Request, res: Response, localised: Localised): void {
  const detail = detailOf(error, localised);
  res.status(error.status);
  const { retryAfterSeconds } = error as { retryAfterSeconds?: number };
  if (retryAfterSeconds !== undefined) res.set('retry-after', String(Math.ceil(retryAfterSeconds)));
  if (req.path.startsWith('/api/') || req.accepts(['html', 'json']) === 'json') {
    res.type('application/problem+json')
      .send(JSON.stringify({ type: `about:blank#${error.code}`, title: error.code, status: error.status, detail }));
  } else if (req.accepts('html')) {
    res.render('errors/error', presentErrorPage(localised, error, detail, req.user));
  } else res.type('text').send(`${detail}\n`);
}

export function errorHandler(logger: Logger, translations: Translations): ErrorRequestHandler {
  return (raw, req, res, next) => {
    const error = asAppError(raw);
    if (error.status >= 500) logger.error({ err: raw as unknown, url: loggableUrl(req.originalUrl) }, 'request failed');
    if (res.headersSent) {
      // To cut the connection would take away a page that is whole.
      if (!(raw instanceof SessionNotKeptError)) next(raw);
      return;
    }
    if (error instanceof SignInRequiredError && req.accepts('html') && !req.path.startsWith('/api/')) {
      if (req.method === 'GET') req.session.returnTo = req.originalUrl;
      res.redirect(303, paths.login);
      return;
    }
    // Also for what failed before the language was looked at, as when the store of sessions does not answer.
    res.locals.localised = localisedFor(translations, req);
    answer(error, req, res, res.locals.localised);
  };
}
