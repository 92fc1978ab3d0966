import { z } from 'zod';
import {
  ARCHETYPES, InvalidInputError, validateMatchCase, validatePlanSettings, type DemandInput, type EconomicsInput, type MatchCase, type PlanSettings,
  type SiteInput, type SourceInput,
} from '../engineering/index.js';

/**
 * The shape of a case at the edge: kinds of values and no unknown field. Ranges, and what fields demand of each other, belong to
 * the engineering library and are checked there.
 */
const constantOrHourly = z.union([z.number(), z.array(z.number())]);

export const siteSchema = z.strictObject({
  pue: z.number(),
  groundTemperatureC: z.number().optional(),
  coolingElectricityPerHeat: z.number().optional(),
  hourlyTemperatureC: z.array(z.number()).optional(),
  electricity: z.strictObject({ priceEurPerMwh: constantOrHourly, emissionKgPerMwh: z.number() }),
  scoreWeights: z.strictObject({
    cost: z.number(), climate: z.number(), coverage: z.number(), use: z.number(), efficiency: z.number(), readiness: z.number(),
  }).optional(),
  researchTopics: z.array(z.string()).optional(),
  assumptions: z.record(z.string(), z.number()).optional(),
});

export const sourceSchema = z.strictObject({
  name: z.string().optional(),
  installedItKw: z.number(),
  utilisation: constantOrHourly.optional(),
  captureFraction: z.number().optional(),
  supplyTemperatureC: z.number(),
  returnTemperatureC: z.number(),
  availableFrom: z.string().optional(),
  committedKw: constantOrHourly.optional(),
  maintenanceHours: z.array(z.tuple([z.number(), z.number()])).optional(),
});

export const demandSchema = z.strictObject({
  name: z.string().optional(),
  use: z.string().optional(),
  annualDemandMwh: z.number().optional(),
  flowTemperatureC: z.number(),
  returnTemperatureC: z.number(),
  profile: z.strictObject({ archetype: z.enum(ARCHETYPES).optional(), hourlyKw: z.array(z.number()).optional() }),
  routeLengthM: z.number(),
  startDate: z.string().optional(),
  endDate: z.string().optional(),
  alternative: z.strictObject({ costEurPerMwh: z.number(), emissionKgPerMwh: z.number() }),
  research: z.strictObject({
    topics: z.array(z.string()), readinessLevel: z.number(), offersData: z.boolean(), budgetEur: z.number(),
  }).optional(),
  setPointTemperatureC: z.number().optional(),
});

export const economicsSchema = z.strictObject({
  discountRate: z.number().optional(),
  lifetimeYears: z.number().optional(),
  approachK: z.number().optional(),
  contingency: z.number().optional(),
  fixedOandM: z.number().optional(),
  heatPumpModel: z.enum(['carnot', 'lorenz']).optional(),
  heatStore: z.enum(['none', 'consider']).optional(),
});

export const matchCaseSchema = z.strictObject({
  name: z.string().optional(),
  site: siteSchema,
  source: sourceSchema,
  demand: demandSchema,
  economics: economicsSchema.optional(),
  design: z.strictObject({ capacityKw: z.number().optional() }).optional(),
});

const rankHeadSchema = z.strictObject({
  site: siteSchema, sources: z.array(sourceSchema).min(1), economics: economicsSchema.optional(),
});

export const planSettingsSchema = z.strictObject({
  objective: z.union([z.string(), z.strictObject({ npv: z.number(), co2EurPerTonne: z.number(), heatEurPerMwh: z.number() })]).optional(),
  budgetEur: z.number().optional(),
  pins: z.array(z.strictObject({ demand: z.string(), source: z.string().optional(), pin: z.string() })).optional(),
  minimumResearchShare: z.number().optional(),
  horizonYears: z.number().optional(),
  notBefore: z.string().optional(),
  gap: z.number().optional(),
  timeLimitSeconds: z.number().optional(),
});

const planHeadSchema = rankHeadSchema.extend({ plan: planSettingsSchema.optional() });

export interface RankHead {
  readonly site: SiteInput;
  readonly sources: readonly SourceInput[];
  readonly economics?: EconomicsInput;
}

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], input);

const fieldName = (root: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`;
    return name === '' ? String(key) : `${name}.${String(key)}`;
  }, root);

const EXPECTED: Readonly<Record<string, string>> = {
  number: 'a number', string: 'a text', boolean: 'true or false', array: 'a list', object: 'an object', record: 'an object', tuple: 'two hours',
};

/** Of a list where a number or a list may stand, the entry that is refused; every other issue as it is. */
function issueWithin(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  const entries = issue.code === 'invalid_union' ? issue.errors.flat() : [];
  const entry = entries.find(({ path }) => path.length > 0);
  return entry ? { ...entry, path: [...issue.path, ...entry.path] } : issue;
}

function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'is not a known field';
  if (issue.code === 'invalid_type') return `must be ${EXPECTED[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_union') return 'must be a number or a list of numbers';
  if (issue.code === 'too_small' && issue.minimum === 1) return 'must not be empty';
  if ((issue.code === 'too_small' || issue.code === 'too_big') && issue.origin === 'array') return 'must be two hours';
  return `is not accepted (${issue.message})`;
}

/** Throws InvalidInputError naming the first field the schema refuses, with its value. */
export function parseStrictly<Schema extends z.ZodType>(schema: Schema, input: unknown, root = ''): z.infer<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues.map(issueWithin);
  const unknownKeys = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const path = [...(issue?.path ?? []), ...unknownKeys];
  throw new InvalidInputError(fieldName(root, path) || 'input', valueAt(input, path), issue ? ruleOf(issue) : 'is not accepted');
}

/** A case from parsed JSON. Throws InvalidInputError. */
export function parseMatchCase(input: unknown): MatchCase {
  const matchCase = parseStrictly(matchCaseSchema, input) as MatchCase;
  validateMatchCase(matchCase);
  return matchCase;
}

/** First line of a ranking: the site and its sources, ranges not checked. Throws InvalidInputError. */
export const parseRankHead = (input: unknown): RankHead => parseStrictly(rankHeadSchema, input) as RankHead;

export interface PlanHead extends RankHead {
  readonly plan?: PlanSettings;
}

/** First line of a plan: as of a ranking, and what is asked of the plan, whose ranges are checked here. Throws InvalidInputError. */
export function parsePlanHead(input: unknown): PlanHead {
  const head = parseStrictly(planHeadSchema, input) as PlanHead;
  if (head.plan) validatePlanSettings(head.plan);
  return head;
}

/** A demand line of a ranking, ranges not checked. Throws InvalidInputError. */
export const parseDemand = (input: unknown): DemandInput => parseStrictly(demandSchema, input, 'demand') as DemandInput;
