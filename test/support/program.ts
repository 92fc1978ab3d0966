import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(process.cwd(), 'dist/server/main.js');
const STORE = join(process.cwd(), 'dist/test/adapters/embedded-mongodb/store-process.js');

export interface Launched {
  readonly child: ChildProcess;
  /** Both streams. */
  readonly output: () => string;
}

/** A script of ours in a process of its own, with nothing of the test's environment but the path. */
export function launch(script: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Launched {
  const child = spawn(process.execPath, [script, ...args], { env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', ...environment } });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => { text += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { text += chunk.toString(); });
  return { child, output: () => text };
}

export const launchMain = (environment: Readonly<Record<string, string>>): Launched => launch(MAIN, [], { PORT: '0', ...environment });
export const launchStore = (dataDir: string): Launched => launch(STORE, [dataDir]);

/** The first output that fits. Throws when the process ends before. */
export async function said({ child, output }: Launched, pattern: RegExp): Promise<string> {
  for (;;) {
    const found = pattern.exec(output())?.[0];
    if (found !== undefined) return found;
    if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode}: ${output()}`);
    await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'close')]);
  }
}

/** Gives the exit code; null when it was killed. */
export async function endProcess({ child }: Launched, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exited = once(child, 'exit');
  child.kill(signal);
  const [code] = await exited as [number | null];
  return code;
}
