import { NotFoundError } from '../../shared/errors.js';
import type { DomainEvent, EventType } from '../../shared/events.js';
import type { Logger } from '../../shared/logger.js';
import type { Clock, EventRelay, JobQueue } from '../../shared/ports.js';
import type { AccountsDirectory } from '../accounts/index.js';
import type { DemandCatalogue } from '../demand/index.js';
import type { SupplyCatalogue } from '../supply/index.js';
import type { MatchingService, RecalculationScope } from './index.js';
import { pairCase } from './pair.js';
import { matchRepository, type StoredMatch } from './repository.js';
import { recalculationRepository } from './repository-recalculation.js';
import { runRescore, type RescoreDependencies } from './rescore.js';

export interface MatchingDependencies {
  readonly connection: Parameters<typeof matchRepository>[0];
  readonly clock: Clock;
  readonly relay: EventRelay;
  readonly jobs: JobQueue;
  readonly logger: Logger;
  readonly accounts: Pick<AccountsDirectory, 'organisations'>;
  readonly supply: SupplyCatalogue;
  readonly demand: DemandCatalogue;
}

const RESCORE = 'rescore';
const RESCORE_DAILY = 'rescore-daily';
const SECONDS_A_DAY = 24 * 3600;
/** A finished recalculation stays visible that long, so that a short one is seen at all. */
const SHOWN_AFTER_MS = 60_000;

const RELEVANT_EVENTS: readonly EventType[] = [
  'site-changed', 'building-changed', 'building-published', 'building-unpublished', 'demand-submitted', 'demand-changed', 'demand-withdrawn',
];
const scopeOf = ({ subject }: DomainEvent): RecalculationScope => `${subject.kind}:${subject.id}` as RecalculationScope;

const CANCELLED = 'Scoring was cancelled before its end: some matches may be out of date.';

/** Jobs and the subscription that asks for them. */
function connectRescore(dependencies: RescoreDependencies & MatchingDependencies, requestRescore: MatchingService['requestRescore']): void {
  const { relay, jobs, recalculations, clock } = dependencies;
  relay.subscribe('matching', RELEVANT_EVENTS, (event) => requestRescore(scopeOf(event)));
  jobs.define(RESCORE, async ({ scope }, context) => {
    const end = await runRescore(scope as RecalculationScope, dependencies, context).finally(() => { relay.wake(); });
    // The queue knows what follows: put back at a shutdown, over when cancelled, another worker's when lost.
    if (end === 'stopped') context.signal.throwIfAborted();
  }, {
    concurrency: 1,
    onCancel: ({ scope }) => recalculations.finished(scope as RecalculationScope, clock.now(), CANCELLED),
  });
  jobs.define(RESCORE_DAILY, () => requestRescore('all'));
}

async function countInputs({ supply, demand }: Pick<MatchingDependencies, 'supply' | 'demand'>, organisationId: string | undefined) {
  const [sites, demands] = await Promise.all([supply.sites(), demand.submitted()]);
  const buildings = await Promise.all(sites.map(({ siteId }) => supply.publishedBuildings(siteId)));
  return {
    publishedBuildings: buildings.flat().length,
    submittedDemands: demands.filter((one) => organisationId === undefined || one.organisationId === organisationId).length,
  };
}

export function createMatching(dependencies: MatchingDependencies): MatchingService {
  const { connection, clock, relay, jobs, supply, demand } = dependencies;
  const matches = matchRepository(connection);
  const recalculations = recalculationRepository(connection);

  const requestRescore = async (scope: RecalculationScope): Promise<void> => {
    await recalculations.queued(scope, clock.now());
    await jobs.enqueue(RESCORE, { scope }, { key: scope });
  };
  connectRescore({ ...dependencies, matches, recalculations }, requestRescore);

  const match = async (matchId: string): Promise<StoredMatch> => {
    const found = await matches.find(matchId);
    if (found === null) throw new NotFoundError('This match');
    return found;
  };
  return {
    match, requestRescore,
    list: (query) => matches.list(query),
    choices: (organisationId) => matches.choices(organisationId),
    marks: (states) => matches.marks(states),
    availability: (organisationId) => countInputs(dependencies, organisationId),
    async change(matchId, revision, change) {
      const written = await matches.change(matchId, revision, change);
      if (written) relay.wake();
      return written ? 'written' : 'conflict';
    },
    async exportCase(matchId) {
      const stored = await match(matchId);
      const [site, building, demandVersion] = await Promise.all([
        supply.siteAtVersion(stored.siteId, stored.siteVersion),
        supply.buildingAtVersion(stored.buildingId, stored.buildingVersion),
        demand.demandAtVersion(stored.demandId, stored.demandVersion),
      ]);
      return pairCase({ site, building, demand: demandVersion }, stored, supply);
    },
    recalculations: () => recalculations.current(new Date(clock.now().getTime() - SHOWN_AFTER_MS)),
    scheduleDaily: () => jobs.every(RESCORE_DAILY, SECONDS_A_DAY),
  };
}
