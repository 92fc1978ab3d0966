/** Front door of the plan. */
export * from './problem.js';
export type { MilpModel, MilpOptions, MilpProgress, MilpResult, MilpSolver } from './milp.js';
export { allocationProblem, type AllocationInput } from './build-problem.js';
export { allocate, type AllocateOptions, type AllocateProgress, type Allocation, type AllocationOutcome } from './allocate.js';
export {
  DEFAULT_GAP, DEFAULT_TIME_LIMIT_SECONDS, planRules, validatePlanSettings, type PinSetting, type PlanSettings,
} from './plan-settings.js';
export { planEvaluator, type ConnectionValue, type Evaluator, type PlanValue } from './plan-value.js';
export { planDispatch, type DispatchedStage } from './plan-dispatch.js';
export { CHECKS, verifyPlan, type PlanRecord, type Violation } from './verify.js';
export { frontPoint, nonDominated, paretoFront, type FrontPoint, type ParetoFront, type ParetoOptions, type ParetoPoint } from './pareto.js';
export { leftOutPartners, type LeftOut, type LeftOutReason } from './left-out.js';
export { pinPrices, type PinPrice } from './pin-prices.js';
export { planCertainty, planMembers, PLAN_SEED, type PlanCertainty } from './plan-certainty.js';
export type { RoadmapYear } from './roadmap.js';
export { planReport, type PlannedBuilding, type PlannedConnection, type PlanReport, type PlanTotals } from './plan-report.js';
export {
  choosePlan, namedLeftOut, namedPinPrices, sitePlan, type ChosenPlan, type LeftOutPartner, type NoSitePlan, type PricedPin, type Proof, type SitePlan,
} from './site-plan.js';
