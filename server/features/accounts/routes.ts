import { Router } from 'express';
import type { Passport } from 'passport';
import type { RouteGuards } from '../../shared/ports.js';
import type { AccountsService } from './index.js';
import { addAccountRoutes } from './routes-account.js';
import { addInvitationRoutes } from './routes-invitations.js';
import { addPasswordRoutes } from './routes-passwords.js';
import { addSessionRoutes } from './routes-session.js';
import { addSignUpRoutes } from './routes-sign-up.js';
import { addUserRoutes } from './routes-users.js';

export function accountsRoutes(accounts: AccountsService, guards: RouteGuards, passport: InstanceType<typeof Passport>): Router {
  const router = Router();
  addSignUpRoutes(router, accounts, guards);
  addSessionRoutes(router, guards, passport);
  addPasswordRoutes(router, accounts, guards);
  addAccountRoutes(router, accounts, guards);
  addInvitationRoutes(router, accounts, guards);
  addUserRoutes(router, accounts, guards);
  return router;
}
