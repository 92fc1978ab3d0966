import { ROLES, type CurrentUser } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FormValues } from '../../shared/field.js';
import { formatDate, formatDateTime, formatNumber } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import { COLLEAGUE_FIELDS, STAFF_FIELDS } from './form-fields.js';
import { KIND_LABELS, ROLE_LABELS, ROLE_RIGHTS, STATE_LABELS, STATE_TAGS } from './labels.js';
import { ACCOUNTS_A_PAGE, type AccountsQuery } from './schema.js';
import type { Colleagues, OpenInvitation } from './service-invitations.js';
import { ACCOUNT_STATES, type Account, type AccountPage } from './user.js';

const presentInvitationRow = (invitation: OpenInvitation, withdrawHref: string) => ({
  email: invitation.email, role: ROLE_LABELS[invitation.role], invitedBy: invitation.invitedBy.label, invitedAt: formatDate(invitation.invitedAt),
  expires: invitation.isExpired ? `expired on ${formatDate(invitation.expiresAt)}` : `until ${formatDate(invitation.expiresAt)}`,
  isExpired: invitation.isExpired, withdrawHref,
});

export function presentOrganisation({ organisation, accounts, invitations }: Colleagues, user: CurrentUser, values?: FormValues, errors?: FieldErrors) {
  const isPartner = user.role === 'partner';
  return {
    title: organisation.name, kind: KIND_LABELS[organisation.kind], isPartner, isAdmin: user.role === 'admin',
    people: accounts.map(({ id, name, email, role, lastLoginAt }) => ({
      name, email, role: ROLE_LABELS[role], isSelf: id === user.id, lastLogin: lastLoginAt === null ? 'never' : formatDate(lastLoginAt),
    })),
    invitations: invitations.map((each) => presentInvitationRow(each, to(paths.withdrawInvitation, { invitationId: each.id }))),
    form: presentForm(COLLEAGUE_FIELDS, values, errors),
  };
}

function presentPager(query: AccountsQuery, total: number) {
  const pages = Math.max(1, Math.ceil(total / ACCOUNTS_A_PAGE));
  const address = (page: number): string => {
    const entries = Object.entries({ ...query, page }).filter(([, value]) => value !== undefined).map(([name, value]): [string, string] => [name, String(value)]);
    return `${paths.users}?${new URLSearchParams(entries).toString()}`;
  };
  return {
    text: `Page ${query.page} of ${pages}`, several: pages > 1,
    previous: query.page > 1 ? address(query.page - 1) : null, next: query.page < pages ? address(query.page + 1) : null,
  };
}

const choices = <V extends string>(values: readonly V[], labels: Readonly<Record<V, string>>, all: string) =>
  [{ value: '', label: all }, ...values.map((value) => ({ value, label: labels[value] }))];

const filters = (query: AccountsQuery) => presentForm([
  { name: 'text', label: 'Name or e-mail', type: 'text' },
  { name: 'role', label: 'Role', type: 'select', options: choices(ROLES, ROLE_LABELS, 'All roles') },
  { name: 'state', label: 'State', type: 'select', options: choices(ACCOUNT_STATES, STATE_LABELS, 'All states') },
], { ...query });

const presentAccountRow = (account: Account) => ({
  href: to(paths.user, { userId: account.id }), name: account.name, email: account.email, role: ROLE_LABELS[account.role],
  organisation: account.organisationName, state: STATE_LABELS[account.state], tag: STATE_TAGS[account.state],
  lastLogin: account.lastLoginAt === null ? 'never' : formatDateTime(account.lastLoginAt),
});

export interface UsersPage {
  readonly page: AccountPage;
  readonly query: AccountsQuery;
  readonly staff: Colleagues;
  readonly values?: FormValues;
  readonly errors?: FieldErrors;
}

export function presentUsers({ page: { accounts, total }, query, staff, values, errors }: UsersPage) {
  return {
    title: 'Users', users: accounts.map(presentAccountRow), caption: total === 1 ? 'One account' : `${formatNumber(total)} accounts`,
    filters: filters(query), isFiltered: [query.text, query.role, query.state].some((value) => value !== undefined), pager: presentPager(query, total),
    organisationName: staff.organisation.name, form: presentForm(STAFF_FIELDS, values, errors),
    invitations: staff.invitations.map((each) => presentInvitationRow(each, to(paths.withdrawStaffInvitation, { invitationId: each.id }))),
  };
}

export function presentUser(account: Account, admin: CurrentUser, errors?: FieldErrors) {
  const roles = account.organisationKind === 'operator' ? ROLES.filter((role) => role !== 'partner') : (['partner'] as const);
  const userId = account.id;
  return {
    ...presentAccountRow(account), title: account.name, isSelf: account.id === admin.id, createdAt: formatDate(account.createdAt),
    kind: account.organisationKind === null ? '' : KIND_LABELS[account.organisationKind], rights: ROLE_RIGHTS[account.role],
    hasChoice: roles.some((role) => role !== account.role), isDeactivated: account.state === 'deactivated',
    form: presentForm([{
      name: 'role', label: 'Role', type: 'radios', required: true,
      options: roles.map((value) => ({ value, label: `${ROLE_LABELS[value]}: ${ROLE_RIGHTS[value]}` })),
    }], { role: account.role }, errors),
    roleHref: to(paths.userRole, { userId }), deactivateHref: to(paths.deactivateUser, { userId }), reactivateHref: to(paths.reactivateUser, { userId }),
    auditHref: `${paths.audit}?${new URLSearchParams({ subject: userId }).toString()}`,
  };
}
