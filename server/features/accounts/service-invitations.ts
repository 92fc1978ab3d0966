import type { CurrentUser, Role, SessionUser } from '../../shared/current-user.js';
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../../shared/errors.js';
import type { Language } from '../../shared/language.js';
import { message } from '../../shared/message.js';
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
  /** An address with an open invitation gets the mail once more, with a new term; it is written in this language. Throws ValidationError, ForbiddenError. */
  inviteColleague(partner: CurrentUser, email: string, language: Language): Promise<void>;
  inviteStaff(admin: CurrentUser, email: string, role: StaffRole, language: Language): Promise<void>;
  /** Throws NotFoundError, ConflictError when it was accepted meanwhile. */
  withdrawInvitation(user: CurrentUser, invitationId: string): Promise<void>;
  readInvitation(token: string): Promise<InvitationToAccept | FaultyLink>;
  /** Makes the account and its first session. Throws ValidationError, ConflictError when the address has an account. */
  acceptInvitation(token: string, account: { readonly name: string; readonly password: string; readonly language: Language }): Promise<SessionUser | FaultyLink>;
}

async function ownOrganisation({ organisations }: AccountParts, { organisationId }: CurrentUser): Promise<Organisation> {
  const organisation = organisationId === null ? null : await organisations.find(organisationId);
  if (organisation === null) throw new NotFoundError(message('accounts:your.organisation'));
  return organisation;
}

async function refuseMembers({ users }: AccountParts, email: string, organisation: Organisation): Promise<void> {
  const existing = await users.findByEmail(email);
  if (existing?.organisationId !== organisation.id) return;
  throw new ValidationError({
    email: message(existing.deactivatedAt === null ? 'accounts:fault.colleagueAlready' : 'accounts:fault.colleagueDeactivated', { email }),
  });
}

async function invite(parts: AccountParts, user: CurrentUser, { email, role, language }: Pick<Invitation, 'email' | 'role' | 'language'>): Promise<void> {
  const { invitations, clock, relay } = parts;
  const organisation = await ownOrganisation(parts, user);
  await refuseMembers(parts, email, organisation);
  const at = clock.now();
  const invitation: NewInvitation = {
    id: newId(), email, organisationId: organisation.id, role, language, invitedBy: actorOf(user), invitedAt: at,
    expiresAt: new Date(at.getTime() + LINK_LIFETIME_MS.invitation),
  };
  const eventOf = (invitationId: string) =>
    invitationEvent('user-invited', invitationId, at, actorOf(user), { organisationId: organisation.id, organisationName: organisation.name, role });
  const isNew = await invitations.create(invitation, eventOf(invitation.id));
  if (!isNew && await invitations.renew(invitation, eventOf) === null) {
    throw new ConflictError(message('accounts:fault.invitationChanged'));
  }
  relay.wake();
}

async function withdraw({ invitations, clock, relay }: AccountParts, user: CurrentUser, invitationId: string): Promise<void> {
  const invitation = await invitations.find(invitationId);
  if (invitation === null || invitation.organisationId !== user.organisationId) throw new NotFoundError(message('accounts:this.invitation'));
  const event = invitationEvent('user-invitation-withdrawn', invitationId, clock.now(), actorOf(user),
    { organisationId: invitation.organisationId, role: invitation.role });
  if (await invitations.withdraw(invitationId, event) === null) {
    throw new ConflictError(message(invitation.state === 'withdrawn' ? 'accounts:fault.withdrawnAlready' : 'accounts:fault.acceptedBefore'));
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
    async inviteColleague(user, email, language) {
      if (user.role !== 'partner') throw new ForbiddenError(message('accounts:fault.staffByAdmin'));
      await invite(parts, user, { email, role: 'partner', language });
    },
    async inviteStaff(user, email, role, language) {
      if (user.role !== 'admin') throw new ForbiddenError(message('accounts:fault.onlyAdminInvites'), ['admin']);
      await invite(parts, user, { email, role, language });
    },
    withdrawInvitation: (user, invitationId) => withdraw(parts, user, invitationId),
  };
}
