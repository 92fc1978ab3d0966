import type { CurrentUser, SessionUser } from '../../shared/current-user.js';
import { ConflictError, NotFoundError, ValidationError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import { actorOf, userEvent, VISITOR } from './account-event.js';
import { hashToken, linkFault, type FaultyLink } from './link-token.js';
import { hashPassword, verifyPassword } from './password.js';
import { createLinkIssuer } from './service-links.js';
import { checkPassword, type AccountParts } from './service-parts.js';
import { asSessionUser, type User } from './user.js';

export interface PasswordService {
  /** Mails a link if the address has an account; the same answer if not. */
  requestPasswordReset(email: string): Promise<void>;
  readReset(token: string): Promise<{ readonly email: string } | FaultyLink>;
  /**
   * Sets the password and ends every session. `verificationToken`: for an address that waits to be confirmed, which this link
   * has proven to be read. Throws ValidationError.
   */
  resetPassword(token: string, password: string): Promise<{ readonly email: string; readonly verificationToken: string | null } | FaultyLink>;
  /** Ends every session; the answer begins a new one. Throws ValidationError. */
  changePassword(user: CurrentUser, passwords: { readonly current: string; readonly next: string }): Promise<SessionUser>;
  rename(user: CurrentUser, name: string): Promise<void>;
}

const findResetting = async ({ users, clock }: AccountParts, token: string): Promise<User | FaultyLink> => {
  const found = await users.findByLink('reset-password', hashToken(token));
  if (found === null) return { fault: 'unknown' };
  const fault = linkFault(found.link, clock.now());
  return fault === null ? found.user : { fault };
};

function createResets(parts: AccountParts): Pick<PasswordService, 'requestPasswordReset' | 'readReset' | 'resetPassword'> {
  const { users, clock, relay } = parts;
  const issueLink = createLinkIssuer(parts);
  return {
    async requestPasswordReset(email) {
      const user = await users.findByEmail(email);
      if (user === null || user.deactivatedAt !== null) return;
      await users.record(user.id, userEvent('password-reset-requested', user.id, clock.now(), VISITOR, { name: user.name }));
      relay.wake();
    },
    async readReset(token) {
      const user = await findResetting(parts, token);
      return 'fault' in user ? user : { email: user.email };
    },
    async resetPassword(token, password) {
      const user = await findResetting(parts, token);
      if ('fault' in user) return user;
      checkPassword('password', password, [user.email, user.name, user.newOrganisation?.name]);
      const event = userEvent('password-changed', user.id, clock.now(), actorOf(user), { name: user.name, by: 'mailed link' });
      if (await users.resetPassword(user.id, hashToken(token), await hashPassword(password), event) === null) return { fault: 'used' };
      relay.wake();
      const verification = await issueLink({ purpose: 'verify-email', subjectId: user.id });
      return { email: user.email, verificationToken: verification?.token ?? null };
    },
  };
}

export function createPasswords(parts: AccountParts): PasswordService {
  const { users, clock, relay } = parts;
  return {
    ...createResets(parts),
    async changePassword({ id }, { current, next }) {
      const user = await users.find(id);
      if (user === null) throw new NotFoundError(message('accounts:your.account'));
      if (!await verifyPassword(user.passwordHash, current)) throw new ValidationError({ currentPassword: message('accounts:fault.notPresentPassword') });
      checkPassword('newPassword', next, [user.email, user.name]);
      const event = userEvent('password-changed', id, clock.now(), actorOf(user), { name: user.name, by: 'account page' });
      const changed = await users.changePassword(user, await hashPassword(next), event);
      if (changed === null) throw new ConflictError(message('accounts:fault.passwordChangedElsewhere'));
      relay.wake();
      return asSessionUser(changed);
    },
    async rename({ id, name: previousName }, name) {
      if (name === previousName) return;
      await users.rename(id, name, userEvent('user-renamed', id, clock.now(), { userId: id, label: name }, { name, previousName }));
      relay.wake();
    },
  };
}
