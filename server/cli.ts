#!/usr/bin/env node
import { createReadStream } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { runEvaluate } from './cli-evaluate.js';
import { EXIT_BAD_INPUT, type CommandIo } from './cli-io.js';

const MAX_PORT = 65_535;

const io: CommandIo = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  openFile: (path) => createReadStream(path),
};

function registerEvaluate(program: Command): void {
  program.command('evaluate')
    .description('evaluate one source against one demand and print the result as JSON')
    .argument('<case>', 'a case as JSON, - for standard input')
    .action(async (path: string) => { process.exitCode = await runEvaluate(io, path); });
}

function registerRank(program: Command): void {
  program.command('rank')
    .description('evaluate every source against every demand and print one JSON line each, best first')
    .argument('<cases>', 'NDJSON: site, sources and economics in the first line, then a demand a line; - for standard input')
    .action(async (path: string) => {
      const { runRank } = await import('./cli-rank.js');
      process.exitCode = await runRank(io, path);
    });
}

function registerAllocate(program: Command): void {
  program.command('allocate')
    .description('choose which demands each source serves, how and at what capacity, and print the plan as JSON')
    .argument('<cases>', 'NDJSON as for rank, the first line may also hold a plan: objective, budgetEur, pins and more; - for standard input')
    .option('--pareto <points>', 'also the front of NPV against avoided CO2, so many plans')
    .action(async (path: string, options: { readonly pareto?: string }) => {
      // Loaded here only: the other commands need no solver.
      const { runAllocate } = await import('./cli-allocate.js');
      process.exitCode = await runAllocate(io, path, options);
    });
}

function registerMatch(program: Command): void {
  program.command('match').description('matches of this installation')
    .command('export')
    .description('print the case of a match as JSON; evaluate turns it into the result on the match page')
    .argument('<match>', 'the id in the address of the match page')
    .action(async (matchId: string) => {
      // Loaded here only: the commands without a store start without one.
      const { runMatchExport } = await import('./cli-match.js');
      process.exitCode = await runMatchExport(io, matchId);
    });
}

function registerAudit(program: Command): void {
  program.command('audit').description('the trail of everything that happened')
    .command('verify')
    .description('compute the hash chain anew; exit 1 and the first broken event when something was changed, removed or put in')
    .action(async () => {
      const { runAuditVerify } = await import('./cli-audit.js');
      process.exitCode = await runAuditVerify(io);
    });
}

function registerUser(program: Command): void {
  const user = program.command('user').description('accounts of this installation');
  user.command('create').description('make a confirmed account; prints a random password once unless one comes from standard input')
    .requiredOption('--email <address>').requiredOption('--name <name>').requiredOption('--role <role>', 'partner, manager, verifier or admin')
    .requiredOption('--organisation <name>', 'founded if none has this name')
    .option('--kind <kind>', 'of a new organisation: district-heating, industry, research, public or operator')
    .option('--password-stdin', 'read the password from the first line of standard input')
    .action(async (options: unknown) => { process.exitCode = await (await import('./cli-user.js')).runUserCreate(io, options); });
  user.command('list').description('print every account, a line each, columns parted by tabs')
    .action(async () => { process.exitCode = await (await import('./cli-user.js')).runUserList(io); });
  user.command('set-role').description('change a role; never that of the last admin')
    .argument('<email>').argument('<role>', 'partner, manager, verifier or admin')
    .action(async (email: string, role: string) => { process.exitCode = await (await import('./cli-user.js')).runUserSetRole(io, { email, role }); });
  user.command('deactivate').description('log a user out everywhere and let them in no more; never the last admin')
    .argument('<email>')
    .action(async (email: string) => { process.exitCode = await (await import('./cli-user.js')).runUserDeactivate(io, { email }); });
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= MAX_PORT) return Number(text);
  throw new InvalidArgumentError(`A port is a whole number up to ${MAX_PORT}.`);
}

function registerStore(program: Command): void {
  program.command('store')
    .description('run the embedded store alone on DATA_DIR and print its MongoDB URI as the first line, for mongosh, Compass, a backup tool')
    .option('--port <number>', 'the port to listen on; left out, a free one', portOf)
    .action(async ({ port }: { port?: number }) => {
      // Loaded here only: the commands without a store start without one.
      const { runStoreCommand } = await import('./cli-store.js');
      process.exitCode = await runStoreCommand(io, port);
    });
}

const COMMANDS = [registerEvaluate, registerRank, registerAllocate, registerMatch, registerAudit, registerUser, registerStore];

// Set before the commands are registered: they inherit it.
const program = new Command('heatmatch')
  .description('Turns surplus heat of data centres into heat-reuse partnerships')
  .showSuggestionAfterError(false)
  .exitOverride();
for (const register of COMMANDS) register(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : EXIT_BAD_INPUT;
}
