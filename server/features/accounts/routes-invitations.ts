import type { Request, Response, Router } from 'express';
import { ConflictError, type FieldErrors } from '../../shared/errors.js';
import { parseForm } from '../../shared/form.js';
import { message } from '../../shared/message.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths } from '../../web/paths.js';
import type { AccountsService } from './index.js';
import { presentInvitation } from './presenter.js';
import { presentOrganisation } from './presenter-people.js';
import { startPage } from './return-path.js';
import { beginSession, done, orAgain, renderFault, secretAddress, tokenOf, userOf, valuesOf } from './routes-frame.js';
import { acceptSchema, emailSchema } from './schema.js';

function addInviting(router: Router, accounts: AccountsService, guards: RouteGuards): void {
  router.get(paths.organisation, guards.signedIn(), async (req, res) => {
    res.render('accounts/organisation', presentOrganisation(res.locals.localised, await accounts.colleagues(userOf(req)), userOf(req)));
  });
  router.get(paths.invitations, (_req, res) => { res.redirect(303, paths.organisation); });
  router.post(paths.invitations, guards.role('partner'), guards.limit('sign-up', 'email'), (req, res) => orAgain(
    async () => {
      const { email } = parseForm(emailSchema, req.body);
      await accounts.inviteColleague(userOf(req), email, res.locals.localised.language);
      done(req, res, paths.organisation, message('accounts:done.invited', { email }));
    },
    async (errors) => {
      const colleagues = await accounts.colleagues(userOf(req));
      res.status(422).render('accounts/organisation', presentOrganisation(res.locals.localised, colleagues, userOf(req), valuesOf(req), errors));
    },
  ));
  router.post(paths.withdrawInvitation, guards.role('partner'), async (req, res) => {
    await accounts.withdrawInvitation(userOf(req), String(req.params['invitationId']));
    done(req, res, paths.organisation, message('accounts:done.invitationWithdrawn'));
  });
}

async function accept(accounts: AccountsService, req: Request, res: Response): Promise<void> {
  const { language } = res.locals.localised;
  const user = await accounts.acceptInvitation(tokenOf(req), { ...parseForm(acceptSchema, req.body), language });
  if ('fault' in user) {
    renderFault(res, 'invitation', user.fault);
    return;
  }
  await beginSession(req, user);
  done(req, res, startPage(user), message('accounts:done.welcome', { name: user.name }));
}

export function addInvitationRoutes(router: Router, accounts: AccountsService, guards: RouteGuards): void {
  addInviting(router, accounts, guards);
  const show = async (req: Request, res: Response, errors?: FieldErrors): Promise<void> => {
    const found = await accounts.readInvitation(tokenOf(req));
    if ('fault' in found) renderFault(res, 'invitation', found.fault);
    else res.render('accounts/invitation', presentInvitation(res.locals.localised, tokenOf(req), found, valuesOf(req), errors));
  };
  router.get(paths.invitation, secretAddress, (req, res) => show(req, res));
  router.post(paths.invitation, secretAddress, guards.limit('sign-up'), async (req, res) => {
    try {
      await orAgain(() => accept(accounts, req, res), (errors) => show(req, res.status(422), errors));
    } catch (error) {
      // The page itself says that the address has an account by now.
      if (!(error instanceof ConflictError)) throw error;
      await show(req, res.status(error.status));
    }
  });
}
