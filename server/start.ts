import type { Config } from './config.js';
import { once } from './example/once.js';
import { seedExampleAccounts, seedExampleSite, type ExampleAccount } from './example/seed.js';
import type { Services } from './services.js';
import { paths } from './web/paths.js';

const FIRST_START = 'example-site';

async function isUsed({ accounts, supply }: Services): Promise<boolean> {
  return !(await accounts.isEmpty()) || (await supply.sites()).length > 0;
}

/**
 * Puts the example into an empty store, once, however many processes start. Gives the example accounts, whose passwords exist
 * nowhere else in plain text; none in production, and none when there was nothing to do.
 */
export async function seedOnFirstStart(config: Config, services: Services): Promise<readonly ExampleAccount[]> {
  if (!config.seedExample) return [];
  const { connection, clock } = services;
  const made = await once(connection, FIRST_START, clock.now(), async () => {
    const isResumed = (await services.demand.submitted()).some(({ example }) => example);
    if (!isResumed && await isUsed(services)) return [];
    await seedExampleSite(services);
    return config.environment === 'production' ? [] : seedExampleAccounts(services);
  });
  return made ?? [];
}

function accountLines(accounts: readonly ExampleAccount[]): readonly string[] {
  if (accounts.length === 0) return [];
  const width = Math.max(...accounts.map(({ role }) => role.length));
  return [
    '', 'Example accounts. The passwords are shown this once; only their hashes are stored:',
    ...accounts.map(({ role, email, password }) => `  ${role.padEnd(width)}  ${email.padEnd(width + 12)}  ${password}`),
  ];
}

/** The last lines of the start: address, example accounts, where mail can be read. Also for a worker, which has no address. */
export function announce(config: Config, port: number | null, accounts: readonly ExampleAccount[]): void {
  const address = config.baseUrl.replace(/:0$/, `:${port}`);
  const keepsMail = config.smtpUrl === null;
  const lines = [
    ...accountLines(accounts), '',
    ...(port === null ? ['Heatmatch works on jobs and mail; it answers no pages.'] : [`Heatmatch is ready at ${address}`]),
    ...(port !== null && keepsMail ? [`Mail is kept on this machine: ${address}${paths.devMails}`] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
