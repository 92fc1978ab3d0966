import type { Router } from 'express';
import { parseForm } from '../../shared/form.js';
import { message } from '../../shared/message.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import type { AccountsService } from './index.js';
import { presentForgotten, presentReset, presentSent } from './presenter.js';
import { done, orAgain, renderFault, secretAddress, tokenOf, valuesOf } from './routes-frame.js';
import { emailSchema, resetSchema } from './schema.js';

function addForgetting(router: Router, accounts: AccountsService, guards: RouteGuards): void {
  router.get(paths.forgottenPassword, (_req, res) => { res.render('accounts/forgotten', presentForgotten(res.locals.localised)); });
  router.post(paths.forgottenPassword, guards.limit('reset', 'email'), (req, res) => orAgain(
    async () => {
      await accounts.requestPasswordReset(parseForm(emailSchema, req.body).email);
      res.redirect(303, paths.resetSent);
    },
    (errors) => { res.status(422).render('accounts/forgotten', presentForgotten(res.locals.localised, valuesOf(req), errors)); },
  ));
  router.get(paths.resetSent, (_req, res) => { res.render('accounts/reset-sent', presentSent(res.locals.localised)); });
}

export function addPasswordRoutes(router: Router, accounts: AccountsService, guards: RouteGuards): void {
  addForgetting(router, accounts, guards);
  router.get(paths.resetPassword, secretAddress, async (req, res) => {
    const found = await accounts.readReset(tokenOf(req));
    if ('fault' in found) renderFault(res, 'reset-password', found.fault);
    else res.render('accounts/reset', presentReset(res.locals.localised, tokenOf(req), found.email));
  });
  router.post(paths.resetPassword, secretAddress, guards.limit('reset'), (req, res) => orAgain(
    async () => {
      const reset = await accounts.resetPassword(tokenOf(req), parseForm(resetSchema, req.body).password);
      if ('fault' in reset) renderFault(res, 'reset-password', reset.fault);
      else if (reset.verificationToken === null) done(req, res, paths.login, message('accounts:done.passwordReset'));
      else done(req, res, to(paths.verifyEmail, { token: reset.verificationToken }), message('accounts:done.passwordSet'));
    },
    async (errors) => {
      const found = await accounts.readReset(tokenOf(req));
      if ('fault' in found) renderFault(res, 'reset-password', found.fault);
      else res.status(422).render('accounts/reset', presentReset(res.locals.localised, tokenOf(req), found.email, errors));
    },
  ));
}
