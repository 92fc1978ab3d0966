import { z } from 'zod';
import { DEFAULT_GAP, DEFAULT_TIME_LIMIT_SECONDS } from '../../engineering/index.js';
import { ValidationError, type FieldErrors } from '../../shared/errors.js';
import { fieldErrors, formNumber, formText, optionalFormNumber } from '../../shared/form.js';
import type { Localised } from '../../shared/i18n.js';
import { issue, message } from '../../shared/message.js';
import { pinField } from './plan-checks.js';
import { refusalReasons } from './plan-refusal.js';
import { PLAN_OBJECTIVES, type ChosenPin, type Plan, type PlanChoices, type PlanRequest } from './plan.js';

export type Values = Readonly<Record<string, unknown>>;

const PERCENT = 100;
const MOST_SECONDS = 3600;
const weight = (unit: string) => optionalFormNumber({ min: 0, max: 1e6, unit });

const requestSchema = z.object({
  name: formText(120, message('matching:check.name')),
  objective: z.enum(PLAN_OBJECTIVES, { error: issue('matching:check.objective') }),
  weightNpv: weight('EUR'), weightCo2: weight('EUR/t'), weightHeat: weight('EUR/MWh'),
  budgetEur: optionalFormNumber({ min: 0, max: 1e12, unit: 'EUR' })
    .refine((budgetEur) => budgetEur !== 0, issue('matching:check.budget')),
  minimumResearchPercent: optionalFormNumber({ min: 0, max: 100, unit: '%' }),
  gapPercent: formNumber({ min: 0.01, max: 50, unit: '%' }),
  timeLimitSeconds: formNumber({ min: 1, max: MOST_SECONDS, unit: 's' }),
});

const pinOf = (body: Values, matchId: string): 'in' | 'out' | null => {
  const value = body[pinField(matchId)];
  return value === 'in' || value === 'out' ? value : null;
};

/** Pins on matches that are there; one on a match that is gone is kept, so that the check can say so. */
function readPins(body: Values, { matches }: PlanChoices): ChosenPin[] {
  return matches.flatMap(({ id, demandId, buildingId }): ChosenPin[] => {
    const pin = pinOf(body, id);
    return pin === null ? [] : [{ matchId: id, demandId, buildingId, pin }];
  });
}

/** Throws ValidationError with a message for each answer that cannot be read. */
export function readPlanRequest(body: Values, choices: PlanChoices): PlanRequest {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) throw new ValidationError(fieldErrors(parsed.error));
  const { name, objective, weightNpv = 0, weightCo2 = 0, weightHeat = 0, budgetEur, minimumResearchPercent = 0, gapPercent, timeLimitSeconds } = parsed.data;
  return {
    name, objective, weights: { npv: weightNpv, co2EurPerTonne: weightCo2, heatEurPerMwh: weightHeat }, budgetEur: budgetEur ?? null,
    minimumResearchShare: minimumResearchPercent / PERCENT, gap: gapPercent / PERCENT, timeLimitSeconds, pins: readPins(body, choices),
  };
}

const rounded = (value: number): number => Number(value.toPrecision(12));

/** A request as form values. */
export function requestValues(request: PlanRequest): Values {
  return {
    name: request.name, objective: request.objective, weightNpv: request.weights.npv, weightCo2: request.weights.co2EurPerTonne,
    weightHeat: request.weights.heatEurPerMwh, budgetEur: request.budgetEur ?? '',
    minimumResearchPercent: request.minimumResearchShare === 0 ? '' : rounded(request.minimumResearchShare * PERCENT),
    gapPercent: rounded(request.gap * PERCENT), timeLimitSeconds: request.timeLimitSeconds,
    ...Object.fromEntries(request.pins.map(({ matchId, pin }) => [pinField(matchId), pin])),
  };
}

/** What a new plan's form starts with: what the review has decided is decided for the plan too, unless the manager says otherwise. */
export function newPlanValues({ t }: Localised, { matches }: PlanChoices, plansSoFar: number): Values {
  const decided = matches.filter(({ state }) => state === 'agreed' || state === 'declined')
    .map(({ id, state }) => [pinField(id), state === 'agreed' ? 'in' : 'out']);
  return {
    name: t('matching:form.newName', { number: String(plansSoFar + 1) }), objective: 'npv', weightNpv: 1, weightCo2: 100, weightHeat: 0,
    gapPercent: DEFAULT_GAP * PERCENT, timeLimitSeconds: DEFAULT_TIME_LIMIT_SECONDS, ...(Object.fromEntries(decided) as Values),
  };
}

/** Where a plan that could not be made is corrected: the reason stands beside the answer it is about. */
export function refusalErrors({ refusal }: Plan): FieldErrors {
  if (refusal === null) return {};
  const [first = '', ...others] = refusalReasons(refusal);
  return { [refusal.field ?? 'form']: others.length === 0 ? first : refusal.reasons.join(' ') };
}

export const planQuery = z.object({
  site: z.string().regex(/^[\w-]{1,40}$/).optional().catch(undefined),
  from: z.string().regex(/^[0-9a-f]{24}$/).optional().catch(undefined),
});
