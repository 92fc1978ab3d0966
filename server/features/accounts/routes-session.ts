import type { Request, Response, Router } from 'express';
import type { Passport } from 'passport';
import type { SessionUser } from '../../shared/current-user.js';
import { parseForm } from '../../shared/form.js';
import { message } from '../../shared/message.js';
import type { RouteGuards } from '../../shared/ports.js';
import { safeReturnPath } from '../../shared/return-path.js';
import { paths } from '../../web/paths.js';
import type { SignInRefusal } from './index.js';
import { presentLogin } from './presenter.js';
import { startPage } from './return-path.js';
import { beginSession, done, orAgain, valuesOf, visitorsOnly } from './routes-frame.js';
import { loginSchema } from './schema.js';

type Authenticators = InstanceType<typeof Passport>;
type Answer = { readonly user: SessionUser } | { readonly refused: SignInRefusal };

const authenticate = (passport: Authenticators, req: Request, res: Response): Promise<Answer> => new Promise((resolve, reject) => {
  const answer = (error: unknown, user: SessionUser | false, info?: { readonly message: SignInRefusal }): void => {
    if (error !== null) reject(error instanceof Error ? error : new Error('the password could not be checked', { cause: error }));
    else resolve(user === false ? { refused: info?.message ?? 'wrong' } : { user });
  };
  (passport.authenticate('local', answer) as (req: Request, res: Response, next: (error: unknown) => void) => void)(req, res, reject);
});

async function logIn(passport: Authenticators, req: Request, res: Response): Promise<void> {
  parseForm(loginSchema, req.body);
  const answer = await authenticate(passport, req, res);
  if ('refused' in answer) {
    res.status(422).render('accounts/login', presentLogin(res.locals.localised, valuesOf(req), {}, answer.refused));
    return;
  }
  // Read before: the new session starts empty.
  const wanted = safeReturnPath(req.session.returnTo);
  await beginSession(req, answer.user);
  res.redirect(303, wanted ?? startPage(answer.user));
}

export function addSessionRoutes(router: Router, guards: RouteGuards, passport: Authenticators): void {
  router.get(paths.login, visitorsOnly, (_req, res) => { res.render('accounts/login', presentLogin(res.locals.localised)); });
  router.post(paths.login, visitorsOnly, guards.limit('login', 'email'), (req, res) => orAgain(
    () => logIn(passport, req, res),
    (errors) => { res.status(422).render('accounts/login', presentLogin(res.locals.localised, valuesOf(req), errors)); },
  ));
  router.post(paths.logout, (req, res, next) => {
    req.logout((error: unknown) => {
      if (error === undefined || error === null) done(req, res, paths.login, message('accounts:done.loggedOut'));
      else next(error);
    });
  });
}
