import type { FieldDefinition } from '../../shared/field.js';
import type { Role } from '../../shared/current-user.js';
import { message } from '../../shared/message.js';
import { PASSWORD_MIN_LENGTH } from './password-policy.js';
import { SIGN_UP_KINDS, STAFF_ROLES } from './schema.js';

const PASSWORD_HINT = message('accounts:field.passwordHint', { least: PASSWORD_MIN_LENGTH });

const email: FieldDefinition = { name: 'email', label: message('accounts:field.email'), type: 'email', required: true, autocomplete: 'username' };
const personName: FieldDefinition = { name: 'name', label: message('accounts:field.yourName'), type: 'text', required: true, autocomplete: 'name' };
const newPassword = (name: string, key = 'accounts:field.newPassword'): FieldDefinition =>
  ({ name, label: message(key), type: 'password', required: true, autocomplete: 'new-password', hint: PASSWORD_HINT });
const organisationName: FieldDefinition = {
  name: 'organisationName', label: message('accounts:field.organisationName'), type: 'text', required: true, autocomplete: 'organization',
};
const FIRST_PASSWORD = 'accounts:field.password';

/** Roles, each with what it may do. */
export const roleChoice = (name: string, roles: readonly Role[]): FieldDefinition => ({
  name, label: message('accounts:field.role'), type: 'radios', required: true,
  options: roles.map((value) => ({
    value, label: message('accounts:field.roleChoice', { role: message(`shared:role.${value}`), rights: message(`accounts:rights.${value}`) }),
  })),
});

export const ORGANISATION_FIELDS: readonly FieldDefinition[] = [
  organisationName,
  {
    name: 'organisationKind', label: message('accounts:field.organisationKind'), type: 'radios', required: true,
    options: SIGN_UP_KINDS.map((value) => ({ value, label: message(`accounts:kindChoice.${value}`) })),
  },
];
export const PERSON_FIELDS: readonly FieldDefinition[] = [
  personName, { ...email, hint: message('accounts:field.emailHint') }, newPassword('password', FIRST_PASSWORD),
];
export const LOGIN_FIELDS: readonly FieldDefinition[] = [
  email, { name: 'password', label: message(FIRST_PASSWORD), type: 'password', required: true, autocomplete: 'current-password' },
];
export const EMAIL_FIELDS: readonly FieldDefinition[] = [email];
export const RENAMED_ORGANISATION_FIELDS: readonly FieldDefinition[] = [organisationName];
export const RESET_FIELDS: readonly FieldDefinition[] = [newPassword('password')];
export const NAME_FIELDS: readonly FieldDefinition[] = [personName];
export const PASSWORD_FIELDS: readonly FieldDefinition[] = [
  { name: 'currentPassword', label: message('accounts:field.presentPassword'), type: 'password', required: true, autocomplete: 'current-password' },
  newPassword('newPassword'),
];
export const ACCEPT_FIELDS: readonly FieldDefinition[] = [personName, newPassword('password', FIRST_PASSWORD)];

export const COLLEAGUE_FIELDS: readonly FieldDefinition[] = [
  { name: 'email', label: message('accounts:field.colleagueEmail'), type: 'email', required: true, autocomplete: 'off' },
];
export const STAFF_FIELDS: readonly FieldDefinition[] = [
  { name: 'email', label: message('accounts:field.email'), type: 'email', required: true, autocomplete: 'off' },
  // Not `role`: the filter on the same page has that name, and a page needs an id of its own for each.
  roleChoice('staffRole', STAFF_ROLES),
];
