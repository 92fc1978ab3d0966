import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const CLI = fileURLToPath(new URL('../../server/cli.js', import.meta.url));
const MOST_OUTPUT_BYTES = 1 << 28;

export interface CommandRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a process of its own. */
export const heatmatch = (args: readonly string[], input?: string): CommandRun =>
  spawnSync(process.execPath, [CLI, ...args], { input, encoding: 'utf8', maxBuffer: MOST_OUTPUT_BYTES });

/** Exit 2, nothing on standard output, one line on standard error that has all the parts. */
export function expectBadInput(run: CommandRun, ...parts: readonly string[]): void {
  expect(run.stdout).to.equal('');
  expect(run.stderr.trimEnd().split('\n')).to.have.length(1);
  for (const part of parts) expect(run.stderr).to.include(part);
  expect(run.status).to.equal(2);
}
