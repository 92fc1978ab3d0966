import type { CriterionName, MatchCase, MatchDetail, MatchResult, ScoreWeights } from '../../engineering/index.js';
import type { DomainEvent } from '../../shared/events.js';

export { matchEvent } from './match-event.js';
export * from './plan.js';
export { createRoughEstimate } from './rough-estimate.js';
export { createPlans } from './plan-service.js';
export {
  chancePercent, chanceSentence, distributionChart, distributionCsv, distributionRows, distributionSummary, inputLabel, tornadoChart, tornadoSummary,
} from './presenter-spread.js';
export { createMatching } from './service.js';

export const MATCH_STATES = ['proposed', 'shortlisted', 'invited', 'interested', 'declined', 'withdrawn', 'agreed'] as const;
export type MatchState = (typeof MATCH_STATES)[number];

export interface MatchHistoryEntry {
  readonly at: Date;
  readonly actor: { readonly userId: string | null; readonly label: string };
  readonly action: string;
  readonly from: MatchState | null;
  readonly to: MatchState;
  /** Both parties read it. */
  readonly reason: string | null;
  /** Only the site's own people read it. */
  readonly internalNote: string | null;
  /** A scoring that changed the result, the first one from null; -1 stands for not feasible. */
  readonly score: { readonly before: number | null; readonly after: number } | null;
}

/** One building x one demand: the inputs' versions, what the model said, and where the review stands. */
export interface Match {
  readonly id: string;
  readonly siteId: string;
  readonly siteName: string;
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
  /** The partner stated the route; otherwise it is the straight line times the route factor. */
  readonly routeGiven: boolean;
  readonly evaluatedYear: number;
  readonly modelVersion: string;
  readonly weights: ScoreWeights;
  readonly result: MatchResult;
  /** The working behind the result, made anew from the same versions whenever it is asked for. */
  readonly detail: MatchDetail;
  /** The model that made the detail; another one than `modelVersion` until a rescore after an upgrade has come by. */
  readonly detailModelVersion: string;
  /** Weights and score are those the site has now; the rescore that stores them is still to come. */
  readonly isReweighed: boolean;
  /** 0..100; -1 where not feasible, so that a ranking by score is one index. */
  readonly score: number;
  readonly state: MatchState;
  readonly history: readonly MatchHistoryEntry[];
  /** Goes up with every write that changes the outcome or the state; a transition names the revision it saw. */
  readonly revision: number;
  readonly scoredAt: Date;
  readonly example: boolean;
}

/** A row of the queue: everything but the working and the history. */
export type MatchSummary = Omit<Match, 'detail' | 'detailModelVersion' | 'history'>;

export const MATCH_SORTS = ['score', 'npv', 'lcoh', 'delivered', 'co2', 'distance', 'updated'] as const;
export type MatchSort = (typeof MATCH_SORTS)[number];

export interface MatchQuery {
  readonly organisationId?: string | undefined;
  readonly states?: readonly MatchState[] | undefined;
  readonly buildingId?: string | undefined;
  readonly demandId?: string | undefined;
  readonly use?: string | undefined;
  readonly feasible?: boolean | undefined;
  readonly minimumScore?: number | undefined;
  /** Every word must occur in the names of demand, organisation, building or site. */
  readonly text?: string | undefined;
  readonly sort?: MatchSort | undefined;
  readonly descending?: boolean | undefined;
  readonly skip?: number | undefined;
  readonly limit?: number | undefined;
}

export interface MatchPage {
  readonly matches: readonly MatchSummary[];
  readonly total: number;
}

export const RECALCULATION_SCOPES = ['demand', 'building', 'site', 'all'] as const;
export type RecalculationScope = `demand:${string}` | `building:${string}` | `site:${string}` | 'all';

/** How far the scoring after one change has come. */
export interface Recalculation {
  readonly scope: string;
  readonly total: number;
  readonly done: number;
  readonly queuedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly error: string | null;
}

/** What a review decision writes, all of it in one update. */
export interface MatchChange {
  readonly state: MatchState;
  readonly entry: MatchHistoryEntry;
  readonly event: DomainEvent;
}

/** What a ranking needs of a feasible match, and what it is called. */
export interface MatchMarks
  extends Pick<Match, 'id' | 'siteId' | 'siteName' | 'siteVersion' | 'buildingName' | 'demandName' | 'organisationName' | 'score' | 'example'> {
  readonly criteria: readonly { readonly name: CriterionName; readonly value: number }[];
}

/** What tells where a match stands, and nothing of its result: cheap to read of all of them. */
export type MatchStanding = Pick<Match, 'id' | 'siteId' | 'buildingId' | 'demandId' | 'state' | 'score' | 'example' | 'evaluatedYear'>;

/** What sums of heat need of a feasible match. */
export interface MatchHeat {
  readonly id: string;
  readonly deliveredMwhPerYear: number;
  readonly fromSourceMwhPerYear: number;
  readonly avoidedTonnesPerYear: number;
  readonly energyReuseFactor: number;
}

/** What happened to a match since a moment, oldest first. */
export interface MatchNews extends Pick<Match, 'id' | 'demandName' | 'buildingName' | 'organisationName' | 'state'> {
  readonly entries: readonly MatchHistoryEntry[];
}

export interface NewsPage {
  /** What others decided, and what became of matches whose building or demand went away or came back; latest first. */
  readonly decided: readonly MatchNews[];
  readonly decidedTotal: number;
  /** How many matches were calculated for the first time or came out otherwise. */
  readonly scored: number;
}

export interface MatchingService {
  /** Throws NotFoundError. */
  match(matchId: string): Promise<Match>;
  list(query: MatchQuery): Promise<MatchPage>;
  /** The distinct values the queue can be filtered by. */
  choices(organisationId?: string): Promise<{
    readonly buildings: readonly { readonly id: string; readonly name: string }[]; readonly uses: readonly string[];
  }>;
  /** Every feasible match in one of these states, with its criteria and nothing else of its result. */
  marks(states: readonly MatchState[]): Promise<readonly MatchMarks[]>;
  /** Every match in one of these states, best score first. */
  standings(states: readonly MatchState[]): Promise<readonly MatchStanding[]>;
  /** In the order of the ids. */
  summaries(ids: readonly string[]): Promise<readonly MatchSummary[]>;
  /** What feasible ones of these matches bring. */
  heat(ids: readonly string[]): Promise<readonly MatchHeat[]>;
  /** What happened after `since` that this user did not do. */
  news(since: Date, userId: string, limit: number): Promise<NewsPage>;
  /** How much there is to match at all; demands of one organisation if one is named. */
  availability(organisationId?: string): Promise<{ readonly publishedBuildings: number; readonly submittedDemands: number }>;
  /** Writes state, history and event if the match still is at this revision; otherwise writes nothing and says so. */
  change(matchId: string, revision: number, change: MatchChange): Promise<'written' | 'conflict'>;
  /** The case from the stored versions of its inputs: `evaluate` turns it into the stored result. */
  exportCase(matchId: string): Promise<MatchCase>;
  /** Waiting and running ones, and those that ended within the last minute. */
  recalculations(): Promise<readonly Recalculation[]>;
  /** Asks for a rescore; several requests for one scope that nobody has started become one. */
  requestRescore(scope: RecalculationScope): Promise<void>;
  /** For workers: once a day everything whose year, inputs or model version moved on is scored again. */
  scheduleDaily(): Promise<void>;
}

