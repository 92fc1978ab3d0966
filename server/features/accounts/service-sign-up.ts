import { ValidationError } from '../../shared/errors.js';
import type { Language } from '../../shared/language.js';
import { message } from '../../shared/message.js';
import { actorOf, userEvent, VISITOR } from './account-event.js';
import type { Organisation, OrganisationKind } from './index.js';
import { hashToken, linkFault, type FaultyLink } from './link-token.js';
import { hashPassword } from './password.js';
import { newId } from './repository-users.js';
import { checkPassword, type AccountParts } from './service-parts.js';
import type { User } from './user.js';

export interface SignUpInput {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly organisationName: string;
  readonly organisationKind: Exclude<OrganisationKind, 'operator'>;
  readonly language: Language;
}

/** What the page behind the mailed link shows before anything is confirmed. */
export interface Unconfirmed {
  readonly email: string;
  readonly name: string;
  readonly organisationName: string | null;
}

export interface SignUpService {
  /** The same for an address that has an account: then its owner is told by mail. Throws ValidationError. */
  signUp(input: SignUpInput): Promise<void>;
  /** Mails a new link if the address waits to be confirmed; the same answer if not. */
  requestVerification(email: string): Promise<void>;
  readVerification(token: string): Promise<Unconfirmed | FaultyLink>;
  /**
   * Confirms the address and founds the organisation, under another name if one is given.
   * Throws ValidationError when another organisation has got the name since the sign-up.
   */
  confirmEmail(token: string, organisationName?: string): Promise<{ readonly email: string } | FaultyLink>;
}

/** Nobody joins an organisation by knowing its name; a colleague invites. */
const TAKEN = message('accounts:fault.organisationTaken');

const isFaulty = <T extends object>(value: T | FaultyLink): value is FaultyLink => 'fault' in value;

async function findUnconfirmed({ users, clock }: AccountParts, token: string): Promise<User | FaultyLink> {
  const found = await users.findByLink('verify-email', hashToken(token));
  if (found === null) return { fault: 'unknown' };
  const fault = found.user.verifiedAt === null ? linkFault(found.link, clock.now()) : 'used';
  return fault === null ? found.user : { fault };
}

async function found({ organisations, clock }: AccountParts, user: User, name: string | undefined): Promise<Organisation | null> {
  const { newOrganisation } = user;
  if (newOrganisation === null) return null;
  const organisation = await organisations.found({ ...newOrganisation, name: name ?? newOrganisation.name }, clock.now(), actorOf(user));
  if (organisation === null) throw new ValidationError({ organisationName: TAKEN });
  return organisation;
}

function createSigningUp({ users, organisations, clock, relay }: AccountParts): Pick<SignUpService, 'signUp' | 'requestVerification'> {
  return {
    async signUp({ email, name, password, organisationName, organisationKind, language }) {
      checkPassword('password', password, [email, name, organisationName]);
      if (await organisations.findByName(organisationName) !== null) throw new ValidationError({ organisationName: TAKEN });
      const passwordHash = await hashPassword(password);
      const at = clock.now();
      const newOrganisation = { id: newId(), name: organisationName, kind: organisationKind };
      const user = {
        id: newId(), email, name, passwordHash, role: 'partner' as const, organisationId: null, newOrganisation, verifiedAt: null, createdAt: at, language,
      };
      const event = userEvent('user-signed-up', user.id, at, actorOf(user), { name, organisationName, organisationKind });
      if (!await users.create(user, event)) {
        const owner = await users.findByEmail(email);
        if (owner !== null) await users.record(owner.id, userEvent('sign-up-repeated', owner.id, at, VISITOR, { name: owner.name }));
      }
      relay.wake();
    },
    async requestVerification(email) {
      const user = await users.findByEmail(email);
      if (user === null || user.verifiedAt !== null || user.deactivatedAt !== null) return;
      await users.record(user.id, userEvent('verification-requested', user.id, clock.now(), VISITOR, { name: user.name }));
      relay.wake();
    },
  };
}

/**
 * The organisation is founded when the address is confirmed, not at sign-up. Otherwise a second sign-up with the same name
 * would tell whether the first one's address was known, and anybody could block the names of others.
 */
export function createSignUp(parts: AccountParts): SignUpService {
  const { users, clock, relay } = parts;
  return {
    ...createSigningUp(parts),
    async readVerification(token) {
      const user = await findUnconfirmed(parts, token);
      return isFaulty(user) ? user : { email: user.email, name: user.name, organisationName: user.newOrganisation?.name ?? null };
    },
    async confirmEmail(token, organisationName) {
      const user = await findUnconfirmed(parts, token);
      if (isFaulty(user)) return user;
      const organisation = await found(parts, user, organisationName);
      const data = { name: user.name, organisationId: organisation?.id ?? null, organisationName: organisation?.name ?? null };
      const event = userEvent('user-email-verified', user.id, clock.now(), actorOf(user), data);
      if (await users.verify(user.id, hashToken(token), organisation?.id ?? user.organisationId, event) === null) return { fault: 'used' };
      relay.wake();
      return { email: user.email };
    },
  };
}
