import MongoStore from 'connect-mongo';
import session from 'express-session';
import type { RequestHandler } from 'express';
import type { MongoClient } from 'mongodb';
import type { Said } from '../shared/message.js';

const SESSION_DAYS = 14;

declare module 'express-session' {
  interface SessionData {
    /** Shown once on the next page. */
    flash?: { readonly kind: 'success' | 'warning'; readonly text: Said } | undefined;
    /** What somebody has answered so far who may have no account yet; a login keeps it. */
    guide?: Readonly<Record<string, unknown>> | undefined;
    /** Where to go after logging in. */
    returnTo?: string | undefined;
  }
}

export interface SessionOptions {
  readonly client: MongoClient;
  readonly databaseName: string;
  readonly secret: string;
  readonly secure: boolean;
}

/** A session that could not be kept after its page was made; the page itself is whole. */
export class SessionNotKeptError extends Error {
  constructor(cause: unknown) {
    super('the session could not be kept', { cause });
    this.name = 'SessionNotKeptError';
  }
}

type Done = (error?: unknown) => void;

/** express-session hands on the store's own error, which does not tell whether a page was cut short or only its session was lost. */
function namingItsErrors(store: MongoStore): MongoStore {
  for (const method of ['set', 'touch'] as const) {
    const keep = store[method].bind(store) as (id: string, data: session.SessionData, done: Done) => unknown;
    store[method] = (async (id: string, data: session.SessionData, done: Done = () => undefined) => {
      await keep(id, data, (error) => { done(error ? new SessionNotKeptError(error) : undefined); });
    }) as MongoStore[typeof method];
  }
  return store;
}

/** Sessions live in the store, so that any web process can answer and a restart logs nobody out. */
export function createSession(options: SessionOptions): RequestHandler {
  return session({
    name: 'heatmatch.sid',
    secret: options.secret,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    cookie: { httpOnly: true, sameSite: 'lax', secure: options.secure, maxAge: SESSION_DAYS * 24 * 3600 * 1000 },
    store: namingItsErrors(MongoStore.create({
      client: options.client, dbName: options.databaseName, collectionName: 'sessions', ttl: SESSION_DAYS * 24 * 3600,
      touchAfter: 3600,
    })),
  });
}

/**
 * A redirect is sent when the session is stored. Left to itself the session middleware sends the headers first and saves meanwhile, and
 * a quick browser asks for the next page before the store has its message, or its login.
 */
export const saveBeforeRedirect: RequestHandler = (req, res, next) => {
  const redirect = res.redirect.bind(res) as (...target: unknown[]) => void;
  const isKept = (): boolean => (req.session as unknown) !== undefined && Object.keys(req.session).some((key) => key !== 'cookie');
  res.redirect = (...target: unknown[]): void => {
    if (!isKept()) {
      redirect(...target);
      return;
    }
    req.session.save((error: unknown) => {
      if (error) next(error);
      else redirect(...target);
    });
  };
  next();
};
