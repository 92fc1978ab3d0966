import type { Clock, EventRelay } from '../../shared/ports.js';
import type { AccountsService } from './index.js';
import { createInvitationRepository } from './repository-invitations.js';
import { createOrganisationRepository } from './repository-organisations.js';
import { createUserAdministrationRepository } from './repository-user-administration.js';
import { createUserRepository, type Connection } from './repository-users.js';
import { createDirectory } from './service-directory.js';
import { createInvitations } from './service-invitations.js';
import { createLinkIssuer } from './service-links.js';
import type { AccountParts } from './service-parts.js';
import { createPasswords } from './service-passwords.js';
import { createSignUp } from './service-sign-up.js';
import { createUserAdministration } from './service-users.js';

export interface AccountsDependencies {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly relay: EventRelay;
}

export function createAccounts({ connection, clock, relay }: AccountsDependencies): AccountsService {
  const parts: AccountParts = {
    users: createUserRepository(connection), administration: createUserAdministrationRepository(connection),
    organisations: createOrganisationRepository(connection), invitations: createInvitationRepository(connection), clock, relay,
  };
  return {
    ...createDirectory(parts), ...createSignUp(parts), ...createPasswords(parts), ...createInvitations(parts),
    ...createUserAdministration(parts), issueLinkToken: createLinkIssuer(parts),
  };
}
