import type { CurrentUser, Role, SessionUser } from '../../shared/current-user.js';
import type { Language } from '../../shared/language.js';
import type { Organisation, OrganisationKind } from './index.js';

/** As stored; leaves this feature only as a CurrentUser, an Account or a Recipient. */
export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly passwordHash: string;
  readonly role: Role;
  readonly organisationId: string | null;
  readonly newOrganisation: { readonly id: string; readonly name: string; readonly kind: OrganisationKind } | null;
  readonly verifiedAt: Date | null;
  readonly deactivatedAt: Date | null;
  readonly sessionEpoch: number;
  readonly createdAt: Date;
  readonly lastLoginAt: Date | null;
  readonly language: Language | null;
}

export const ACCOUNT_STATES = ['active', 'unconfirmed', 'deactivated'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** What an admin and colleagues see of a user. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly organisationId: string | null;
  readonly organisationName: string;
  readonly organisationKind: OrganisationKind | null;
  readonly state: AccountState;
  readonly createdAt: Date;
  readonly lastLoginAt: Date | null;
}

export interface AccountQuery {
  /** Part of the name or the address. */
  readonly text?: string | undefined;
  readonly role?: Role | undefined;
  readonly state?: AccountState | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
}

export interface AccountPage {
  readonly accounts: readonly Account[];
  readonly total: number;
}

export const accountState = ({ verifiedAt, deactivatedAt }: User): AccountState =>
  (deactivatedAt !== null ? 'deactivated' : verifiedAt === null ? 'unconfirmed' : 'active');

export const asAccount = (user: User, organisation: Pick<Organisation, 'name' | 'kind'> | null): Account => ({
  id: user.id, email: user.email, name: user.name, role: user.role, organisationId: user.organisationId, state: accountState(user),
  organisationName: organisation?.name ?? '', organisationKind: organisation?.kind ?? null,
  createdAt: user.createdAt, lastLoginAt: user.lastLoginAt,
});

export const asCurrentUser = ({ id, email, name, role, organisationId }: User): CurrentUser => ({ id, email, name, role, organisationId });
export const asSessionUser = (user: User): SessionUser => ({ ...asCurrentUser(user), sessionEpoch: user.sessionEpoch, language: user.language });

/** One account an address, however it is typed. */
export const emailKey = (email: string): string => email.trim().toLowerCase();

/** One organisation a name, without regard to case, width and spacing. */
export const organisationKey = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
