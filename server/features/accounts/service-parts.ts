import type { Role } from '../../shared/current-user.js';
import { ValidationError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import type { Clock, EventRelay } from '../../shared/ports.js';
import type { OrganisationKind } from './index.js';
import { passwordFault } from './password-policy.js';
import type { InvitationRepository } from './repository-invitations.js';
import type { OrganisationRepository } from './repository-organisations.js';
import type { UserAdministrationRepository } from './repository-user-administration.js';
import type { UserRepository } from './repository-users.js';

/** What the use cases of this feature are made from. */
export interface AccountParts {
  readonly users: UserRepository;
  readonly administration: UserAdministrationRepository;
  readonly organisations: OrganisationRepository;
  readonly invitations: InvitationRepository;
  readonly clock: Clock;
  readonly relay: EventRelay;
}

/** Throws a ValidationError of `field` for a password that is too short, too long or too easy to guess. */
export function checkPassword(field: string, password: string, personal: readonly (string | null | undefined)[]): void {
  const fault = passwordFault(password, personal.filter((text): text is string => typeof text === 'string'));
  if (fault !== null) throw new ValidationError({ [field]: fault });
}

/** Site roles read what every partner has entered: they are for people of the operator's own organisation, and for all of them. */
export function refuseMisfit(role: Role, { name, kind }: { readonly name: string; readonly kind: OrganisationKind | null }): void {
  const isOperator = kind === 'operator';
  if (isOperator === (role !== 'partner')) return;
  throw new ValidationError({
    role: message(isOperator ? 'accounts:fault.roleOfPartners' : 'accounts:fault.roleOfStaff', { role: message(`shared:role.${role}`), name }),
  });
}
