import { z } from 'zod';
import { ARCHETYPES, isIsoDate, USES } from '../../engineering/index.js';
import { optionalCoordinateFields, splitPastedCoordinates } from '../../shared/coordinates.js';
import type { FieldErrors } from '../../shared/errors.js';
import { optionalFormNumber, optionalFormText } from '../../shared/form.js';
import { issue, readIssue, type Said } from '../../shared/message.js';
import { HEAT_SOURCES, type DemandAnswers } from './answers.js';

const FIRST_DATE = '2000-01-01';
const LAST_DATE = '2100-12-31';

const emptyIsMissing = (raw: unknown): unknown => (typeof raw === 'string' && raw.trim() === '' ? undefined : raw);

const oneOf = <const Values extends readonly string[]>(values: Values) => z.preprocess(emptyIsMissing, z.enum(values, {
  error: ({ input }) => issue('demand:wrong.choice', { value: String(input) }),
}).optional());

const date = z.preprocess(emptyIsMissing, z.string().trim()
  .refine((text) => isIsoDate(text) && text >= FIRST_DATE && text <= LAST_DATE, {
    error: ({ input }) => issue('demand:wrong.date', { value: String(input), first: FIRST_DATE, last: LAST_DATE }),
  }).optional());

const readinessLevel = z.preprocess(emptyIsMissing, z.coerce
  .number({ error: ({ input }) => issue('demand:wrong.levelText', { value: String(input) }) })
  .refine((level) => Number.isInteger(level) && level >= 1 && level <= 9, { error: ({ input }) => issue('demand:wrong.level', { value: String(input) }) })
  .optional());

/** A checkbox that is not ticked is not sent at all. */
const ticked = z.preprocess((raw) => raw === true || raw === 'true' || raw === 'on', z.boolean());

/**
 * Limits of every answer alone; an answer that is not given passes. They lie inside those of the engineering library, so that
 * what is accepted here is never refused there.
 */
export const ANSWER_SCHEMAS = {
  use: oneOf(USES.map(({ key }) => key)),
  name: optionalFormText(120),
  address: optionalFormText(200),
  ...optionalCoordinateFields,
  routeLengthM: optionalFormNumber({ min: 1, max: 100_000, unit: 'm' }),
  annualDemandMwh: optionalFormNumber({ min: 0.01, max: 1e7, unit: 'MWh' }),
  peakKw: optionalFormNumber({ min: 0.01, max: 1e7, unit: 'kW' }),
  flowTemperatureC: optionalFormNumber({ min: 1, max: 250, unit: '°C' }),
  returnTemperatureC: optionalFormNumber({ min: 0, max: 249, unit: '°C' }),
  profileKind: oneOf(['archetype', 'hourly']),
  archetype: oneOf(ARCHETYPES),
  startDate: date,
  endDate: date,
  heatSource: oneOf(HEAT_SOURCES),
  heatCostEurPerMwh: optionalFormNumber({ min: 0, max: 1000, unit: 'EUR/MWh' }),
  efficiency: optionalFormNumber({ min: 0.3, max: 8 }),
  emissionKgPerMwh: optionalFormNumber({ min: 0, max: 2000, unit: 'kg/MWh' }),
  topics: optionalFormText(300),
  readinessLevel,
  dataNeeds: optionalFormText(2000),
  offersData: ticked,
  budgetEur: optionalFormNumber({ min: 0, max: 1e9, unit: 'EUR' }),
} as const satisfies Record<keyof DemandAnswers, z.ZodType>;

export type AnswerName = keyof DemandAnswers;

export interface ReadAnswers {
  /** Everything that could be read. */
  readonly answers: DemandAnswers;
  /** One message for each answer that could not. */
  readonly errors: FieldErrors;
}

/** Form or JSON body to answers: each field on its own, so that one wrong value loses no other. */
export function readAnswers(body: unknown): ReadAnswers {
  const given = splitPastedCoordinates((body ?? {}) as Readonly<Record<string, unknown>>);
  const answers: Record<string, unknown> = {};
  const errors: Record<string, Said> = {};
  for (const [name, schema] of Object.entries<z.ZodType>(ANSWER_SCHEMAS)) {
    const parsed = schema.safeParse(given[name]);
    if (!parsed.success) errors[name] = readIssue(parsed.error.issues[0]?.message ?? issue('errors:notAccepted'));
    else if (parsed.data !== undefined) answers[name] = parsed.data;
  }
  return { answers, errors };
}

const count = z.coerce.number().int().min(0).max(1e9);

/** Which demand at which revision a form was made for; a form always carries both. */
export const referenceSchema = z.object({
  demandId: z.string().regex(/^[\da-f]{24}$/, issue('demand:wrong.link')),
  revision: count,
});

export const filterSchema = z.object({
  state: z.enum(['draft', 'submitted', 'withdrawn']).optional().catch(undefined),
  use: optionalFormText(60).catch(undefined),
  q: optionalFormText(100).catch(undefined),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export const withdrawSchema = referenceSchema.extend({ reason: optionalFormText(500) });
