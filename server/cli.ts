#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { Command, CommanderError } from 'commander';
import { EXIT_BAD_INPUT, runEvaluate, runRank, type CommandIo } from './cli-evaluate.js';

const io: CommandIo = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  readFile: (path) => readFile(path, 'utf8'),
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
    .action(async (path: string) => { process.exitCode = await runRank(io, path); });
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

const COMMANDS = [registerEvaluate, registerRank, registerAllocate, registerMatch, registerAudit];

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
