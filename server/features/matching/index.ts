import type { MatchDetail, MatchResult, ScoreWeights } from '../../engineering/index.js';

export const MATCH_STATES = ['proposed', 'shortlisted', 'invited', 'interested', 'declined', 'withdrawn', 'agreed'] as const;
export type MatchState = (typeof MATCH_STATES)[number];

export interface MatchHistoryEntry {
  readonly at: Date;
  readonly actor: { readonly userId: string | null; readonly label: string };
  readonly action: string;
  readonly from: MatchState | null;
  readonly to: MatchState;
  readonly reason: string | null;
}

/** One building x one demand: the inputs' versions, what the model said, and where the review stands. */
export interface Match {
  readonly id: string;
  readonly siteId: string;
  readonly siteVersion: number;
  readonly buildingId: string;
  readonly buildingVersion: number;
  readonly buildingName: string;
  readonly demandId: string;
  readonly demandVersion: number;
  readonly demandName: string;
  readonly use: string;
  readonly organisationId: string;
  readonly organisationName: string;
  readonly routeLengthM: number;
  readonly evaluatedYear: number;
  readonly modelVersion: string;
  readonly weights: ScoreWeights;
  readonly result: MatchResult;
  readonly detail: MatchDetail;
  /** 0..100; -1 where not feasible, so that a ranking by score is one index. */
  readonly score: number;
  readonly state: MatchState;
  readonly history: readonly MatchHistoryEntry[];
  /** Goes up with every write; a transition names the revision it saw. */
  readonly revision: number;
  readonly scoredAt: Date;
}
