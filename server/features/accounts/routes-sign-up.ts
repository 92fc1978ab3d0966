import type { Router } from 'express';
import { parseForm } from '../../shared/form.js';
import { message } from '../../shared/message.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import type { AccountsService } from './index.js';
import { presentConfirmation, presentResend, presentSent, presentSignUp } from './presenter.js';
import { done, orAgain, renderFault, secretAddress, tokenOf, valuesOf, visitorsOnly } from './routes-frame.js';
import { confirmSchema, emailSchema, signUpSchema } from './schema.js';

function addSigningUp(router: Router, accounts: AccountsService, guards: RouteGuards): void {
  router.get(paths.signUp, visitorsOnly, (_req, res) => { res.render('accounts/sign-up', presentSignUp(res.locals.localised)); });
  router.post(paths.signUp, visitorsOnly, guards.limit('sign-up', 'email'), (req, res) => orAgain(
    async () => {
      await accounts.signUp({ ...parseForm(signUpSchema, req.body), language: res.locals.localised.language });
      res.redirect(303, paths.signUpSent);
    },
    (errors) => { res.status(422).render('accounts/sign-up', presentSignUp(res.locals.localised, valuesOf(req), errors)); },
  ));
  router.get(paths.signUpSent, (_req, res) => { res.render('accounts/sign-up-sent', presentSent(res.locals.localised)); });
}

function addResending(router: Router, accounts: AccountsService, guards: RouteGuards): void {
  router.get(paths.resendVerification, (_req, res) => { res.render('accounts/resend', presentResend(res.locals.localised)); });
  router.post(paths.resendVerification, guards.limit('reset', 'email'), (req, res) => orAgain(
    async () => {
      await accounts.requestVerification(parseForm(emailSchema, req.body).email);
      res.redirect(303, paths.verificationSent);
    },
    (errors) => { res.status(422).render('accounts/resend', presentResend(res.locals.localised, valuesOf(req), errors)); },
  ));
  router.get(paths.verificationSent, (_req, res) => { res.render('accounts/verification-sent', presentSent(res.locals.localised)); });
}

/** Opening the link changes nothing, because mail scanners open links too; the button on its page does. */
export function addSignUpRoutes(router: Router, accounts: AccountsService, guards: RouteGuards): void {
  addSigningUp(router, accounts, guards);
  // `sent` before the token: both fit the same address.
  addResending(router, accounts, guards);
  router.get(paths.verifyEmail, secretAddress, async (req, res) => {
    const found = await accounts.readVerification(tokenOf(req));
    if ('fault' in found) renderFault(res, 'verify-email', found.fault);
    else res.render('accounts/confirm', presentConfirmation(res.locals.localised, tokenOf(req), found));
  });
  router.post(paths.verifyEmail, secretAddress, (req, res) => orAgain(
    async () => {
      const confirmed = await accounts.confirmEmail(tokenOf(req), parseForm(confirmSchema, req.body).organisationName);
      if ('fault' in confirmed) renderFault(res, 'verify-email', confirmed.fault);
      else done(req, res, paths.login, message('accounts:done.addressConfirmed'));
    },
    async (errors) => {
      const found = await accounts.readVerification(tokenOf(req));
      if ('fault' in found) renderFault(res, 'verify-email', found.fault);
      else res.status(422).render('accounts/confirm', presentConfirmation(res.locals.localised, tokenOf(req), found, valuesOf(req), errors));
    },
  ));
}
