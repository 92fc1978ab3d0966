import type { AccountsDirectory } from '../accounts/index.js';
import type { DemandVersion, SubmittedReference } from '../demand/index.js';
import type { JobContext } from '../../shared/ports.js';
import type { RecalculationScope } from './index.js';
import { OUTLIVES_ITS_INPUTS, withdrawal } from './outcome.js';
import type { RecalculationRepository } from './repository-recalculation.js';
import { scoreBatch, type BatchWork } from './rescore-batch.js';
import { inputsIn, parseScope, type ParsedScope, type ScopeInputs } from './rescore-scope.js';
import { createScorer } from './scoring.js';

export interface RescoreDependencies extends Omit<BatchWork, 'score' | 'organisationNames'> {
  readonly accounts: Pick<AccountsDirectory, 'organisations'>;
  readonly recalculations: RecalculationRepository;
}

const PAIRS_A_BATCH = 100;
const ATTEMPTS = 8;
const NAMED_FAILURES = 3;

/** Matches whose building or demand is gone. Runs last and on fresh inputs, so that nothing scored meanwhile stays behind. */
async function withdrawOrphans(scope: ParsedScope, dependencies: RescoreDependencies): Promise<void> {
  const { matches, clock } = dependencies;
  const { buildings, demands } = await inputsIn(scope, dependencies);
  const liveBuildings = new Set(buildings.map(({ building }) => building.buildingId));
  const liveDemands = new Set(demands.map(({ demandId }) => demandId));
  const field = { demand: 'demandId', building: 'buildingId', site: 'siteId' }[scope.kind];
  for (const { id, buildingId, demandId } of await matches.pairsOf(field === undefined ? {} : { [field]: scope.id }, OUTLIVES_ITS_INPUTS)) {
    if (liveBuildings.has(buildingId) && liveDemands.has(demandId)) continue;
    const demandIsThere = (await dependencies.demand.submittedDemand(demandId)) !== null;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const stored = await matches.find(id);
      if (stored === null || OUTLIVES_ITS_INPUTS.includes(stored.state)) break;
      const change = withdrawal(stored, demandIsThere ? 'building-unpublished' : 'demand-withdrawn', clock.now());
      if (await matches.change(id, stored.revision, change)) break;
    }
  }
}

interface Batch {
  readonly of: ScopeInputs['buildings'][number];
  readonly demands: readonly SubmittedReference[];
}

/** Building by building, so that what the pairs of a building share is kept no longer than they need it. */
function* batchesOf({ buildings, demands }: ScopeInputs): Generator<Batch> {
  for (const of of buildings) {
    for (let from = 0; from < demands.length; from += PAIRS_A_BATCH) yield { of, demands: demands.slice(from, from + PAIRS_A_BATCH) };
  }
}

function inOrderOf(references: readonly SubmittedReference[], versions: readonly DemandVersion[]): readonly DemandVersion[] {
  const byId = new Map(versions.map((version) => [version.demandId, version]));
  return references.flatMap(({ demandId }) => byId.get(demandId) ?? []);
}

/** What could not be read; 'stopped' when it was told to stop before the end. */
async function scoreAll(scope: RecalculationScope, dependencies: RescoreDependencies, context: JobContext): Promise<string[] | 'stopped'> {
  const { recalculations, accounts, supply, demand, clock } = dependencies;
  const inputs = await inputsIn(parseScope(scope), dependencies);
  const total = inputs.buildings.length * inputs.demands.length;
  await recalculations.started(scope, clock.now(), total);
  const organisationNames = await accounts.organisations([...new Set(inputs.demands.map(({ organisationId }) => organisationId))]);
  const work: BatchWork = { ...dependencies, organisationNames, score: createScorer(supply) };
  const failures: string[] = [];
  let done = 0;
  for (const { of, demands } of batchesOf(inputs)) {
    if (context.signal.aborted) return 'stopped';
    const versions = inOrderOf(demands, await demand.demandsAtVersions(demands));
    failures.push(...await scoreBatch(versions.map((version) => ({ ...of, demand: version })), work));
    done += demands.length;
    await recalculations.progressed(scope, done);
    await context.progress(done / total);
  }
  return failures;
}

function errorText(failures: readonly string[]): string | null {
  if (failures.length === 0) return null;
  const further = failures.length - NAMED_FAILURES;
  return failures.slice(0, NAMED_FAILURES).join('; ') + (further > 0 ? `; and ${further} more, named in the log` : '');
}

/** The job: scores what the scope touches, withdraws what is gone. Run twice it changes nothing the second time. */
export async function runRescore(
  scope: RecalculationScope, dependencies: RescoreDependencies, context: JobContext,
): Promise<'finished' | 'stopped'> {
  const { recalculations, clock } = dependencies;
  try {
    const failures = await scoreAll(scope, dependencies, context);
    if (failures === 'stopped' || context.signal.aborted) return 'stopped';
    await withdrawOrphans(parseScope(scope), dependencies);
    await recalculations.finished(scope, clock.now(), errorText(failures));
    return 'finished';
  } catch (error) {
    await recalculations.finished(scope, clock.now(), error instanceof Error ? error.message : String(error));
    throw error;
  }
}
