import { parseJson, readInput, runCommand, whereIs, write, type CommandIo } from './cli-io.js';
import { evaluateAsRanked } from './engineering/index.js';
import { parseMatchCase } from './shared/match-case-schema.js';

/** `heatmatch evaluate CASE.json`: one result as JSON. */
export const runEvaluate = (io: CommandIo, path: string): Promise<number> => runCommand(io, async () => {
  const matchCase = parseMatchCase(parseJson(await readInput(io, path), whereIs(path)));
  await write(io.stdout, `${JSON.stringify(evaluateAsRanked(matchCase).result)}\n`);
});
