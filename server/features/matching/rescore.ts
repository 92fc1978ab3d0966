import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { AccountsDirectory } from '../accounts/index.js';
import type { DemandCatalogue, DemandVersion } from '../demand/index.js';
import type { SupplyCatalogue } from '../supply/index.js';
import type { Clock, JobContext } from '../../shared/ports.js';
import type { Logger } from '../../shared/logger.js';
import type { RecalculationScope } from './index.js';
import { endsWithItsInputs, scoreWrite, withdrawal } from './outcome.js';
import { pairTerms, type Pair } from './pair.js';
import { newMatchId, type MatchRepository } from './repository.js';
import type { RecalculationRepository } from './repository-recalculation.js';
import { isCurrent, isNewerThan, scorePair } from './scoring.js';

export interface RescoreDependencies {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly accounts: Pick<AccountsDirectory, 'organisations'>;
  readonly supply: SupplyCatalogue;
  readonly demand: DemandCatalogue;
  readonly matches: MatchRepository;
  readonly recalculations: RecalculationRepository;
}

const PAIRS_A_BATCH = 20;
const ATTEMPTS = 8;
const NAMED_FAILURES = 3;

interface ParsedScope { readonly kind: string; readonly id: string }
function parseScope(scope: RecalculationScope): ParsedScope {
  const [kind = '', ...rest] = scope.split(':');
  return { kind, id: rest.join(':') };
}

async function demandsIn({ kind, id }: ParsedScope, demand: DemandCatalogue): Promise<readonly DemandVersion[]> {
  if (kind !== 'demand') return demand.submitted();
  const one = await demand.submittedDemand(id);
  return one === null ? [] : [one];
}

/** Every published building x submitted demand that the scope touches, at their current versions. */
async function pairsIn(scope: ParsedScope, { supply, demand }: RescoreDependencies): Promise<readonly Pair[]> {
  const sites = (await supply.sites()).filter(({ siteId }) => scope.kind !== 'site' || siteId === scope.id);
  const demands = await demandsIn(scope, demand);
  const bySite = await Promise.all(sites.map(async (site) => (await supply.publishedBuildings(site.siteId))
    .filter(({ buildingId }) => scope.kind !== 'building' || buildingId === scope.id)
    .flatMap((building) => demands.map((one): Pair => ({ site, building, demand: one })))));
  return bySite.flat();
}

async function currentPair({ site, building, demand }: Pair, dependencies: RescoreDependencies): Promise<Pair | null> {
  const pairs = await pairsIn({ kind: 'demand', id: demand.demandId }, dependencies);
  return pairs.find((pair) => pair.building.buildingId === building.buildingId && pair.site.siteId === site.siteId) ?? null;
}

/**
 * Scores one pair. The write names the revision and the versions it saw, so neither a person's decision nor a newer result is
 * ever overwritten: when somebody was faster, everything is read and scored anew.
 */
async function scoreAndStore(given: Pair, organisationName: string, dependencies: RescoreDependencies): Promise<void> {
  const { matches, supply, clock } = dependencies;
  let pair: Pair | null = given;
  for (let attempt = 0; attempt < ATTEMPTS && pair !== null; attempt++) {
    const stored = await matches.findPair(pair.building.buildingId, pair.demand.demandId);
    const at = clock.now();
    const scored = { pair, terms: pairTerms(pair, at), organisationName };
    if (stored !== null && isCurrent(stored, scored) && stored.state !== 'withdrawn') return;
    if (stored === null || !isNewerThan(stored, pair)) {
      const score = await scorePair(scored, stored, supply);
      const id = stored?.id ?? newMatchId();
      const write = scoreWrite(stored, score, { at, mailThreshold: pair.site.mailThreshold, id });
      if (await (stored === null ? matches.insert(id, write) : matches.rewriteScore(stored, write))) return;
    }
    pair = await currentPair(pair, dependencies);
  }
  if (pair !== null) throw new Error(`${pair.building.name} and ${pair.demand.name} changed too fast to be scored`);
}

/** Matches whose building or demand is gone. Runs last and on fresh inputs, so that nothing scored meanwhile stays behind. */
async function withdrawOrphans(scope: ParsedScope, dependencies: RescoreDependencies): Promise<void> {
  const { matches, clock } = dependencies;
  const live = new Set((await pairsIn(scope, dependencies)).map(({ building, demand }) => `${building.buildingId} ${demand.demandId}`));
  const field = { demand: 'demandId', building: 'buildingId', site: 'siteId' }[scope.kind];
  const references = await matches.references(field === undefined ? {} : { [field]: scope.id });
  for (const { id, buildingId, demandId } of references) {
    if (live.has(`${buildingId} ${demandId}`)) continue;
    const demandIsThere = (await dependencies.demand.submittedDemand(demandId)) !== null;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const stored = await matches.find(id);
      if (stored === null || !endsWithItsInputs(stored.state)) break;
      const change = withdrawal(stored, demandIsThere ? 'building-unpublished' : 'demand-withdrawn', clock.now());
      if (await matches.change(id, stored.revision, change)) break;
    }
  }
}

async function scoreBatch(
  batch: readonly Pair[], names: ReadonlyMap<string, { readonly name: string }>, dependencies: RescoreDependencies,
): Promise<readonly string[]> {
  const failures: string[] = [];
  for (const pair of batch) {
    await yieldToOthers();
    try {
      await scoreAndStore(pair, names.get(pair.demand.organisationId)?.name ?? 'Unknown organisation', dependencies);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // One pair the model cannot read must not keep the others from being scored; the page says which.
      dependencies.logger.error({ err: error, demandId: pair.demand.demandId, buildingId: pair.building.buildingId }, 'pair not scored');
      failures.push(`${pair.building.name} and ${pair.demand.name}: ${error.message}`);
    }
  }
  return failures;
}

/** False when it was told to stop before the end. */
async function scoreAll(scope: RecalculationScope, dependencies: RescoreDependencies, context: JobContext): Promise<string[] | 'stopped'> {
  const pairs = await pairsIn(parseScope(scope), dependencies);
  await dependencies.recalculations.started(scope, dependencies.clock.now(), pairs.length);
  const names = await dependencies.accounts.organisations([...new Set(pairs.map(({ demand }) => demand.organisationId))]);
  const failures: string[] = [];
  for (let done = 0; done < pairs.length; done += PAIRS_A_BATCH) {
    if (context.signal.aborted) return 'stopped';
    const batch = pairs.slice(done, done + PAIRS_A_BATCH);
    failures.push(...await scoreBatch(batch, names, dependencies));
    await dependencies.recalculations.progressed(scope, done + batch.length);
    await context.progress((done + batch.length) / pairs.length);
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
