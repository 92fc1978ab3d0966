import type { Request, Response, Router } from 'express';
import { parseForm } from '../../shared/form.js';
import { message } from '../../shared/message.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import type { AccountsService } from './index.js';
import { presentAccount, type AccountForms } from './presenter.js';
import { beginSession, done, orAgain, userOf, valuesOf } from './routes-frame.js';
import { accountNameSchema, passwordsSchema } from './schema.js';

/** The user's own name and password. */
export function addAccountRoutes(router: Router, accounts: AccountsService, guards: RouteGuards): void {
  const show = async (req: Request, res: Response, forms?: AccountForms): Promise<void> => {
    const user = userOf(req);
    const known = await accounts.organisations(user.organisationId === null ? [] : [user.organisationId]);
    res.render('accounts/account', presentAccount(res.locals.localised, user, known.get(user.organisationId ?? '') ?? null, forms));
  };
  router.get(paths.account, guards.signedIn(), (req, res) => show(req, res));
  // A form that came back has its own address; opened again, that is the page.
  router.get([paths.accountName, paths.accountPassword], (_req, res) => { res.redirect(303, paths.account); });
  router.post(paths.accountName, guards.signedIn(), (req, res) => orAgain(
    async () => {
      await accounts.rename(userOf(req), parseForm(accountNameSchema, req.body).name);
      done(req, res, paths.account, message('accounts:done.nameChanged'));
    },
    (nameErrors) => show(req, res.status(422), { values: valuesOf(req), nameErrors }),
  ));
  router.post(paths.accountPassword, guards.signedIn(), guards.limit('login'), (req, res) => orAgain(
    async () => {
      const { currentPassword: current, newPassword: next } = parseForm(passwordsSchema, req.body);
      await beginSession(req, await accounts.changePassword(userOf(req), { current, next }));
      done(req, res, paths.account, message('accounts:done.passwordChanged'));
    },
    (passwordErrors) => show(req, res.status(422), { passwordErrors }),
  ));
}
