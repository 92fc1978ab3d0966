import type { Request, RequestHandler, Response } from 'express';
import type { CurrentUser, SessionUser } from '../../shared/current-user.js';
import { SignInRequiredError, ValidationError, type FieldErrors } from '../../shared/errors.js';
import type { FormValues } from '../../shared/field.js';
import type { Message } from '../../shared/message.js';
import type { LinkPurpose } from './index.js';
import type { LinkFault } from './link-token.js';
import { presentFault } from './presenter.js';
import { startPage } from './return-path.js';

export function userOf(req: Request): CurrentUser {
  if (req.user === undefined) throw new SignInRequiredError();
  return req.user;
}

export const valuesOf = (req: Request): FormValues => (req.body ?? {}) as FormValues;
export const tokenOf = (req: Request): string => String(req.params['token']);

/** Runs a use case; input that it refuses brings the form back, filled in. */
export async function orAgain(attempt: () => Promise<void>, again: (errors: FieldErrors) => Promise<void> | void): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    await again(error.fields);
  }
}

export function done(req: Request, res: Response, path: string, text: Message): void {
  req.session.flash = { kind: 'success', text };
  res.redirect(303, path);
}

/** A new session with a new id, so that an id from before the login is worth nothing. What was answered before it stays. */
export const beginSession = (req: Request, user: SessionUser): Promise<void> => new Promise((resolve, reject) => {
  const { guide } = req.session;
  req.login(user, (error: unknown) => {
    if (guide !== undefined) req.session.guide = guide;
    if (error === undefined || error === null) resolve();
    else reject(error instanceof Error ? error : new Error('the session could not be saved', { cause: error }));
  });
});

export function renderFault(res: Response, purpose: LinkPurpose, fault: LinkFault): void {
  res.status(fault === 'unknown' ? 404 : 410).render('accounts/link', presentFault(res.locals.localised, purpose, fault));
}

/** Pages for visitors: who is logged in already goes on to work. */
export const visitorsOnly: RequestHandler = (req, res, next) => {
  if (req.user === undefined) next();
  else res.redirect(303, startPage(req.user));
};

/** An address with a token in it stays out of caches and of what the next page is told. */
export const secretAddress: RequestHandler = (_req, res, next) => {
  res.set({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  next();
};
