import type { CurrentUser, Role } from '../../shared/current-user.js';

export const ORGANISATION_KINDS = ['district-heating', 'industry', 'research', 'public', 'operator'] as const;
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export interface Organisation {
  readonly id: string;
  readonly name: string;
  readonly kind: OrganisationKind;
}

export interface Recipient {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
}

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role: Role;
  readonly organisation: { readonly name: string; readonly kind: OrganisationKind };
}

/** What other features and the web layer may ask of accounts; the feature's own pages use the full service. */
export interface AccountsDirectory {
  /** The user if e-mail and password fit and the address is verified; null otherwise, after the same work either way. */
  authenticate(email: string, password: string): Promise<{ user: CurrentUser } | { refused: 'wrong' | 'unverified' }>;
  findCurrentUser(userId: string): Promise<CurrentUser | null>;
  organisations(organisationIds: readonly string[]): Promise<ReadonlyMap<string, Organisation>>;
  /** Verified users that a mail to this organisation, or to everyone with this role, goes to. */
  recipients(query: { readonly organisationId: string } | { readonly role: Role }): Promise<readonly Recipient[]>;
  /** For the seed and the command line: a verified account, its organisation made if no organisation has that name. */
  createVerifiedAccount(account: NewAccount): Promise<CurrentUser>;
  isEmpty(): Promise<boolean>;
}
