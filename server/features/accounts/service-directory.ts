import { ValidationError } from '../../shared/errors.js';
import { SYSTEM_ACTOR } from '../../shared/events.js';
import { DEFAULT_LANGUAGE } from '../../shared/language.js';
import { message } from '../../shared/message.js';
import { userEvent } from './account-event.js';
import type { AccountsDirectory, NewAccount, Organisation, Recipient } from './index.js';
import { hashPassword, verifyAgainstNothing, verifyPassword } from './password.js';
import { newId } from './repository-users.js';
import { checkPassword, refuseMisfit, type AccountParts } from './service-parts.js';
import { asCurrentUser, asSessionUser, emailKey, type User } from './user.js';

const asRecipient = ({ id, email, name, language }: User): Recipient => ({ userId: id, email, name, language: language ?? DEFAULT_LANGUAGE });
const canLogIn = (user: User | null): user is User => user !== null && user.verifiedAt !== null && user.deactivatedAt === null;

function createAuthentication({ users, clock }: AccountParts): Pick<AccountsDirectory, 'authenticate' | 'findCurrentUser' | 'findSessionUser'> {
  const findActive = async (userId: string): Promise<User | null> => {
    const user = await users.find(userId);
    return canLogIn(user) ? user : null;
  };
  return {
    async authenticate(email, password) {
      const user = await users.findByEmail(emailKey(email));
      const fits = user === null ? await verifyAgainstNothing(password) : await verifyPassword(user.passwordHash, password);
      if (user === null || !fits) return { refused: 'wrong' };
      if (user.deactivatedAt !== null) return { refused: 'deactivated' };
      if (user.verifiedAt === null) return { refused: 'unverified' };
      await users.noteLogin(user.id, clock.now());
      return { user: asSessionUser(user) };
    },
    async findCurrentUser(userId) {
      const user = await findActive(userId);
      return user === null ? null : asCurrentUser(user);
    },
    async findSessionUser(userId, sessionEpoch) {
      const user = await findActive(userId);
      return user?.sessionEpoch === sessionEpoch ? asSessionUser(user) : null;
    },
  };
}

async function organisationNamed({ organisations, clock }: AccountParts, { name, kind }: NewAccount['organisation']): Promise<Organisation> {
  const found = await organisations.findByName(name)
    ?? await organisations.found({ id: newId(), name: name.trim(), kind }, clock.now(), SYSTEM_ACTOR)
    ?? await organisations.findByName(name);
  if (found === null) throw new Error(`the organisation ${name} could neither be founded nor found`);
  return found;
}

function createAccountMaker(parts: AccountParts): AccountsDirectory['createVerifiedAccount'] {
  const { users, organisations, clock, relay } = parts;
  return async ({ email, name, password, role, organisation: { name: organisationName, kind } }) => {
    checkPassword('password', password, [email, name]);
    refuseMisfit(role, await organisations.findByName(organisationName) ?? { name: organisationName, kind });
    const key = emailKey(email);
    const taken = new ValidationError({ email: message('accounts:fault.emailTaken', { email }) });
    if (await users.findByEmail(key) !== null) throw taken;
    const passwordHash = await hashPassword(password);
    const organisation = await organisationNamed(parts, { name: organisationName, kind });
    const at = clock.now();
    const user = { id: newId(), email: key, name, passwordHash, role, organisationId: organisation.id, newOrganisation: null, verifiedAt: at, createdAt: at, language: null };
    const event = userEvent('user-joined', user.id, at, SYSTEM_ACTOR, { name, role, organisationId: organisation.id, organisationName: organisation.name });
    if (!await users.create(user, event)) throw taken;
    relay.wake();
    return { id: user.id, email: key, name, role, organisationId: organisation.id };
  };
}

export function createDirectory(parts: AccountParts): Omit<AccountsDirectory, 'issueLinkToken'> {
  const { users, organisations } = parts;
  return {
    ...createAuthentication(parts),
    organisations: async (ids) => new Map((await organisations.findMany(ids)).map((organisation) => [organisation.id, organisation])),
    recipients: async (query) => (await users.active(query)).map(asRecipient),
    recipient: async (userId) => {
      const user = await users.find(userId);
      return user === null || user.deactivatedAt !== null ? null : asRecipient(user);
    },
    createVerifiedAccount: createAccountMaker(parts),
    ensureOrganisation: (organisation) => organisationNamed(parts, organisation),
    isEmpty: () => users.isEmpty(),
    chooseLanguage: (userId, language) => users.setLanguage(userId, language),
  };
}
