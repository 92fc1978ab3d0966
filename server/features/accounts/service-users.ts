import type { Role } from '../../shared/current-user.js';
import { ConflictError, NotFoundError, ValidationError } from '../../shared/errors.js';
import type { Actor } from '../../shared/events.js';
import { message } from '../../shared/message.js';
import { userEvent } from './account-event.js';
import { refuseMisfit, type AccountParts } from './service-parts.js';
import { accountState, asAccount, emailKey, type Account, type AccountPage, type AccountQuery, type User } from './user.js';

export interface UserAdministration {
  accounts(query: AccountQuery): Promise<AccountPage>;
  /** Throws NotFoundError. */
  account(userId: string): Promise<Account>;
  accountByEmail(email: string): Promise<Account | null>;
  /** Throws ValidationError for the last admin and for a role that does not fit the organisation, ConflictError when changed meanwhile. */
  changeRole(actor: Actor, userId: string, role: Role): Promise<Account>;
  /** Ends the user's sessions at once. Throws ValidationError for the last admin, ConflictError when it is deactivated already. */
  deactivate(actor: Actor, userId: string): Promise<Account>;
  reactivate(actor: Actor, userId: string): Promise<Account>;
}

const LAST_ADMIN = message('accounts:fault.lastAdmin');
const MEANWHILE = message('accounts:fault.changedMeanwhile');

async function asAccounts({ organisations }: AccountParts, users: readonly User[]): Promise<readonly Account[]> {
  const ids = users.flatMap(({ organisationId }) => (organisationId === null ? [] : [organisationId]));
  const known = new Map((await organisations.findMany([...new Set(ids)])).map((organisation) => [organisation.id, organisation]));
  return users.map((user) => asAccount(user, known.get(user.organisationId ?? '') ?? user.newOrganisation));
}

const isActiveAdmin = (user: User): boolean => user.role === 'admin' && accountState(user) === 'active';

/**
 * Takes an admin out of the count before counting who stays: of two admins who remove each other at the same moment both are
 * refused, and at no moment is there none.
 */
async function leaveAdmins<T>({ administration, clock }: AccountParts, user: User, change: () => Promise<T>): Promise<T> {
  if (!isActiveAdmin(user)) return change();
  await administration.markLeavingAdmins(user.id, clock.now());
  try {
    if (await administration.stayingAdmins(clock.now()) === 0) throw new ValidationError({ account: LAST_ADMIN });
    return await change();
  } finally {
    await administration.markLeavingAdmins(user.id, null);
  }
}

function createChanges(parts: AccountParts, find: (userId: string) => Promise<User>): Pick<UserAdministration, 'changeRole' | 'deactivate' | 'reactivate'> {
  const { administration, clock, relay } = parts;
  const answer = async (changed: User | null): Promise<Account> => {
    const [account] = changed === null ? [] : await asAccounts(parts, [changed]);
    if (account === undefined) throw new ConflictError(MEANWHILE);
    relay.wake();
    return account;
  };
  return {
    async changeRole(actor, userId, role) {
      const user = await find(userId);
      const [account] = await asAccounts(parts, [user]);
      if (account === undefined || user.role === role) return answer(user);
      refuseMisfit(role, { name: account.organisationName, kind: account.organisationKind });
      const event = userEvent('user-role-changed', userId, clock.now(), actor, { name: user.name, role, previousRole: user.role });
      return answer(await leaveAdmins(parts, user, () => administration.setRole(user, role, event)));
    },
    async deactivate(actor, userId) {
      const user = await find(userId);
      const event = userEvent('user-deactivated', userId, clock.now(), actor, { name: user.name, role: user.role });
      return answer(await leaveAdmins(parts, user, () => administration.deactivate(userId, event)));
    },
    async reactivate(actor, userId) {
      const user = await find(userId);
      return answer(await administration.reactivate(userId, userEvent('user-reactivated', userId, clock.now(), actor, { name: user.name, role: user.role })));
    },
  };
}

export function createUserAdministration(parts: AccountParts): UserAdministration {
  const { users, administration } = parts;
  const find = async (userId: string): Promise<User> => {
    const user = await users.find(userId);
    if (user === null) throw new NotFoundError(message('accounts:this.account'));
    return user;
  };
  return {
    ...createChanges(parts, find),
    async accounts(query) {
      const { users: found, total } = await administration.list(query);
      return { accounts: await asAccounts(parts, found), total };
    },
    async account(userId) {
      const [account] = await asAccounts(parts, [await find(userId)]);
      if (account === undefined) throw new NotFoundError(message('accounts:this.account'));
      return account;
    },
    async accountByEmail(email) {
      const user = await users.findByEmail(emailKey(email));
      return user === null ? null : (await asAccounts(parts, [user]))[0] ?? null;
    },
  };
}
