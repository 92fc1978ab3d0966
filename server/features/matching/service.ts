import { evaluateAsRanked, MODEL_VERSION, type MatchCase } from '../../engineering/index.js';
import { NotFoundError } from '../../shared/errors.js';
import type { DomainEvent, EventType } from '../../shared/events.js';
import type { Logger } from '../../shared/logger.js';
import { message } from '../../shared/message.js';
import type { Clock, EventRelay, JobQueue } from '../../shared/ports.js';
import type { AccountsDirectory } from '../accounts/index.js';
import type { DemandCatalogue } from '../demand/index.js';
import type { SupplyCatalogue } from '../supply/index.js';
import type { Match, MatchingService, RecalculationScope } from './index.js';
import { withCurrentWeights } from './live-weights.js';
import { listMatches, standingsNow, summariesNow } from './match-list.js';
import { pairCase } from './pair.js';
import { matchRepository, type MatchRepository } from './repository.js';
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
  const [sites, demands] = await Promise.all([supply.sites(), demand.submittedReferences()]);
  const buildings = await Promise.all(sites.map(({ siteId }) => supply.publishedBuildings(siteId)));
  return {
    publishedBuildings: buildings.flat().length,
    submittedDemands: demands.filter((one) => organisationId === undefined || one.organisationId === organisationId).length,
  };
}

/** Single matches as they stand with the site's weights of now, and the case behind them. */
function createSingles(matches: MatchRepository, { supply, demand }: Pick<MatchingDependencies, 'supply' | 'demand'>) {
  const current = async (matchId: string) => {
    const [found, weights] = await Promise.all([matches.find(matchId), supply.currentWeights()]);
    if (found === null) throw new NotFoundError(message('match:this.match'));
    return withCurrentWeights(found, weights);
  };
  const caseOf = async (stored: Awaited<ReturnType<typeof current>>): Promise<MatchCase> => {
    const [site, building, demandVersion] = await Promise.all([
      supply.siteAtVersion(stored.siteId, stored.siteVersion),
      supply.buildingAtVersion(stored.buildingId, stored.buildingVersion),
      demand.demandAtVersion(stored.demandId, stored.demandVersion),
    ]);
    return pairCase({ site: { ...site, scoreWeights: stored.weights }, building, demand: demandVersion }, stored, supply);
  };
  return {
    async match(matchId: string): Promise<Match> {
      const stored = await current(matchId);
      return { ...stored, detail: evaluateAsRanked(await caseOf(stored)).detail, detailModelVersion: MODEL_VERSION };
    },
    exportCase: async (matchId: string): Promise<MatchCase> => caseOf(await current(matchId)),
  };
}

export function createMatching(dependencies: MatchingDependencies): MatchingService {
  const { connection, clock, relay, jobs, supply } = dependencies;
  const matches = matchRepository(connection);
  const recalculations = recalculationRepository(connection);

  const requestRescore = async (scope: RecalculationScope): Promise<void> => {
    await recalculations.queued(scope, clock.now());
    await jobs.enqueue(RESCORE, { scope }, { key: scope });
  };
  connectRescore({ ...dependencies, matches, recalculations }, requestRescore);

  return {
    ...createSingles(matches, dependencies), requestRescore,
    list: (query) => listMatches(query, { matches, supply }),
    choices: (organisationId) => matches.choices(organisationId),
    marks: (states) => matches.marks(states),
    standings: (states) => standingsNow(states, { matches, supply }),
    summaries: (ids) => summariesNow(ids, { matches, supply }),
    heat: (ids) => matches.heat(ids),
    news: (since, userId, limit) => matches.news(since, userId, limit),
    availability: (organisationId) => countInputs(dependencies, organisationId),
    async change(matchId, revision, change) {
      const written = await matches.change(matchId, revision, change);
      if (written) relay.wake();
      return written ? 'written' : 'conflict';
    },
    recalculations: () => recalculations.current(new Date(clock.now().getTime() - SHOWN_AFTER_MS)),
    scheduleDaily: () => jobs.every(RESCORE_DAILY, SECONDS_A_DAY),
  };
}
