import { z } from 'zod';
import type { WhatIfField, WhatIfFieldDescription } from '../../engineering/index.js';
import type { Role } from '../../shared/current-user.js';
import { formDate, optionalFormNumber, parseForm } from '../../shared/form.js';
import { issue } from '../../shared/message.js';
import { LARGEST_SEED } from './service-certainty.js';
import { mayChange, whatIfFieldsOf, type WhatIfValues } from './what-if-field.js';

function optionalDate() {
  return z.preprocess((raw) => (raw === '' ? undefined : raw), formDate().optional());
}

const fieldSchema = ({ kind, range, unit }: WhatIfFieldDescription): z.ZodType => {
  if (kind === 'date' || range === undefined) return optionalDate();
  return optionalFormNumber({ min: range[0], max: range[1], ...(unit !== undefined && unit !== '-' && { unit }) });
};

/** Values by the path of their field, only those that this role may change; what is left empty is not there. Throws ValidationError. */
export function parseWhatIf(role: Role, query: Readonly<Record<string, unknown>>): WhatIfValues {
  const schema = z.object(Object.fromEntries(whatIfFieldsOf(role).map((one) => [one.field, fieldSchema(one)])));
  const values = parseForm(schema, query) as Record<string, number | string | undefined>;
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Fields in a link that this role may not change. */
export const withheldFields = (role: Role, query: Readonly<Record<string, unknown>>): readonly WhatIfField[] =>
  whatIfFieldsOf('admin').map(({ field }) => field).filter((field) => !mayChange(field, role) && query[field] !== undefined);

const seed = z.preprocess((raw) => (raw === '' ? undefined : raw), z.coerce.string()
  .refine((text) => /^\d{1,10}$/.test(text) && Number(text) <= LARGEST_SEED, {
    error: ({ input }) => issue('review:certainty.badSeed', { input: String(input), most: String(LARGEST_SEED) }),
  }).transform(Number).optional());

export const certaintySchema = z.object({ seed });
export const stabilitySchema = z.object({ site: z.string().max(100).optional().catch(undefined) });
