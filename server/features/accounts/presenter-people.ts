import { ROLES, type CurrentUser } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FormValues } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { message, type Message } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import { COLLEAGUE_FIELDS, roleChoice, STAFF_FIELDS } from './form-fields.js';
import { STATE_TAGS } from './labels.js';
import { ACCOUNTS_A_PAGE, type AccountsQuery } from './schema.js';
import type { Colleagues, OpenInvitation } from './service-invitations.js';
import { ACCOUNT_STATES, type Account, type AccountPage } from './user.js';

const presentInvitationRow = ({ t, date }: Localised, { email, role, invitedBy, invitedAt, expiresAt, isExpired }: OpenInvitation, withdrawHref: string) => ({
  email, role: t(`shared:role.${role}`), invitedBy: invitedBy.label, invitedAt: date(invitedAt),
  expires: t(isExpired ? 'accounts:invitations.expired' : 'accounts:invitations.until', { date: date(expiresAt) }), isExpired, withdrawHref,
});

export function presentOrganisation(localised: Localised, colleagues: Colleagues, user: CurrentUser, values?: FormValues, errors?: FieldErrors) {
  const { t, date } = localised;
  const { organisation, accounts, invitations } = colleagues;
  return {
    title: organisation.name, kind: t(`accounts:kind.${organisation.kind}`), isPartner: user.role === 'partner', isAdmin: user.role === 'admin',
    people: accounts.map(({ id, name, email, role, lastLoginAt }) => ({
      name, email, role: t(`shared:role.${role}`), isSelf: id === user.id, lastLogin: lastLoginAt === null ? t('accounts:never') : date(lastLoginAt),
    })),
    invitations: invitations.map((each) => presentInvitationRow(localised, each, to(paths.withdrawInvitation, { invitationId: each.id }))),
    form: presentForm(COLLEAGUE_FIELDS, values, errors),
  };
}

function presentPager({ t }: Localised, query: AccountsQuery, total: number) {
  const pages = Math.max(1, Math.ceil(total / ACCOUNTS_A_PAGE));
  const address = (page: number): string => {
    const entries = Object.entries({ ...query, page }).filter(([, value]) => value !== undefined).map(([name, value]): [string, string] => [name, String(value)]);
    return `${paths.users}?${new URLSearchParams(entries).toString()}`;
  };
  return {
    text: t('shared:pager.place', { page: query.page, pages }), several: pages > 1,
    previous: query.page > 1 ? address(query.page - 1) : null, next: query.page < pages ? address(query.page + 1) : null,
  };
}

const choices = <V extends string>(values: readonly V[], label: (value: V) => Message, all: string) =>
  [{ value: '', label: message(all) }, ...values.map((value) => ({ value, label: label(value) }))];

const filters = (query: AccountsQuery) => presentForm([
  { name: 'text', label: message('accounts:users.nameOrEmail'), type: 'text' },
  { name: 'role', label: message('accounts:field.role'), type: 'select', options: choices(ROLES, (role) => message(`shared:role.${role}`), 'accounts:users.allRoles') },
  { name: 'state', label: message('accounts:users.state'), type: 'select', options: choices(ACCOUNT_STATES, (state) => message(`accounts:state.${state}`), 'accounts:users.allStates') },
], { ...query });

const presentAccountRow = ({ t, dateTime }: Localised, account: Account) => ({
  href: to(paths.user, { userId: account.id }), name: account.name, email: account.email, role: t(`shared:role.${account.role}`),
  organisation: account.organisationName, state: t(`accounts:state.${account.state}`), tag: STATE_TAGS[account.state],
  lastLogin: account.lastLoginAt === null ? t('accounts:never') : dateTime(account.lastLoginAt),
});

export interface UsersPage {
  readonly page: AccountPage;
  readonly query: AccountsQuery;
  readonly staff: Colleagues;
  readonly values?: FormValues;
  readonly errors?: FieldErrors;
}

export function presentUsers(localised: Localised, { page: { accounts, total }, query, staff, values, errors }: UsersPage) {
  const { t } = localised;
  return {
    title: t('accounts:users.title'), users: accounts.map((account) => presentAccountRow(localised, account)),
    caption: t('accounts:users.count', { count: total }), filters: filters(query),
    isFiltered: [query.text, query.role, query.state].some((value) => value !== undefined), pager: presentPager(localised, query, total),
    organisationName: staff.organisation.name, form: presentForm(STAFF_FIELDS, values, errors),
    invitations: staff.invitations.map((each) => presentInvitationRow(localised, each, to(paths.withdrawStaffInvitation, { invitationId: each.id }))),
  };
}

export function presentUser(localised: Localised, account: Account, admin: CurrentUser, errors?: FieldErrors) {
  const { t, date } = localised;
  const roles = account.organisationKind === 'operator' ? ROLES.filter((role) => role !== 'partner') : (['partner'] as const);
  const userId = account.id;
  return {
    ...presentAccountRow(localised, account), title: account.name, isSelf: account.id === admin.id, createdAt: date(account.createdAt),
    kind: account.organisationKind === null ? '' : t(`accounts:kind.${account.organisationKind}`), rights: t(`accounts:rights.${account.role}`),
    hasChoice: roles.some((role) => role !== account.role), isDeactivated: account.state === 'deactivated',
    form: presentForm([roleChoice('role', roles)], { role: account.role }, errors),
    roleHref: to(paths.userRole, { userId }), deactivateHref: to(paths.deactivateUser, { userId }), reactivateHref: to(paths.reactivateUser, { userId }),
    auditHref: `${paths.audit}?${new URLSearchParams({ subject: userId }).toString()}`,
  };
}
