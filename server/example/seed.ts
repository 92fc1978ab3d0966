import { randomInt } from 'node:crypto';
import type { Services } from '../services.js';
import { ROLES, type Role } from '../shared/current-user.js';
import { EXAMPLE_PARTNER, exampleDemands } from './example-demands.js';
import { EXAMPLE_SITE, exampleBuildings } from './example-site.js';

export interface ExampleAccount {
  readonly role: Role;
  readonly email: string;
  readonly password: string;
}

const OPERATOR = { name: 'Example data centre operator', kind: 'operator' } as const;
const ACCOUNT_NAMES: Readonly<Record<Role, string>> = {
  partner: 'Pia Partner', manager: 'Mari Manager', verifier: 'Vidar Verifier', admin: 'Astrid Admin',
};
/** No letter or digit that is mistaken for another one when it is typed from a terminal. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const LETTERS_A_GROUP = 4;

const randomPassword = (): string => Array.from({ length: GROUPS }, () =>
  Array.from({ length: LETTERS_A_GROUP }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')).join('-');

type SeedServices = Pick<Services, 'accounts' | 'supply' | 'demand' | 'clock'>;

/** Site, buildings and demands; what a seed that was interrupted has already written is left as it is. */
export async function seedExampleSite({ accounts, supply, demand, clock }: SeedServices): Promise<void> {
  const year = clock.now().getUTCFullYear();
  const existing = new Set((await demand.submitted()).map(({ name }) => name));
  for (const { organisation, answers } of exampleDemands(year + 1)) {
    if (existing.has(answers.name ?? '')) continue;
    const { id } = await accounts.ensureOrganisation(organisation);
    await demand.registerExample(answers, id);
  }
  const sites = await supply.sites();
  if (!sites.some(({ name }) => name === EXAMPLE_SITE.name)) await supply.registerExample(EXAMPLE_SITE, exampleBuildings(year));
}

/** One account a role, each with a random password; one that an interrupted seed has made already is left as it is. */
export async function seedExampleAccounts({ accounts }: Pick<Services, 'accounts'>): Promise<readonly ExampleAccount[]> {
  const made: ExampleAccount[] = [];
  for (const role of ROLES) {
    if ((await accounts.recipients({ role })).length > 0) continue;
    const account = { role, email: `${role}@example.org`, password: randomPassword() };
    await accounts.createVerifiedAccount({ ...account, name: ACCOUNT_NAMES[role], organisation: role === 'partner' ? EXAMPLE_PARTNER : OPERATOR });
    made.push(account);
  }
  return made;
}
