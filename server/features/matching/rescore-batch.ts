import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { DemandCatalogue } from '../demand/index.js';
import type { SupplyCatalogue } from '../supply/index.js';
import type { Clock } from '../../shared/ports.js';
import type { Logger } from '../../shared/logger.js';
import { scoreWrite } from './outcome.js';
import { pairTerms, type Pair } from './pair.js';
import { newMatchId, type MatchRepository } from './repository.js';
import type { StoredMatch } from './repository-match.js';
import type { PairWrite } from './repository-scores.js';
import { currentPair } from './rescore-scope.js';
import { isCurrent, isNewerThan, type Scorer } from './scoring.js';

export interface BatchWork {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly supply: SupplyCatalogue;
  readonly demand: DemandCatalogue;
  readonly matches: MatchRepository;
  readonly score: Scorer;
  readonly organisationNames: ReadonlyMap<string, { readonly name: string }>;
}

const ATTEMPTS = 8;
/** Pages are answered by the same process: nobody waits longer than this for a batch that is being calculated. */
const LONGEST_TURN_MS = 10;

/** What there is to write for a pair, or why nothing is: it is as it should be, or the match is ahead of the pair. */
async function writeFor(pair: Pair, stored: StoredMatch | null, work: BatchWork): Promise<PairWrite | 'current' | 'ahead'> {
  const at = work.clock.now();
  const organisationName = work.organisationNames.get(pair.demand.organisationId)?.name ?? 'Unknown organisation';
  const scored = { pair, terms: pairTerms(pair, at), organisationName };
  if (stored !== null && isCurrent(stored, scored) && stored.state !== 'withdrawn') return 'current';
  if (stored !== null && isNewerThan(stored, pair)) return 'ahead';
  const score = await work.score(scored, stored);
  const id = stored?.id ?? newMatchId();
  return { id, read: stored, write: scoreWrite(stored, score, { at, mailThreshold: pair.site.mailThreshold, id }) };
}

/**
 * Scores one pair. The write names the revision and the versions it saw, so neither a person's decision nor a newer result is
 * ever overwritten: when somebody was faster, everything is read and scored anew.
 */
async function scoreAndStore(given: Pair, work: BatchWork): Promise<void> {
  let pair: Pair | null = given;
  for (let attempt = 0; attempt < ATTEMPTS && pair !== null; attempt++) {
    const stored = await work.matches.findPair(pair.building.buildingId, pair.demand.demandId);
    const write = await writeFor(pair, stored, work);
    if (write === 'current' || (write !== 'ahead' && await work.matches.writeScores([write]))) return;
    pair = await currentPair(pair, work);
  }
  if (pair !== null) throw new Error(`${pair.building.name} and ${pair.demand.name} changed too fast to be scored`);
}

/** One pair the model cannot read must not keep the others from being scored; the page says which. */
async function unlessUnreadable<T>(pair: Pair, failures: string[], { logger }: BatchWork, action: () => Promise<T>): Promise<T | 'unreadable'> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    logger.error({ err: error, demandId: pair.demand.demandId, buildingId: pair.building.buildingId }, 'pair not scored');
    failures.push(`${pair.building.name} and ${pair.demand.name}: ${error.message}`);
    return 'unreadable';
  }
}

function createTurns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST_TURN_MS) return;
    await yieldToOthers();
    since = performance.now();
  };
}

/**
 * Scores pairs of one building with one read and one write; gives those that the model cannot read. Where a write meets a change
 * that came in between, the pairs of the batch go one by one: those that are written already are found current.
 */
export async function scoreBatch(pairs: readonly Pair[], work: BatchWork): Promise<readonly string[]> {
  const [first] = pairs;
  if (first === undefined) return [];
  const stored = await work.matches.findPairs(first.building.buildingId, pairs.map(({ demand }) => demand.demandId));
  const [writes, ahead, readable, failures]: [PairWrite[], Pair[], Pair[], string[]] = [[], [], [], []];
  const takeTurns = createTurns();
  for (const pair of pairs) {
    await takeTurns();
    const write = await unlessUnreadable(pair, failures, work, () => writeFor(pair, stored.get(pair.demand.demandId) ?? null, work));
    if (write === 'unreadable') continue;
    readable.push(pair);
    if (write === 'ahead') ahead.push(pair);
    else if (write !== 'current') writes.push(write);
  }
  const oneByOne = await work.matches.writeScores(writes) ? ahead : readable;
  for (const pair of oneByOne) await unlessUnreadable(pair, failures, work, () => scoreAndStore(pair, work));
  return failures;
}
