import type { CurrentUser, Role, SessionUser } from '../../shared/current-user.js';
import type { Language } from '../../shared/language.js';
import type { InvitationService } from './service-invitations.js';
import type { PasswordService } from './service-passwords.js';
import type { SignUpService } from './service-sign-up.js';
import type { UserAdministration } from './service-users.js';

export { createAccounts, type AccountsDependencies } from './service.js';
export { ACCOUNT_STATES, type Account, type AccountPage, type AccountQuery, type AccountState } from './user.js';

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
  /** In which mails are written. */
  readonly language: Language;
}

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly role: Role;
  readonly organisation: { readonly name: string; readonly kind: OrganisationKind };
}

export type LinkPurpose = 'verify-email' | 'reset-password' | 'invitation';

/** The only time the token is readable; it belongs into the link of one mail and nowhere else. */
export interface IssuedLink {
  readonly token: string;
  readonly email: string;
  /** Of the recipient; the address where no name is known yet. */
  readonly name: string;
  readonly language: Language;
}

export type SignInRefusal = 'wrong' | 'unverified' | 'deactivated';

/** What other features and the web layer may ask of accounts; the feature's own pages use the full service. */
export interface AccountsDirectory {
  /** The user if e-mail and password fit and the address is verified; otherwise why not, after the same work either way. */
  authenticate(email: string, password: string): Promise<{ user: SessionUser } | { refused: SignInRefusal }>;
  /** Null also for an account that is not verified or is deactivated. */
  findCurrentUser(userId: string): Promise<CurrentUser | null>;
  /** Null also when the session began before the last change of password, or before a deactivation. */
  findSessionUser(userId: string, sessionEpoch: number): Promise<SessionUser | null>;
  organisations(organisationIds: readonly string[]): Promise<ReadonlyMap<string, Organisation>>;
  /** Verified users that a mail to this organisation, or to everyone with this role, goes to. */
  recipients(query: { readonly organisationId: string } | { readonly role: Role }): Promise<readonly Recipient[]>;
  /** One user, verified or not; null for a deactivated account. */
  recipient(userId: string): Promise<Recipient | null>;
  /**
   * A new token for the link of a mail about this user or invitation. Null when the mail has become needless: the address
   * is verified, the invitation accepted, withdrawn or expired, the account deactivated.
   */
  issueLinkToken(link: { readonly purpose: LinkPurpose; readonly subjectId: string }): Promise<IssuedLink | null>;
  /** For the seed and the command line: a verified account, its organisation made if no organisation has that name. Throws ValidationError. */
  createVerifiedAccount(account: NewAccount): Promise<CurrentUser>;
  /** For the seed: the organisation of that name, founded if there is none. */
  ensureOrganisation(organisation: NewAccount['organisation']): Promise<Organisation>;
  isEmpty(): Promise<boolean>;
  /** From now on, in pages and mails, whatever the browser asks for. */
  chooseLanguage(userId: string, language: Language): Promise<void>;
}

export interface AccountsService extends AccountsDirectory, SignUpService, PasswordService, InvitationService, UserAdministration {}
