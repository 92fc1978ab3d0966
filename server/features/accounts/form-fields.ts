import type { FieldDefinition } from '../../shared/field.js';
import { KIND_CHOICES, ROLE_LABELS, ROLE_RIGHTS } from './labels.js';
import { PASSWORD_MIN_LENGTH } from './password-policy.js';
import { SIGN_UP_KINDS, STAFF_ROLES } from './schema.js';

const PASSWORD_HINT = `At least ${PASSWORD_MIN_LENGTH} characters. Four words that have nothing to do with each other are good, and easy to remember.`;

const email: FieldDefinition = { name: 'email', label: 'E-mail', type: 'email', required: true, autocomplete: 'username' };
const personName: FieldDefinition = { name: 'name', label: 'Your name', type: 'text', required: true, autocomplete: 'name' };
const newPassword = (name: string, label: string): FieldDefinition =>
  ({ name, label, type: 'password', required: true, autocomplete: 'new-password', hint: PASSWORD_HINT });
const organisationName: FieldDefinition = { name: 'organisationName', label: 'Name of the organisation', type: 'text', required: true, autocomplete: 'organization' };

export const ORGANISATION_FIELDS: readonly FieldDefinition[] = [
  organisationName,
  {
    name: 'organisationKind', label: 'Kind of organisation', type: 'radios', required: true,
    options: SIGN_UP_KINDS.map((value) => ({ value, label: KIND_CHOICES[value] })),
  },
];
export const PERSON_FIELDS: readonly FieldDefinition[] = [
  personName, { ...email, hint: 'We send a mail there to see that it is yours.' }, newPassword('password', 'Password'),
];
export const LOGIN_FIELDS: readonly FieldDefinition[] = [
  email, { name: 'password', label: 'Password', type: 'password', required: true, autocomplete: 'current-password' },
];
export const EMAIL_FIELDS: readonly FieldDefinition[] = [email];
export const RENAMED_ORGANISATION_FIELDS: readonly FieldDefinition[] = [organisationName];
export const RESET_FIELDS: readonly FieldDefinition[] = [newPassword('password', 'New password')];
export const NAME_FIELDS: readonly FieldDefinition[] = [personName];
export const PASSWORD_FIELDS: readonly FieldDefinition[] = [
  { name: 'currentPassword', label: 'Present password', type: 'password', required: true, autocomplete: 'current-password' },
  newPassword('newPassword', 'New password'),
];
export const ACCEPT_FIELDS: readonly FieldDefinition[] = [personName, newPassword('password', 'Password')];

export const COLLEAGUE_FIELDS: readonly FieldDefinition[] = [
  { name: 'email', label: "Colleague's e-mail", type: 'email', required: true, autocomplete: 'off' },
];
export const STAFF_FIELDS: readonly FieldDefinition[] = [
  { name: 'email', label: 'E-mail', type: 'email', required: true, autocomplete: 'off' },
  {
    // Not `role`: the filter on the same page has that name, and a page needs an id of its own for each.
    name: 'staffRole', label: 'Role', type: 'radios', required: true,
    options: STAFF_ROLES.map((value) => ({ value, label: `${ROLE_LABELS[value]}: ${ROLE_RIGHTS[value]}` })),
  },
];
