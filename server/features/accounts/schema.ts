import { z } from 'zod';
import { ROLES, type Role } from '../../shared/current-user.js';
import { optionalFormText } from '../../shared/form.js';
import { passwordFault } from './password-policy.js';
import { ACCOUNT_STATES } from './user.js';

export const ACCOUNTS_A_PAGE = 50;
export const SIGN_UP_KINDS = ['district-heating', 'industry', 'research', 'public'] as const;
export const STAFF_ROLES = ['manager', 'verifier', 'admin'] as const satisfies readonly Exclude<Role, 'partner'>[];

/** Longer ones are refused by the mail protocol. */
const EMAIL_MAX_LENGTH = 254;

export const emailField = z.string({ error: 'Enter an e-mail address.' }).trim().toLowerCase().min(1, 'Enter an e-mail address.')
  .max(EMAIL_MAX_LENGTH, `At most ${EMAIL_MAX_LENGTH} characters.`)
  .pipe(z.email({ error: (issue) => `'${String(issue.input)}' is not an e-mail address.` }));

/** Names stand in mails to people who have not asked for any: none may carry a link. */
const nameField = (max: number, missing: string) => z.string({ error: missing }).transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
  .pipe(z.string().min(1, missing).max(max, `At most ${max} characters.`)
    .refine((text) => !/[<>\p{Cc}\p{Cf}]|:\/\/|www\./iu.test(text), 'A name without links or special signs, please.'));

export const personNameField = nameField(100, 'Enter your name.');
export const organisationNameField = nameField(120, 'Enter the name of the organisation.');
/** What can be said without knowing whose it is; the service checks against the person as well. */
const newPasswordField = z.string({ error: 'Enter a password.' }).min(1, 'Enter a password.').superRefine((password, context) => {
  const fault = password === '' ? null : passwordFault(password, []);
  if (fault !== null) context.addIssue({ code: 'custom', message: fault });
});
const presentPasswordField = (missing: string) => z.string({ error: missing }).min(1, missing).max(1000, 'This is longer than any password here.');

export const signUpSchema = z.object({
  organisationName: organisationNameField,
  organisationKind: z.enum(SIGN_UP_KINDS, { error: 'Choose what kind of organisation it is.' }),
  name: personNameField,
  email: emailField,
  password: newPasswordField,
});
export const emailSchema = z.object({ email: emailField });
export const loginSchema = z.object({ email: emailField, password: presentPasswordField('Enter your password.') });
export const confirmSchema = z.object({ organisationName: organisationNameField.optional() });
export const resetSchema = z.object({ password: newPasswordField });
export const accountNameSchema = z.object({ name: personNameField });
export const passwordsSchema = z.object({
  currentPassword: presentPasswordField('Enter your present password.'), newPassword: newPasswordField,
});
export const acceptSchema = z.object({ name: personNameField, password: newPasswordField });
export const staffInvitationSchema = z.object({ email: emailField, staffRole: z.enum(STAFF_ROLES, { error: 'Choose a role.' }) });
export const roleSchema = z.object({ role: z.enum(ROLES, { error: 'Choose a role.' }) });

/** A query that makes no sense shows everything: a list is not a form to be corrected. */
export const accountsQuerySchema = z.object({
  text: optionalFormText(100).catch(undefined),
  role: z.enum(ROLES).optional().catch(undefined),
  state: z.enum(ACCOUNT_STATES).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type AccountsQuery = z.output<typeof accountsQuerySchema>;
