import { z } from 'zod';
import type { DomainEvent } from '../../shared/events.js';
import { paths, to } from '../../web/paths.js';
import type { DraftContext } from './match-drafts.js';
import { draft, type Draft } from './templates.js';

type MakeDrafts = (event: DomainEvent, context: DraftContext) => Promise<readonly Draft[]>;

const NONE: readonly Draft[] = [];
const invitationSchema = z.object({ organisationName: z.string(), role: z.string() });

/** The link's token is asked for now and stands in this mail only; no event carries one. */
const confirmAddress: MakeDrafts = async ({ subject }, { accounts, baseUrl }) => {
  const issued = await accounts.issueLinkToken({ purpose: 'verify-email', subjectId: subject.id });
  if (issued === null) return NONE;
  const { token, name } = issued;
  return [draft('verify-email', issued, { name, link: baseUrl + to(paths.verifyEmail, { token }) }, [token])];
};

const choosePassword: MakeDrafts = async ({ subject }, { accounts, baseUrl }) => {
  const issued = await accounts.issueLinkToken({ purpose: 'reset-password', subjectId: subject.id });
  if (issued === null) return NONE;
  const { token, name } = issued;
  return [draft('reset-password', issued, { name, link: baseUrl + to(paths.resetPassword, { token }) }, [token])];
};

const joinOrganisation: MakeDrafts = async ({ subject, actor, data }, { accounts, baseUrl }) => {
  const { organisationName, role } = invitationSchema.parse(data);
  const issued = await accounts.issueLinkToken({ purpose: 'invitation', subjectId: subject.id });
  if (issued === null) return NONE;
  const { token } = issued;
  const link = baseUrl + to(paths.invitation, { token });
  return [draft('organisation-invitation', issued, { inviterName: actor.label, organisationName, isStaff: role !== 'partner', link }, [token])];
};

const alreadyRegistered: MakeDrafts = async ({ subject }, { accounts, baseUrl }) => {
  const owner = await accounts.recipient(subject.id);
  if (owner === null) return NONE;
  return [draft('already-registered', owner, { name: owner.name, loginLink: baseUrl + paths.login, resetLink: baseUrl + paths.forgottenPassword })];
};

const passwordChanged: MakeDrafts = async ({ subject }, { accounts, baseUrl }) => {
  const owner = await accounts.recipient(subject.id);
  return owner === null ? NONE : [draft('password-changed', owner, { name: owner.name, resetLink: baseUrl + paths.forgottenPassword })];
};

export const ACCOUNT_DRAFTS = {
  'user-signed-up': confirmAddress, 'verification-requested': confirmAddress, 'sign-up-repeated': alreadyRegistered,
  'password-reset-requested': choosePassword, 'password-changed': passwordChanged, 'user-invited': joinOrganisation,
} as const;
export type MailedAccountEvent = keyof typeof ACCOUNT_DRAFTS;

export const draftsForAccount = (event: DomainEvent & { readonly type: MailedAccountEvent }, context: DraftContext): Promise<readonly Draft[]> =>
  ACCOUNT_DRAFTS[event.type](event, context);
