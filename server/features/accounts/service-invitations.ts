import type { CurrentUser, Role, SessionUser } from '../../shared/current-user.js';
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../../shared/errors.js';
import { actorOf, invitationEvent } from './account-event.js';
import type { Organisation } from './index.js';
import { LINK_LIFETIME_MS, type FaultyLink } from './link-token.js';
import type { Invitation, NewInvitation } from './repository-invitations.js';
import { newId } from './repository-users.js';
import { createAcceptance, type InvitationToAccept } from './service-acceptance.js';
import type { AccountParts } from './service-parts.js';
import { asAccount, type Account } from './user.js';

export type StaffRole = Exclude<Role, 'partner'>;

export interface OpenInvitation extends Invitation {
  readonly isExpired: boolean;
}

export interface Colleagues {
  readonly organisation: Organisation;
  readonly accounts: readonly Account[];
  readonly invitations: readonly OpenInvitation[];
}

export interface InvitationService {
  /** Everyone of the user's own organisation who can log in, and the invitations that wait. Throws NotFoundError. */
  colleagues(user: CurrentUser): Promise<Colleagues>;
  /** An address with an open invitation gets the mail once more, with a new term. Throws ValidationError, ForbiddenError. */
  inviteColleague(partner: CurrentUser, email: string): Promise<void>;
  inviteStaff(admin: CurrentUser, email: string, role: StaffRole): Promise<void>;
  /** Throws NotFoundError, ConflictError when it was accepted meanwhile. */
  withdrawInvitation(user: CurrentUser, invitationId: string): Promise<void>;
  readInvitation(token: string): Promise<InvitationToAccept | FaultyLink>;
  /** Makes the account and its first session. Throws ValidationError, ConflictError when the address has an account. */
  acceptInvitation(token: string, account: { readonly name: string; readonly password: string }): Promise<SessionUser | FaultyLink>;
}

async function ownOrganisation({ organisations }: AccountParts, { organisationId }: CurrentUser): Promise<Organisation> {
  const organisation = organisationId === null ? null : await organisations.find(organisationId);
  if (organisation === null) throw new NotFoundError('Your organisation');
  return organisation;
}

async function refuseMembers({ users }: AccountParts, email: string, organisation: Organisation): Promise<void> {
  const existing = await users.findByEmail(email);
  if (existing?.organisationId !== organisation.id) return;
  throw new ValidationError({
    email: existing.deactivatedAt === null ? `'${email}' is a colleague already.`
      : `'${email}' has an account that was deactivated. Somebody who runs this site can bring it back.`,
  });
}

async function invite(parts: AccountParts, user: CurrentUser, email: string, role: Role): Promise<void> {
  const { invitations, clock, relay } = parts;
  const organisation = await ownOrganisation(parts, user);
  await refuseMembers(parts, email, organisation);
  const at = clock.now();
  const invitation: NewInvitation = {
    id: newId(), email, organisationId: organisation.id, role, invitedBy: actorOf(user), invitedAt: at,
    expiresAt: new Date(at.getTime() + LINK_LIFETIME_MS.invitation),
  };
  const eventOf = (invitationId: string) =>
    invitationEvent('user-invited', invitationId, at, actorOf(user), { organisationId: organisation.id, organisationName: organisation.name, role });
  const isNew = await invitations.create(invitation, eventOf(invitation.id));
  if (!isNew && await invitations.renew(invitation, eventOf) === null) {
    throw new ConflictError('This invitation was accepted or withdrawn just now. Please look at the list again.');
  }
  relay.wake();
}

async function withdraw({ invitations, clock, relay }: AccountParts, user: CurrentUser, invitationId: string): Promise<void> {
  const invitation = await invitations.find(invitationId);
  if (invitation === null || invitation.organisationId !== user.organisationId) throw new NotFoundError('This invitation');
  const event = invitationEvent('user-invitation-withdrawn', invitationId, clock.now(), actorOf(user),
    { organisationId: invitation.organisationId, role: invitation.role });
  if (await invitations.withdraw(invitationId, event) === null) {
    throw new ConflictError(`This invitation was ${invitation.state === 'withdrawn' ? 'withdrawn already' : 'accepted before you could withdraw it'}.`);
  }
  relay.wake();
}

export function createInvitations(parts: AccountParts): InvitationService {
  const { users, invitations, clock } = parts;
  return {
    ...createAcceptance(parts),
    async colleagues(user) {
      const organisation = await ownOrganisation(parts, user);
      const [members, open] = await Promise.all([users.active({ organisationId: organisation.id }), invitations.open(organisation.id)]);
      const now = clock.now();
      return {
        organisation,
        accounts: members.map((each) => asAccount(each, organisation)),
        invitations: open.map((each) => ({ ...each, isExpired: each.expiresAt <= now })),
      };
    },
    async inviteColleague(user, email) {
      if (user.role !== 'partner') throw new ForbiddenError('People who run the site are invited by an admin.');
      await invite(parts, user, email, 'partner');
    },
    async inviteStaff(user, email, role) {
      if (user.role !== 'admin') throw new ForbiddenError('Only an admin invites people who run the site.', ['admin']);
      await invite(parts, user, email, role);
    },
    withdrawInvitation: (user, invitationId) => withdraw(parts, user, invitationId),
  };
}
