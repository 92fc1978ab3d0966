import { ConflictError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import { actorOf, userEvent } from './account-event.js';
import type { Organisation } from './index.js';
import { hashToken, type FaultyLink } from './link-token.js';
import { hashPassword } from './password.js';
import type { Invitation } from './repository-invitations.js';
import { newId } from './repository-users.js';
import type { InvitationService } from './service-invitations.js';
import { checkPassword, type AccountParts } from './service-parts.js';
import { asSessionUser, type User } from './user.js';

export interface InvitationToAccept {
  readonly invitation: Invitation;
  readonly organisation: Organisation;
  /** The address has an account by now; an account belongs to one organisation. */
  readonly addressHasAccount: boolean;
}

/** Proven by a link or shut on purpose; an address that somebody only typed in is still free. */
const isTaken = (user: User | null): boolean => user !== null && (user.verifiedAt !== null || user.deactivatedAt !== null);

async function read({ invitations, organisations, users, clock }: AccountParts, token: string): Promise<InvitationToAccept | FaultyLink> {
  const invitation = await invitations.findByLink(hashToken(token));
  const organisation = invitation === null ? null : await organisations.find(invitation.organisationId);
  if (invitation === null || organisation === null) return { fault: 'unknown' };
  if (invitation.state === 'withdrawn') return { fault: 'withdrawn' };
  // Accepted, but the process died before the account was there: the same link takes it up again.
  if (invitation.acceptedUserId !== null && isTaken(await users.find(invitation.acceptedUserId))) return { fault: 'used' };
  if (invitation.expiresAt <= clock.now()) return { fault: 'expired' };
  return { invitation, organisation, addressHasAccount: isTaken(await users.findByEmail(invitation.email)) };
}

/** The claimed invitation, or null when somebody else accepted or withdrew it first. */
async function claim({ invitations, users, clock }: AccountParts, invitation: Invitation): Promise<Invitation | null> {
  if (invitation.acceptedUserId !== null) return invitation;
  const existing = await users.findByEmail(invitation.email);
  return invitations.claim(invitation.id, existing?.id ?? newId(), clock.now());
}

async function join({ users, clock }: AccountParts, claimed: Invitation, organisation: Organisation, account: Pick<User, 'name' | 'passwordHash' | 'language'>): Promise<User | null> {
  const at = clock.now();
  const { email, role, organisationId } = claimed;
  const eventOf = (id: string) =>
    userEvent('user-joined', id, at, actorOf({ id, name: account.name }), { name: account.name, role, organisationId, organisationName: organisation.name });
  const id = claimed.acceptedUserId ?? newId();
  const isNew = await users.create({ id, email, role, organisationId, ...account, newOrganisation: null, verifiedAt: at, createdAt: at }, eventOf(id));
  if (isNew) return users.find(id);
  const existing = await users.findByEmail(email);
  return existing === null ? null : users.joinUnverified(existing.id, { ...account, role, organisationId }, eventOf(existing.id));
}

/**
 * The invitation is claimed first, with the id of the account that will be made; then the account is made. Two who accept at
 * once, or one who accepts while it is withdrawn, meet at the claim.
 */
export function createAcceptance(parts: AccountParts): Pick<InvitationService, 'readInvitation' | 'acceptInvitation'> {
  return {
    readInvitation: (token) => read(parts, token),
    async acceptInvitation(token, { name, password, language }) {
      const found = await read(parts, token);
      if ('fault' in found) return found;
      const { invitation, organisation, addressHasAccount } = found;
      if (addressHasAccount) throw new ConflictError(message('accounts:fault.addressHasAccount'));
      checkPassword('password', password, [invitation.email, name, organisation.name]);
      const passwordHash = await hashPassword(password);
      const claimed = await claim(parts, invitation);
      const user = claimed === null ? null : await join(parts, claimed, organisation, { name, passwordHash, language });
      if (user === null) {
        const now = await read(parts, token);
        return 'fault' in now ? now : { fault: 'used' };
      }
      parts.relay.wake();
      return asSessionUser(user);
    },
  };
}
