import type {
  ChosenPlan, FrontPoint, LeftOutPartner, NoSitePlan, ObjectiveName, ObjectiveWeights, PlanCertainty, PricedPin,
} from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import type { Message } from '../../shared/message.js';
import type { FrontNews, StepProgress } from '../../shared/site-planner.js';
import type { SiteVersion } from '../supply/index.js';
import type { MatchSummary } from './index.js';

/**
 * `waiting` and `running` until the last step is done; `none`: there is no plan, which is an answer, not a failure; `stopped` by a
 * person, with whatever was done by then; `failed`: tried again by the job queue as long as that has attempts left.
 */
export const PLAN_STATES = ['waiting', 'running', 'done', 'none', 'stopped', 'failed'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export const PLAN_OBJECTIVES = ['npv', 'co2', 'heat', 'mix'] as const;
export type PlanObjective = ObjectiveName | 'mix';

/** A match that the manager has decided for the plan. */
export interface ChosenPin {
  readonly matchId: string;
  readonly demandId: string;
  readonly buildingId: string;
  readonly pin: 'in' | 'out';
}

/** What is asked of a plan. */
export interface PlanRequest {
  readonly name: string;
  readonly objective: PlanObjective;
  /** Of a mix. */
  readonly weights: ObjectiveWeights;
  readonly budgetEur: number | null;
  readonly minimumResearchShare: number;
  readonly gap: number;
  readonly timeLimitSeconds: number;
  readonly pins: readonly ChosenPin[];
}

export interface PlannedBuildingInput {
  readonly buildingId: string;
  readonly version: number;
  /** Its name, made unlike every other of the plan: what the model calls it. */
  readonly label: string;
}

export interface PlannedDemandInput {
  readonly demandId: string;
  readonly version: number;
  readonly label: string;
  readonly organisationName: string;
  readonly use: string;
  readonly routeLengthM: number;
}

/** What the plan was worked out from; versions are immutable, so that it can be worked out again. */
export interface PlanInputs {
  readonly modelVersion: string;
  readonly siteVersion: number;
  /** Calendar year whose utilisation and maintenance stand for every year of the plan. */
  readonly year: number;
  /** YYYY-MM-DD, the day the plan was asked for: nothing of it lies before. */
  readonly notBefore: string;
  readonly buildings: readonly PlannedBuildingInput[];
  readonly demands: readonly PlannedDemandInput[];
  /** The match of each pair that had one. */
  readonly matches: readonly { readonly matchId: string; readonly buildingId: string; readonly demandId: string }[];
}

/** Why there is no plan; `field` names the answer of the form that is to blame, where one is. */
export interface PlanRefusal {
  readonly status: NoSitePlan['status'] | 'refused';
  readonly field: string | null;
  readonly reasons: readonly string[];
}

export interface PlanFront {
  readonly points: readonly FrontPoint[];
  readonly plansSought: number;
  readonly end: FrontNews['end'];
}

export interface Plan {
  readonly id: string;
  readonly siteId: string;
  readonly siteName: string;
  readonly request: PlanRequest;
  readonly inputs: PlanInputs;
  readonly state: PlanState;
  readonly progress: Omit<StepProgress, 'kind'> | null;
  /** Each is null until its step is done. */
  readonly result: ChosenPlan['plan'] | null;
  readonly seconds: number | null;
  readonly certainty: PlanCertainty | null;
  readonly leftOut: readonly LeftOutPartner[] | null;
  readonly pins: readonly PricedPin[] | null;
  readonly front: PlanFront | null;
  readonly refusal: PlanRefusal | null;
  readonly error: string | null;
  readonly createdAt: Date;
  readonly createdBy: { readonly userId: string | null; readonly label: string };
  readonly endedAt: Date | null;
  readonly stoppedBy: string | null;
}

/** A row of the list: without what only the plan's own page shows. */
export interface PlanSummary extends Pick<Plan, 'id' | 'siteId' | 'request' | 'state' | 'progress' | 'createdAt' | 'createdBy'> {
  readonly proof: Pick<ChosenPlan['plan']['proof'], 'proven' | 'gap'> | null;
  readonly totals: ChosenPlan['plan']['totals'] | null;
}

/** What a plan of a site could be made of now. */
export interface PlanChoices {
  readonly sites: readonly SiteVersion[];
  readonly site: SiteVersion | null;
  readonly buildings: number;
  readonly demands: number;
  /** Those that can be connected, best score first within a demand. */
  readonly matches: readonly MatchSummary[];
}

/** What of a plan's inputs is another now; empty while all is as it was. */
export interface PlanChanges {
  readonly words: readonly Message[];
}

export interface PlansService {
  list(siteId: string): Promise<readonly PlanSummary[]>;
  /** Throws NotFoundError. */
  plan(planId: string): Promise<Plan>;
  /** Of the named site, the first one without. */
  choices(siteId?: string): Promise<PlanChoices>;
  /** Starts the job. Throws ValidationError when pins contradict each other or there is nothing to plan with. */
  request(user: CurrentUser, siteId: string, request: PlanRequest): Promise<Plan>;
  /** What is done stays. Throws ConflictError when the plan has ended. */
  stop(user: CurrentUser, planId: string): Promise<Plan>;
  changes(plan: Plan): Promise<PlanChanges>;
  /** The cases in the words of `heatmatch allocate`, a line each. */
  cases(plan: Plan): Promise<string>;
}
