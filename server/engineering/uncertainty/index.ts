/** How sure is it: what the rest of the program uses of this folder. */
export { simulateMatch, type MatchSimulation, type PriceQuantiles } from './simulate-match.js';
export { simulatePlan, type InfeasiblePlan, type PlanMember, type PlanOptions, type PlanSimulation } from './simulate-plan.js';
export { rankStability, type RankOptions, type RankStability, type ScoredMatch } from './rank-stability.js';
export type { DesignChoice, UndesignedMatch } from './fixed-design.js';
export type { Distribution, Histogram, Quantiles } from './distribution.js';
export type { TornadoBar } from './tornado.js';
export {
  DEFAULT_SPREADS, UNCERTAIN_INPUTS, type SimulationOptions, type Spread, type Spreads, type UncertainInput,
} from './uncertain-input.js';
