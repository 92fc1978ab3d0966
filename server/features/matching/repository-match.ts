import type { MatchDocument } from '../../../models/match.js';
import type { ScoreMarks } from '../../engineering/index.js';
import type { DomainEvent } from '../../shared/events.js';
import type { Match, MatchHistoryEntry } from './index.js';

/** A match as the store has it: with the weights it was scored with, and what the matching itself remembers. */
export interface StoredMatch extends Omit<Match, 'detail' | 'detailModelVersion' | 'isReweighed'> {
  /** Null where not feasible. */
  readonly marks: ScoreMarks | null;
  readonly announcedFeasible: boolean;
  readonly announcedAboveThreshold: boolean;
}
export type StoredSummary = Omit<StoredMatch, 'history'>;
/** What ranks a match under any weights. */
export type Standing = Pick<StoredMatch, 'id' | 'siteId' | 'state' | 'score' | 'marks'>;

type Announced = 'announcedFeasible' | 'announcedAboveThreshold';
/** What a rescore writes: everything of a match but where the review stands. */
export type ScoredFields = Omit<StoredMatch, 'id' | 'state' | 'history' | 'revision' | Announced>;

export interface ScoreWrite {
  readonly fields: ScoredFields;
  readonly announced: Pick<StoredMatch, Announced>;
  /** Set when the outcome or the state changed: then the revision goes up. */
  readonly entry: MatchHistoryEntry | null;
  readonly state: Match['state'];
  readonly events: readonly DomainEvent[];
}

export const DEFAULT_LIMIT = 50;
export const DOCUMENTS_A_READ = 500;
export const MATCH_FIELDS = { pendingEvents: 0, hasPendingEvents: 0, searchText: 0 } as const;

export function toMatch(document: MatchDocument): StoredMatch {
  const { _id, ...rest } = document;
  return { ...rest, id: _id.toHexString() } as unknown as StoredMatch;
}
