import { DEFAULT_LANGUAGE } from '../../shared/language.js';
import type { AccountsDirectory, IssuedLink } from './index.js';
import { hashToken, LINK_LIFETIME_MS, newToken, type Link } from './link-token.js';
import type { UserLinkPurpose } from './repository-users.js';
import type { AccountParts } from './service-parts.js';

function newLink(expiresAt: Date): { readonly token: string; readonly link: Link } {
  const token = newToken();
  return { token, link: { hash: hashToken(token), expiresAt, usedAt: null } };
}

async function forUser({ users, clock }: AccountParts, purpose: UserLinkPurpose, userId: string): Promise<IssuedLink | null> {
  const user = await users.find(userId);
  if (user === null || user.deactivatedAt !== null || (purpose === 'verify-email' && user.verifiedAt !== null)) return null;
  const { token, link } = newLink(new Date(clock.now().getTime() + LINK_LIFETIME_MS[purpose]));
  await users.addLink(userId, purpose, link);
  return { token, email: user.email, name: user.name, language: user.language ?? DEFAULT_LANGUAGE };
}

async function forInvitation({ invitations, clock }: AccountParts, invitationId: string): Promise<IssuedLink | null> {
  const invitation = await invitations.find(invitationId);
  if (invitation?.state !== 'open' || invitation.expiresAt <= clock.now()) return null;
  const { token, link } = newLink(invitation.expiresAt);
  await invitations.addLink(invitationId, link);
  return { token, email: invitation.email, name: invitation.email, language: invitation.language };
}

/**
 * Tokens are made when the mail is written, not when the event is: events stay in the audit trail for ever. The store keeps
 * the hash; an event that is handled twice makes a second token, and the first mail's stays good.
 */
export const createLinkIssuer = (parts: AccountParts): AccountsDirectory['issueLinkToken'] =>
  ({ purpose, subjectId }) => (purpose === 'invitation' ? forInvitation(parts, subjectId) : forUser(parts, purpose, subjectId));
