import { z } from 'zod';
import { ROLES, type Role } from '../../shared/current-user.js';
import { optionalFormText, tooLong } from '../../shared/form.js';
import { asIssue, issue } from '../../shared/message.js';
import { passwordFault } from './password-policy.js';
import { ACCOUNT_STATES } from './user.js';

export const ACCOUNTS_A_PAGE = 50;
export const SIGN_UP_KINDS = ['district-heating', 'industry', 'research', 'public'] as const;
export const STAFF_ROLES = ['manager', 'verifier', 'admin'] as const satisfies readonly Exclude<Role, 'partner'>[];

/** Longer ones are refused by the mail protocol. */
const EMAIL_MAX_LENGTH = 254;

const NO_EMAIL = issue('accounts:fault.emailMissing');
export const emailField = z.string({ error: NO_EMAIL }).trim().toLowerCase().min(1, NO_EMAIL)
  .max(EMAIL_MAX_LENGTH, tooLong(EMAIL_MAX_LENGTH))
  .pipe(z.email({ error: ({ input }) => issue('accounts:fault.emailUnreadable', { input: String(input) }) }));

/** Names stand in mails to people who have not asked for any: none may carry a link. */
const nameField = (max: number, missing: string) => z.string({ error: missing }).transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
  .pipe(z.string().min(1, missing).max(max, tooLong(max))
    .refine((text) => !/[<>\p{Cc}\p{Cf}]|:\/\/|www\./iu.test(text), issue('accounts:fault.nameWithLink')));

export const personNameField = nameField(100, issue('accounts:fault.nameMissing'));
export const organisationNameField = nameField(120, issue('accounts:fault.organisationNameMissing'));
/** What can be said without knowing whose it is; the service checks against the person as well. */
const NO_PASSWORD = issue('accounts:fault.passwordMissing');
const newPasswordField = z.string({ error: NO_PASSWORD }).min(1, NO_PASSWORD).superRefine((password, context) => {
  const fault = password === '' ? null : passwordFault(password, []);
  if (fault !== null) context.addIssue({ code: 'custom', message: asIssue(fault) });
});
const presentPasswordField = (missing: string) => z.string({ error: missing }).min(1, missing).max(1000, issue('accounts:fault.passwordLonger'));

export const signUpSchema = z.object({
  organisationName: organisationNameField,
  organisationKind: z.enum(SIGN_UP_KINDS, { error: issue('accounts:fault.organisationKindMissing') }),
  name: personNameField,
  email: emailField,
  password: newPasswordField,
});
export const emailSchema = z.object({ email: emailField });
export const loginSchema = z.object({ email: emailField, password: presentPasswordField(issue('accounts:fault.yourPasswordMissing')) });
export const confirmSchema = z.object({ organisationName: organisationNameField.optional() });
export const resetSchema = z.object({ password: newPasswordField });
export const accountNameSchema = z.object({ name: personNameField });
export const passwordsSchema = z.object({
  currentPassword: presentPasswordField(issue('accounts:fault.presentPasswordMissing')), newPassword: newPasswordField,
});
export const acceptSchema = z.object({ name: personNameField, password: newPasswordField });
export const staffInvitationSchema = z.object({ email: emailField, staffRole: z.enum(STAFF_ROLES, { error: issue('accounts:fault.roleMissing') }) });
export const roleSchema = z.object({ role: z.enum(ROLES, { error: issue('accounts:fault.roleMissing') }) });

/** A query that makes no sense shows everything: a list is not a form to be corrected. */
export const accountsQuerySchema = z.object({
  text: optionalFormText(100).catch(undefined),
  role: z.enum(ROLES).optional().catch(undefined),
  state: z.enum(ACCOUNT_STATES).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});
export type AccountsQuery = z.output<typeof accountsQuerySchema>;
