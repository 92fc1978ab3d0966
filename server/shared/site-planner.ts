import type {
  AllocationInput, ChosenPlan, FrontPoint, LeftOutPartner, NoSitePlan, PlanCertainty, PlanSettings, PricedPin,
} from '../engineering/index.js';

/** The steps of a plan, in their order: the plan itself first, so that it can be read while the rest is worked out. */
export const PLAN_STEPS = ['plan', 'certainty', 'left-out', 'pins', 'front'] as const;
export type PlanStep = (typeof PLAN_STEPS)[number];

export interface PlanTask {
  readonly input: AllocationInput;
  readonly settings: PlanSettings;
  /** Points of the front that are wanted. */
  readonly frontPoints: number;
  /** For all plans of the front together, and for all prices of pins together. */
  readonly laterTimeLimitSeconds: number;
}

export interface StepProgress {
  readonly kind: 'progress';
  readonly step: PlanStep;
  /** Of the step, 0..1. */
  readonly fraction: number;
  /** Of the plan that the step works on, in the objective's unit. */
  readonly value: number | null;
  readonly bound: number | null;
}

export interface FrontNews {
  readonly points: readonly FrontPoint[];
  readonly plansSought: number;
  /** `time-limit`: the time was over before there were as many points as wanted. */
  readonly end: 'running' | 'complete' | 'time-limit';
}

/** What a running plan tells, in this order; each step's outcome once, the front's after every plan. */
export type PlanNews =
  | StepProgress
  | { readonly kind: 'plan'; readonly plan: ChosenPlan['plan']; readonly seconds: number }
  /** Null where the plan connects nobody. */
  | { readonly kind: 'certainty'; readonly certainty: PlanCertainty | null }
  | { readonly kind: 'left-out'; readonly leftOut: readonly LeftOutPartner[] }
  | { readonly kind: 'pins'; readonly pins: readonly PricedPin[] }
  | { readonly kind: 'front'; readonly front: FrontNews }
  /** Expected outcomes, after which nothing follows: no plan, or a setting that cannot be kept. */
  | { readonly kind: 'none'; readonly status: NoSitePlan['status']; readonly reasons: readonly string[] }
  | { readonly kind: 'refused'; readonly field: string; readonly message: string };

/** Works a plan out away from the thread that answers requests. */
export interface SitePlanner {
  /**
   * Resolves when every step is done and `onNews` has taken all of it, one after another. Rejects with the signal's reason when it
   * is aborted, with the error of `onNews`, and when the model or the solver fails.
   */
  plan(task: PlanTask, onNews: (news: PlanNews) => Promise<void>, signal: AbortSignal): Promise<void>;
}
