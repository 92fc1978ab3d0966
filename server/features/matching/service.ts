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
import { runRescore } from './rescore.js';

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

/** Jobs and the subscription that asks for them. */
function connectRescore(
  { relay, jobs }: MatchingDependencies, requestRescore: MatchingService['requestRescore'],
  run: (scope: RecalculationScope, ...rest: Parameters<Parameters<JobQueue['define']>[1]>) => Promise<'finished' | 'stopped'>,
): void {
  relay.subscribe('matching', RELEVANT_EVENTS, (event) => requestRescore(scopeOf(event)));
  jobs.define(RESCORE, async (data, context) => {
    const scope = data['scope'] as RecalculationScope;
    if (await run(scope, data, context) === 'stopped') await requestRescore(scope);
  }, { concurrency: 1 });
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
  connectRescore(dependencies, requestRescore, (scope, _data, context) =>
    runRescore(scope, { ...dependencies, matches, recalculations }, context).finally(() => { relay.wake(); }));

  const match = async (matchId: string): Promise<StoredMatch> => {
    const found = await matches.find(matchId);
    if (found === null) throw new NotFoundError('This match');
    return found;
  };
  return {
    match, requestRescore,
    list: (query) => matches.list(query),
    choices: (organisationId) => matches.choices(organisationId),
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
