import type { Request, Response, Router } from 'express';
import type { FieldErrors } from '../../shared/errors.js';
import { parseForm } from '../../shared/form.js';
import { message } from '../../shared/message.js';
import type { RouteGuards } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import { actorOf } from './account-event.js';
import type { AccountsService } from './index.js';
import { presentUser, presentUsers, type UsersPage } from './presenter-people.js';
import { done, orAgain, userOf, valuesOf } from './routes-frame.js';
import { ACCOUNTS_A_PAGE, accountsQuerySchema, roleSchema, staffInvitationSchema } from './schema.js';

const userIdOf = (req: Request): string => String(req.params['userId']);
const addressOf = (req: Request): string => to(paths.user, { userId: userIdOf(req) });

function addStaffRoutes(router: Router, accounts: AccountsService, guards: RouteGuards): void {
  const admin = guards.role('admin');
  const show = async (req: Request, res: Response, again: Pick<UsersPage, 'values' | 'errors'> = {}): Promise<void> => {
    const query = accountsQuerySchema.parse(req.query);
    const [page, staff] = await Promise.all([
      accounts.accounts({ ...query, skip: (query.page - 1) * ACCOUNTS_A_PAGE, limit: ACCOUNTS_A_PAGE }), accounts.colleagues(userOf(req)),
    ]);
    res.render('accounts/users', presentUsers(res.locals.localised, { page, query, staff, ...again }));
  };
  router.get(paths.users, admin, (req, res) => show(req, res));
  router.get(paths.staffInvitations, (_req, res) => { res.redirect(303, paths.users); });
  router.post(paths.staffInvitations, admin, (req, res) => orAgain(
    async () => {
      const { email, staffRole } = parseForm(staffInvitationSchema, req.body);
      await accounts.inviteStaff(userOf(req), email, staffRole, res.locals.localised.language);
      done(req, res, paths.users, message('accounts:done.invited', { email }));
    },
    (errors) => show(req, res.status(422), { values: valuesOf(req), errors }),
  ));
  router.post(paths.withdrawStaffInvitation, admin, async (req, res) => {
    await accounts.withdrawInvitation(userOf(req), String(req.params['invitationId']));
    done(req, res, paths.users, message('accounts:done.invitationWithdrawn'));
  });
}

export function addUserRoutes(router: Router, accounts: AccountsService, guards: RouteGuards): void {
  const admin = guards.role('admin');
  const show = async (req: Request, res: Response, errors?: FieldErrors): Promise<void> => {
    res.render('accounts/user', presentUser(res.locals.localised, await accounts.account(userIdOf(req)), userOf(req), errors));
  };
  // `invitations` before the id: both fit the same address.
  addStaffRoutes(router, accounts, guards);
  router.get(paths.user, admin, (req, res) => show(req, res));
  router.get([paths.userRole, paths.deactivateUser], (req, res) => { res.redirect(303, addressOf(req)); });
  router.post(paths.userRole, admin, (req, res) => orAgain(
    async () => {
      const { name, role } = await accounts.changeRole(actorOf(userOf(req)), userIdOf(req), parseForm(roleSchema, req.body).role);
      done(req, res, addressOf(req), message('accounts:done.roleChanged', { name, role: message(`shared:role.${role}`) }));
    },
    (errors) => show(req, res.status(422), errors),
  ));
  router.post(paths.deactivateUser, admin, (req, res) => orAgain(
    async () => {
      const { name } = await accounts.deactivate(actorOf(userOf(req)), userIdOf(req));
      done(req, res, addressOf(req), message('accounts:done.deactivated', { name }));
    },
    (errors) => show(req, res.status(422), errors),
  ));
  router.post(paths.reactivateUser, admin, async (req, res) => {
    const { name } = await accounts.reactivate(actorOf(userOf(req)), userIdOf(req));
    done(req, res, addressOf(req), message('accounts:done.reactivated', { name }));
  });
}
