import { parseJson, readInput, UnreadableInputError, whereIs, type CommandIo } from './cli-io.js';
import { atDemand, atFirstLine, type NumberedDemand } from './cli-rank-input.js';
import { allocationProblem, createEvaluator, validateMatchCase, type AllocationInput, type AllocationProblem } from './engineering/index.js';
import { parseDemand, parsePlanHead, type PlanHead } from './shared/match-case-schema.js';

export interface PlanInput {
  readonly head: PlanHead;
  readonly input: AllocationInput;
  readonly problem: AllocationProblem;
}

function parseDemands(lines: readonly string[], path: string): NumberedDemand[] {
  const demands: NumberedDemand[] = [];
  lines.forEach((text, place) => {
    if (text.trim() === '') return;
    const line = place + 2;
    const json = parseJson(text, `${whereIs(path)} line ${line}`);
    demands.push({ line, index: demands.length, demand: atDemand({ line }, () => parseDemand(json)) });
  });
  return demands;
}

/**
 * First line: site, sources, economics, plan; every further line that is not blank: a demand. A plan needs all demands at once, so
 * unlike a ranking's they are read whole; every pair is checked where it stands before the first is evaluated. Throws errors of
 * bad input.
 */
export async function readPlanInput(io: CommandIo, path: string): Promise<PlanInput> {
  const [first = '', ...rest] = (await readInput(io, path)).split('\n');
  const head = atFirstLine(() => parsePlanHead(parseJson(first, `${whereIs(path)} line 1`)));
  const demands = parseDemands(rest, path);
  if (demands.length === 0) throw new UnreadableInputError('demands must be at least one, a line each after the first, not 0');
  const { plan, sources, ...site } = head;
  // Names the source of several where one of its values is refused, which the check of a pair cannot.
  atFirstLine(() => createEvaluator(site.site, sources, site.economics));
  for (const numbered of demands) {
    for (const source of sources) atDemand(numbered, () => { validateMatchCase({ ...site, source, demand: numbered.demand }); });
  }
  const input: AllocationInput = {
    ...site, sources, demands: demands.map(({ demand }) => demand), ...(plan?.horizonYears !== undefined && { horizonYears: plan.horizonYears }),
    ...(plan?.notBefore !== undefined && { notBefore: plan.notBefore }),
  };
  return { head, input, problem: allocationProblem(input) };
}
