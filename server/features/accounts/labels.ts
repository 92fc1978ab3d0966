import type { Role } from '../../shared/current-user.js';
import type { OrganisationKind } from './index.js';
import type { AccountState } from './user.js';

export const KIND_LABELS: Readonly<Record<OrganisationKind, string>> = {
  'district-heating': 'District heating', industry: 'Industry', research: 'Research', public: 'Public body', operator: 'Runs the site',
};

/** As somebody who signs up finds themselves. */
export const KIND_CHOICES: Readonly<Record<Exclude<OrganisationKind, 'operator'>, string>> = {
  'district-heating': 'District heating company', industry: 'Industry, farming or other business', research: 'Research group',
  public: 'Public body, such as a municipality or a hospital',
};

export const ROLE_LABELS: Readonly<Record<Role, string>> = { partner: 'Partner', manager: 'Manager', verifier: 'Verifier', admin: 'Admin' };

export const ROLE_RIGHTS: Readonly<Record<Role, string>> = {
  partner: 'registers heat demands and answers invitations for the organisation',
  manager: 'describes site and buildings, reviews matches, invites partners',
  verifier: 'reads everything, the audit trail too, and changes nothing',
  admin: 'looks after accounts and mail, and reads everything',
};

export const STATE_LABELS: Readonly<Record<AccountState, string>> = {
  active: 'active', unconfirmed: 'address not confirmed', deactivated: 'deactivated',
};
export const STATE_TAGS: Readonly<Record<AccountState, string>> = { active: 'agreed', unconfirmed: 'draft', deactivated: 'declined' };
