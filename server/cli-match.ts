import type { Writable } from 'node:stream';
import { withServices } from './cli-services.js';
import { NotFoundError } from './shared/errors.js';

export interface MatchCommandIo {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

const EXIT_OK = 0;
const EXIT_BAD_INPUT = 2;

/** `heatmatch match export ID`: the CASE.json that `evaluate` turns into the result on the match's page. */
export async function runMatchExport({ stdout, stderr }: MatchCommandIo, matchId: string): Promise<number> {
  try {
    const matchCase = await withServices(({ matching }) => matching.exportCase(matchId));
    stdout.write(`${JSON.stringify(matchCase)}\n`);
    return EXIT_OK;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    stderr.write(`match ${JSON.stringify(matchId)} was not found\n`);
    return EXIT_BAD_INPUT;
  }
}
