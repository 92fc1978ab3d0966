/** What the manager asks of a plan, as it is written, and the check that turns it into rules. */
import { date, listOf, number, object, oneOf, optional, text } from '../field-checks.js';
import { InvalidInputError } from '../invalid-input-error.js';
import {
  OBJECTIVES, OBJECTIVE_WEIGHTS, type AllocationProblem, type ObjectiveName, type ObjectiveWeights, type PlanPin, type PlanRules,
} from './problem.js';

export interface PinSetting {
  readonly demand: string;
  /** Any source when left out. */
  readonly source?: string;
  readonly pin: 'in' | 'out';
}

export interface PlanSettings {
  /** `npv` when left out; a mix is worth `npv * NPV + co2EurPerTonne * tonnes avoided + heatEurPerMwh * MWh reused`. */
  readonly objective?: ObjectiveName | ObjectiveWeights;
  /** More than 0; no limit when left out. */
  readonly budgetEur?: number;
  readonly pins?: readonly PinSetting[];
  readonly minimumResearchShare?: number;
  readonly horizonYears?: number;
  /** YYYY-MM-DD; what lies before it is over, so that nothing of the plan does. */
  readonly notBefore?: string;
  readonly gap?: number;
  readonly timeLimitSeconds?: number;
}

export const DEFAULT_GAP = 0.005;
export const DEFAULT_TIME_LIMIT_SECONDS = 60;

const LIMITS = {
  budgetEur: number(0, 1e12, 'EUR'), minimumResearchShare: number(0, 1, '-'), horizonYears: number(1, 100, 'a', true),
  gap: number(0, 0.5, '-'), timeLimitSeconds: number(1, 86_400, 's'),
} as const;
const WEIGHT_LIMIT = number(0, 1e6, '-');

function checkObjective(field: string, value: unknown): void {
  if (typeof value !== 'object') {
    oneOf(OBJECTIVES)(field, value);
    return;
  }
  object(field, value);
  const weights = value as Record<string, unknown>;
  const names = Object.keys(OBJECTIVE_WEIGHTS.npv);
  for (const name of names) WEIGHT_LIMIT(`${field}.${name}`, weights[name]);
  if (names.every((name) => weights[name] === 0)) throw new InvalidInputError(field, 0, 'must give at least one weight above 0');
}

/** Kinds and ranges. Throws InvalidInputError with field and value. */
export function validatePlanSettings(settings: PlanSettings): void {
  object('plan', settings);
  optional(checkObjective)('plan.objective', settings.objective);
  for (const [key, check] of Object.entries(LIMITS)) optional(check)(`plan.${key}`, settings[key as keyof typeof LIMITS]);
  optional(date)('plan.notBefore', settings.notBefore);
  if (settings.budgetEur === 0) {
    throw new InvalidInputError('plan.budgetEur', 0, 'must be more than 0 EUR');
  }
  optional(listOf((field, value) => {
    object(field, value);
    const { demand, source, pin } = value as Record<string, unknown>;
    text(`${field}.demand`, demand);
    optional(text)(`${field}.source`, source);
    oneOf(['in', 'out'])(`${field}.pin`, pin);
  }))('plan.pins', settings.pins);
}

function placeOf(field: string, name: string, named: readonly { readonly name: string }[]): number {
  const places = named.flatMap((each, index) => (each.name === name ? [index] : []));
  const [place] = places;
  if (place === undefined) throw new InvalidInputError(field, name, 'must be the name of one that is there');
  if (places.length > 1) throw new InvalidInputError(field, name, 'must be a name that only one has');
  return place;
}

const contradiction = (field: string, value: unknown, words: string): InvalidInputError =>
  new InvalidInputError(field, value, `contradicts another pin, ${words}`);

/** Two pins of one demand that cannot both hold. */
function checkPinPair(field: string, { demand }: PinSetting, pin: PlanPin, other: PlanPin): void {
  const overlap = pin.source === null || other.source === null || pin.source === other.source;
  if (pin.pin === 'in' && other.pin === 'in' && pin.source !== null && other.source !== null && pin.source !== other.source) {
    throw contradiction(`${field}.source`, demand, 'a demand is served by one source only');
  }
  const [inPin, outPin] = pin.pin === 'in' ? [pin, other] : [other, pin];
  if (pin.pin !== other.pin && overlap && (outPin.source === null || inPin.source !== null)) {
    throw contradiction(`${field}.pin`, demand, 'the same match is pinned in and out');
  }
}

function pinsOf(problem: AllocationProblem, settings: readonly PinSetting[]): PlanPin[] {
  const pins: PlanPin[] = [];
  settings.forEach((setting, index) => {
    const field = `plan.pins[${index}]`;
    const pin: PlanPin = {
      demand: placeOf(`${field}.demand`, setting.demand, problem.demands), pin: setting.pin,
      source: setting.source === undefined ? null : placeOf(`${field}.source`, setting.source, problem.sources),
    };
    for (const other of pins) if (other.demand === pin.demand) checkPinPair(field, setting, pin, other);
    pins.push(pin);
  });
  return pins;
}

/** Pins that no match can keep. */
function checkPinsFeasible(problem: AllocationProblem, rules: PlanRules): void {
  const allowed = (pin: PlanPin): boolean => problem.candidates.some(({ demand, source }) => demand === pin.demand
    && (pin.source === null || pin.source === source)
    && !rules.pins.some((out) => out.pin === 'out' && out.demand === demand && (out.source === null || out.source === source)));
  rules.pins.forEach((pin, index) => {
    if (pin.pin === 'out' || allowed(pin)) return;
    const demand = problem.demands[pin.demand];
    const why = demand?.obstacles.join(' ') || 'every source it could be connected to is pinned out';
    throw new InvalidInputError(`plan.pins[${index}].demand`, demand?.name, `cannot be pinned in, ${why}`);
  });
}

/** The cheapest way to serve what is pinned in must be within the budget. */
function checkPinsPaid(problem: AllocationProblem, { pins, budgetEur }: PlanRules): void {
  const leastEur = pins.filter(({ pin }) => pin === 'in').reduce((sum, pin) => {
    const own = problem.candidates.filter(({ demand, source }) => demand === pin.demand && (pin.source === null || pin.source === source));
    return sum + own.reduce((least, { investmentEur }) => Math.min(least, investmentEur), Infinity);
  }, 0);
  if (leastEur <= budgetEur) return;
  throw new InvalidInputError('plan.budgetEur', budgetEur, `must be at least ${Math.ceil(leastEur)} EUR, what the matches pinned in cost`);
}

/** Throws InvalidInputError on a value out of range, an unknown name and pins that cannot be kept. */
export function planRules(problem: AllocationProblem, settings: PlanSettings): PlanRules {
  validatePlanSettings(settings);
  const { objective = 'npv', budgetEur = Infinity, minimumResearchShare = 0, pins = [] } = settings;
  const rules: PlanRules = {
    weights: typeof objective === 'string' ? OBJECTIVE_WEIGHTS[objective] : objective,
    budgetEur, minimumResearchShare, minimumAvoidedTonnes: 0, pins: pinsOf(problem, pins),
  };
  checkPinsFeasible(problem, rules);
  checkPinsPaid(problem, rules);
  return rules;
}
