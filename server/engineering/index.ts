/** Front door of the engineering library: everything others may use, and nothing else. */
export * from './match-case.js';
export { evaluateCase, evaluateMatch, MODEL_VERSION } from './match.js';
export { createEvaluator, evaluateAsRanked, type Evaluator } from './evaluator.js';
export { validateMatchCase, validateScoreWeights } from './validation.js';
export { InvalidInputError } from './invalid-input-error.js';
export { validateDemand, validateSupply } from './validation.js';
export {
  ASSUMPTIONS, DEFAULT_ASSUMPTIONS, type Assumption, type AssumptionKey, type Assumptions,
} from './assumptions.js';
export {
  DEFAULT_SCORE_WEIGHTS, monthsApart, rescore, savedShare, scoreMarks, scoreMatch, totalOfMarks, type Score, type ScoreFigures, type ScoreMarks,
} from './score.js';
export { researchValue, topicOverlap } from './research.js';
export { CONNECTION_LABELS } from './gate-wording.js';
export { NEGLIGIBLE_KW } from './dispatch.js';
export { USES, findUse, type HeatUse } from './uses.js';
export {
  avoidedTonnesPerYear, emissionKgPerMwhHeat, energyReuseFactor, FUELS, NORWEGIAN_GRID_KG_PER_MWH, type EmissionFigures,
  type Fuel,
} from './emissions.js';
export { demandProfileKw } from './heat-demand.js';
export { itEnergyMwh, offeredKw, rampUtilisation, recoverableKw } from './heat-supply.js';
export { energyMwh, hourlySeries, monthHours, monthlySumMwh } from './hourly-series.js';
export { greatCircleDistanceM, routeLengthFromCoordinatesM, type GeoPoint } from './geography.js';
export { DEFAULT_CLIMATE, NATIONAL_CLIMATE, type Climate } from './climate.js';
export { daysBetween, isIsoDate } from './calendar.js';
export { HOURS_PER_YEAR } from './units.js';
export { UNCERTAINTY_TABLE } from './assumptions.js';
export * from './uncertainty/index.js';
export * from './what-if/index.js';
export * from './allocation/index.js';
