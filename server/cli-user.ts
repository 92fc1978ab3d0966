import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { withServices } from './cli-services.js';
import { ORGANISATION_KINDS, type Account, type AccountsService } from './features/accounts/index.js';
import { emailField, organisationNameField, personNameField } from './features/accounts/schema.js';
import { ROLES } from './shared/current-user.js';
import { AppError, ValidationError } from './shared/errors.js';
import type { Actor } from './shared/events.js';
import { parseForm } from './shared/form.js';
import { createTranslations } from './shared/i18n.js';
import { DEFAULT_LANGUAGE } from './shared/language.js';

export interface UserCommandIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

const EXIT_OK = 0;
const EXIT_BAD_INPUT = 2;
const ACTOR: Actor = { userId: null, label: 'Command line' };
const RANDOM_PASSWORD_BYTES = 18;

const oneOf = <const Values extends readonly string[]>(values: Values) =>
  z.enum(values, { error: (issue) => `'${String(issue.input)}' is not one of ${values.join(', ')}.` });

const createSchema = z.object({
  email: emailField, name: personNameField, role: oneOf(ROLES), organisation: organisationNameField, kind: oneOf(ORGANISATION_KINDS).optional(),
  passwordStdin: z.boolean().optional(),
});
const roleSchema = z.object({ email: emailField, role: oneOf(ROLES) });
const emailSchema = z.object({ email: emailField });

/** Refused input ends with 2 and one line; anything else is a fault of the program and keeps its trace. */
async function answering({ stderr }: UserCommandIo, run: () => Promise<void>): Promise<number> {
  try {
    await run();
    return EXIT_OK;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { text } = createTranslations({ onMissing: (what) => { throw new Error(`missing text: ${what}`); } }).localised(DEFAULT_LANGUAGE);
    const words = error instanceof ValidationError
      ? Object.entries(error.fields).map(([field, fault]) => `${field}: ${text(fault)}`).join(' ') : text(error.said);
    stderr.write(`${words.replace(/\s+/g, ' ')}\n`);
    return EXIT_BAD_INPUT;
  }
}

/** The first line, as a terminal or `echo` sends it. */
const passwordFrom = async (stdin: Readable): Promise<string> => (await text(stdin)).split(/\r?\n/, 1)[0] ?? '';

async function accountOf(accounts: AccountsService, email: string): Promise<Account> {
  const account = await accounts.accountByEmail(email);
  if (account === null) throw new ValidationError({ email: `'${email}' has no account.` });
  return account;
}

/** `heatmatch user create`: a confirmed account; without --password-stdin its random password is printed this once. */
export function runUserCreate(io: UserCommandIo, options: unknown): Promise<number> {
  return answering(io, async () => {
    const { email, name, role, organisation, kind: given, passwordStdin } = parseForm(createSchema, options);
    const kind = given ?? (role === 'partner' ? undefined : 'operator');
    if (kind === undefined) throw new ValidationError({ kind: `missing; a partner's organisation is one of ${ORGANISATION_KINDS.join(', ')}.` });
    const password = passwordStdin === true ? await passwordFrom(io.stdin) : randomBytes(RANDOM_PASSWORD_BYTES).toString('base64url');
    await withServices(({ accounts }) => accounts.createVerifiedAccount({ email, name, password, role, organisation: { name: organisation, kind } }));
    io.stdout.write(`created ${email} (${role}, ${organisation})\n`);
    if (passwordStdin !== true) io.stdout.write(`password ${password}\n`);
  });
}

/** `heatmatch user list`: a line an account, columns parted by tabs. */
export function runUserList(io: UserCommandIo): Promise<number> {
  return answering(io, async () => {
    const { accounts } = await withServices((services) => services.accounts.accounts({}));
    io.stdout.write('email\tname\trole\torganisation\tstate\n');
    for (const { email, name, role, organisationName, state } of accounts) io.stdout.write(`${[email, name, role, organisationName, state].join('\t')}\n`);
  });
}

/** `heatmatch user set-role`: counts at the user's next request. */
export function runUserSetRole(io: UserCommandIo, input: { readonly email: string; readonly role: string }): Promise<number> {
  return answering(io, async () => {
    const { email, role } = parseForm(roleSchema, input);
    await withServices(async ({ accounts }) => accounts.changeRole(ACTOR, (await accountOf(accounts, email)).id, role));
    io.stdout.write(`${email} has the role ${role}\n`);
  });
}

/** `heatmatch user deactivate`: every session of the user ends. */
export function runUserDeactivate(io: UserCommandIo, input: { readonly email: string }): Promise<number> {
  return answering(io, async () => {
    const { email } = parseForm(emailSchema, input);
    await withServices(async ({ accounts }) => accounts.deactivate(ACTOR, (await accountOf(accounts, email)).id));
    io.stdout.write(`${email} is deactivated\n`);
  });
}
