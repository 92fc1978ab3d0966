import { isDeepStrictEqual } from 'node:util';
import { SYSTEM_ACTOR, type DomainEvent } from '../../shared/events.js';
import type { MatchChange, MatchHistoryEntry, MatchState } from './index.js';
import { matchEvent } from './match-event.js';
import type { ScoreWrite, ScoredFields, StoredMatch } from './repository-match.js';
import { INFEASIBLE_SCORE, type UndatedScore } from './scoring.js';

export interface Occasion {
  readonly at: Date;
  readonly mailThreshold: number;
  /** The match's own, or that of one about to be made. */
  readonly id: string;
}

const systemEntry = (at: Date, fields: Pick<MatchHistoryEntry, 'action' | 'from' | 'to' | 'reason' | 'score'>): MatchHistoryEntry =>
  ({ at, actor: SYSTEM_ACTOR, internalNote: null, ...fields });

/** What a match was before its building or demand went away: a decision against it outlives that, everything else starts anew. */
function stateOnReturn(history: readonly MatchHistoryEntry[]): MatchState {
  const withdrawal = history.findLast((entry) => entry.to === 'withdrawn');
  return withdrawal?.from === 'declined' ? 'declined' : 'proposed';
}

function historyEntry(stored: StoredMatch | null, score: UndatedScore, at: Date): MatchHistoryEntry | null {
  if (stored === null) {
    return systemEntry(at, { action: 'score', from: null, to: 'proposed', reason: null, score: { before: null, after: score.score } });
  }
  const changed = !isDeepStrictEqual(stored.result, score.result);
  const figures = changed ? { before: stored.score, after: score.score } : null;
  if (stored.state === 'withdrawn') {
    const reason = 'Building and demand are both there again.';
    return systemEntry(at, { action: 'return', from: 'withdrawn', to: stateOnReturn(stored.history), reason, score: figures });
  }
  return changed ? systemEntry(at, { action: 'rescore', from: stored.state, to: stored.state, reason: null, score: figures }) : null;
}

/** State, history and events that go with a new score: the review's standing is kept, the news is told once. */
export function scoreWrite(stored: StoredMatch | null, score: UndatedScore, { at, mailThreshold, id }: Occasion): ScoreWrite {
  const fields: ScoredFields = { ...score, scoredAt: at };
  const entry = historyEntry(stored, score, at);
  const feasible = score.score !== INFEASIBLE_SCORE;
  const aboveThreshold = feasible && score.score >= mailThreshold;
  const first = feasible && !(stored?.announcedFeasible ?? false);
  const crossed = aboveThreshold && !(stored?.announcedAboveThreshold ?? false);
  const named = { ...fields, id };
  const occasion = { at, actor: SYSTEM_ACTOR };
  const events: DomainEvent[] = [];
  if (first || crossed) events.push(matchEvent('match-scored', named, occasion, { feasible, first, aboveThreshold }));
  if (entry?.action === 'return') events.push(matchEvent('match-returned', named, occasion, { reason: entry.reason, cause: 'inputs-back' }));
  return {
    fields, entry, events, state: entry?.to ?? stored?.state ?? 'proposed',
    announced: {
      announcedFeasible: feasible || (stored?.announcedFeasible ?? false),
      announcedAboveThreshold: aboveThreshold || (stored?.announcedAboveThreshold ?? false),
    },
  };
}

/** An agreed match stays: a project may stand on it. */
export const OUTLIVES_ITS_INPUTS: readonly MatchState[] = ['withdrawn', 'agreed'];

export function withdrawal(stored: StoredMatch, cause: 'demand-withdrawn' | 'building-unpublished', at: Date): MatchChange {
  const reason = cause === 'demand-withdrawn' ? 'The heat demand was withdrawn.' : 'The building is no longer published.';
  return {
    state: 'withdrawn',
    entry: systemEntry(at, { action: 'withdraw', from: stored.state, to: 'withdrawn', reason, score: null }),
    event: matchEvent('match-withdrawn', stored, { at, actor: SYSTEM_ACTOR }, { reason, cause, previousState: stored.state }),
  };
}
