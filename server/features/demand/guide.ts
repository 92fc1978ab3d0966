/** The guided way: one question a page, in this order; every answer is kept as it is given. */
import type { FieldErrors } from '../../shared/errors.js';
import type { DemandAnswers } from './answers.js';
import { completeDemand, isResearch } from './complete.js';
import type { RoughQuestion } from './index.js';
import type { AnswerName } from './schema.js';
import { usualAnswers } from './usual-values.js';

export const GUIDE_STEPS = ['use', 'amount', 'temperature', 'profile', 'today', 'research', 'place'] as const;
export type GuideStep = (typeof GUIDE_STEPS)[number];

export const STEP_ANSWERS: Readonly<Record<GuideStep, readonly AnswerName[]>> = {
  use: ['use'], amount: ['annualDemandMwh', 'peakKw'], temperature: ['flowTemperatureC', 'returnTemperatureC'],
  profile: ['archetype', 'startDate', 'endDate'], today: ['heatSource', 'heatCostEurPerMwh', 'efficiency', 'emissionKgPerMwh'],
  research: ['topics', 'readinessLevel', 'dataNeeds', 'offersData', 'budgetEur'],
  place: ['name', 'address', 'latitude', 'longitude', 'routeLengthM'],
};

/** The research questions only where they concern somebody. */
export const stepsFor = (answers: DemandAnswers): readonly GuideStep[] => GUIDE_STEPS.filter((step) => step !== 'research' || isResearch(answers));

export function stepAfter(step: GuideStep, answers: DemandAnswers): GuideStep | null {
  const steps = stepsFor(answers);
  return steps[steps.indexOf(step) + 1] ?? null;
}
export function stepBefore(step: GuideStep, answers: DemandAnswers): GuideStep | null {
  const steps = stepsFor(answers);
  return steps[steps.indexOf(step) - 1] ?? null;
}

/** Answers of one page laid over those before; another use brings what is usual for it. */
export function withAnswers(before: DemandAnswers, step: GuideStep, given: DemandAnswers): DemandAnswers {
  const own = Object.fromEntries(STEP_ANSWERS[step].map((name) => [name, given[name]]));
  if (step !== 'use' || given.use === before.use) return known({ ...before, ...own });
  return known({ ...before, ...usualAnswers(given.use), ...own, efficiency: undefined, emissionKgPerMwh: undefined });
}

const known = (answers: DemandAnswers): DemandAnswers => Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined));

/** What is wrong or missing on this page, and nothing of the others. */
export function stepErrors(step: GuideStep, answers: DemandAnswers): FieldErrors {
  const checked = completeDemand(answers, null);
  if (checked.complete) return {};
  return Object.fromEntries(Object.entries(checked.errors).filter(([name]) => STEP_ANSWERS[step].some((own) => own === name)));
}

export const isAnswered = (step: GuideStep, answers: DemandAnswers): boolean => Object.keys(stepErrors(step, answers)).length === 0;

/** Whoever has not said where is taken to be this far from the building; the answer says so. */
export const ASSUMED_ROUTE_M = 2000;

/** What a first answer needs; null as long as use, amount, temperatures or today's heat are missing. */
export function roughQuestion(answers: DemandAnswers, today: string): RoughQuestion | null {
  const { latitude, longitude } = answers;
  const isPlaced = latitude !== undefined && longitude !== undefined;
  const filled = { name: '-', address: '-', startDate: today, latitude: 0, longitude: 0, ...answers };
  const checked = completeDemand(filled, null);
  if (!checked.complete) return null;
  const { input, startDate } = checked.demand;
  return {
    input, startDate, place: isPlaced ? { latitude, longitude } : null,
    routeLengthM: answers.routeLengthM ?? (isPlaced ? null : ASSUMED_ROUTE_M),
  };
}
