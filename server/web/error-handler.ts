import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { AppError, NotFoundError, SignInRequiredError, StoreOfflineError } from '../shared/errors.js';
import type { Logger } from '../shared/logger.js';
import { presentErrorPage } from './error-page.js';
import { loggableUrl } from './loggable-url.js';
import { paths } from './paths.js';
import { SessionNotKeptError } from './session.js';

export const notFound: RequestHandler = (_req, _res, next) => { next(new NotFoundError('This page')); };

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
  const { status, code, message } = (error ?? {}) as HttpLikeError;
  if (isOffline((error ?? {}) as HttpLikeError)) return new StoreOfflineError();
  if (code === 'EBADCSRFTOKEN' || (status === 403 && /csrf/i.test(message))) {
    return new AppError(403, 'form-expired', 'This form was open for too long. Please go back, reload the page and send it again.');
  }
  if (code === 'LIMIT_FILE_SIZE') return new AppError(413, 'file-too-large', 'The file is larger than 4 MB.');
  if (status !== undefined && status >= 400 && status < 500) return new AppError(status, 'bad-request', message);
  return new AppError(500, 'internal', 'Something went wrong on our side. It has been logged; please try again.');
}

function answer(error: AppError, req: Request, res: Response): void {
  res.status(error.status);
  const { retryAfterSeconds } = error as { retryAfterSeconds?: number };
  if (retryAfterSeconds !== undefined) res.set('retry-after', String(Math.ceil(retryAfterSeconds)));
  if (req.path.startsWith('/api/') || req.accepts(['html', 'json']) === 'json') {
    res.type('application/problem+json')
      .send(JSON.stringify({ type: `about:blank#${error.code}`, title: error.code, status: error.status, detail: error.message }));
  } else if (req.accepts('html')) {
    res.render('errors/error', presentErrorPage(error, req.user));
  } else res.type('text').send(`${error.message}\n`);
}

export function errorHandler(logger: Logger): ErrorRequestHandler {
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
    answer(error, req, res);
  };
}
