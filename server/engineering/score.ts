/** The score of a match, 0..100, from its figures alone: weights can be changed without the physics. */
import { DEFAULT_ASSUMPTIONS, type Assumptions } from './assumptions.js';
import { daysBetween } from './calendar.js';
import { CRITERIA, type CriterionName, type ScoredCriterion, type ScoreScale, type ScoreWeights } from './match-case.js';
import { explainCriterion } from './score-wording.js';
import { DAYS_PER_MONTH } from './units.js';

export const DEFAULT_SCORE_WEIGHTS: ScoreWeights = Object.freeze({
  cost: 0.3, climate: 0.2, coverage: 0.15, use: 0.15, efficiency: 0.1, readiness: 0.1,
});

/** One figure for each criterion in its own unit; `research` only for a research demand. */
export type ScoreFigures = Readonly<Record<Exclude<CriterionName, 'research'>, number>> & { readonly research?: number };

export interface Score {
  readonly total: number;
  readonly criteria: readonly ScoredCriterion[];
}

const HUNDRED_POINTS = 100;
const clamp = (fraction: number): number => Math.min(1, Math.max(0, fraction));

/** A partner who pays less than a cent a MWh pays nothing: there is no price to save a share of. */
const FREE_EUR_PER_MWH = 0.01;

/** Share of the partner's present price that the floor leaves to be saved; 0 when the partner pays nothing today. */
export const savedShare = (floorEurPerMwh: number, ceilingEurPerMwh: number): number =>
  ceilingEurPerMwh >= FREE_EUR_PER_MWH ? (ceilingEurPerMwh - floorEurPerMwh) / ceilingEurPerMwh : 0;

/** Months between the heat and the demand, either way; 0 when one of the dates is not given. */
export function monthsApart(availableFrom: string | undefined, startDate: string | undefined): number {
  if (availableFrom === undefined || startDate === undefined) return 0;
  return Math.abs(daysBetween(availableFrom, startDate)) / DAYS_PER_MONTH;
}

const MARKS: Readonly<Record<CriterionName, (value: number, assumptions: Assumptions) => number>> = {
  cost: (value, { fullMarksSavedShare }) => value / fullMarksSavedShare,
  climate: (value, { fullMarksAvoidedKgPerMwh }) => value / fullMarksAvoidedKgPerMwh,
  coverage: (value) => value,
  use: (value) => value,
  efficiency: (value, { noMarksElectricityPerHeat }) => 1 - value / noMarksElectricityPerHeat,
  readiness: (value, { noMarksReadinessMonths }) => 1 - value / noMarksReadinessMonths,
  research: (value) => value,
};

/** For those who say in words of their own why a criterion got its marks. */
export const scoreScale = ({ fullMarksSavedShare, fullMarksAvoidedKgPerMwh, noMarksElectricityPerHeat, noMarksReadinessMonths }: Assumptions): ScoreScale =>
  ({ fullMarksSavedShare, fullMarksAvoidedKgPerMwh, noMarksElectricityPerHeat, noMarksReadinessMonths });

/** How well a match does by each criterion, 0..1, whatever the criterion weighs; `research` only for a research demand. */
export type ScoreMarks = Readonly<Partial<Record<CriterionName, number>>>;

/** Share of the total that a criterion decides. */
const shareOf = (name: CriterionName, weights: ScoreWeights, researchWeight: number): number =>
  (name === 'research' ? researchWeight : weights[name] * (1 - researchWeight));
/** Share of the total that research value decides. */
export const researchShare = (research: number | undefined, { researchWeight }: Assumptions): number => (research === undefined ? 0 : researchWeight);
const markOf = (name: CriterionName, value: number, assumptions: Assumptions): number => clamp(MARKS[name](value, assumptions));

/**
 * Points by criterion and in total, 0..100. Linear between no and full marks, clamped. With a research figure, `researchWeight` of
 * the weight moves to it and the rest is scaled to what is left. Expects weights that sum to 1 (`validateScoreWeights`).
 */
export function scoreMatch(
  figures: ScoreFigures, weights: ScoreWeights = DEFAULT_SCORE_WEIGHTS, assumptions: Assumptions = DEFAULT_ASSUMPTIONS,
): Score {
  const researchWeight = researchShare(figures.research, assumptions);
  const criteria: ScoredCriterion[] = [];
  let total = 0;
  for (const name of CRITERIA) {
    const value = figures[name];
    if (value === undefined) continue;
    const weight = shareOf(name, weights, researchWeight);
    const points = weight * markOf(name, value, assumptions) * HUNDRED_POINTS;
    total += points;
    criteria.push({ name, value, weight, points, explanation: explainCriterion(name, value, assumptions) });
  }
  return { total, criteria };
}

/** The marks behind a score: all that other weights need to rank the match anew. */
export const scoreMarks = ({ criteria }: { readonly criteria: readonly Pick<ScoredCriterion, 'name' | 'value'>[] }, assumptions: Assumptions = DEFAULT_ASSUMPTIONS): ScoreMarks =>
  Object.fromEntries(criteria.map(({ name, value }) => [name, markOf(name, value, assumptions)]));

/** The total that `rescore` gives, to the last bit. */
export function totalOfMarks(marks: ScoreMarks, weights: ScoreWeights, assumptions: Assumptions = DEFAULT_ASSUMPTIONS): number {
  const researchWeight = researchShare(marks.research, assumptions);
  let total = 0;
  for (const name of CRITERIA) {
    const mark = marks[name];
    if (mark !== undefined) total += shareOf(name, weights, researchWeight) * mark * HUNDRED_POINTS;
  }
  return total;
}

/** The same match under other weights. */
export const rescore = (score: Score, weights: ScoreWeights, assumptions: Assumptions = DEFAULT_ASSUMPTIONS): Score =>
  scoreMatch(
    Object.fromEntries(score.criteria.map(({ name, value }) => [name, value])) as unknown as ScoreFigures, weights, assumptions,
  );
