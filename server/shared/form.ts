import { z } from 'zod';
import { ValidationError, type FieldErrors } from './errors.js';

/** zod's own coercion turns '' into 0; here '' is missing, a decimal comma and blanks as thousands separators are read. */
function readNumber(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw ?? undefined;
  const text = raw.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : raw;
}

function numberError(issue: { input?: unknown }): string {
  return typeof issue.input === 'string' ? `'${issue.input}' is not a number.` : 'Enter a number.';
}

export function formNumber(range: { readonly min?: number; readonly max?: number; readonly unit?: string } = {}) {
  const unit = range.unit === undefined ? '' : ` ${range.unit}`;
  let schema = z.number({ error: numberError });
  if (range.min !== undefined) {
    schema = schema.min(range.min, { error: (issue) => `${String(issue.input)}${unit} is below ${range.min}${unit}.` });
  }
  if (range.max !== undefined) {
    schema = schema.max(range.max, { error: (issue) => `${String(issue.input)}${unit} is above ${range.max}${unit}.` });
  }
  return z.preprocess(readNumber, schema);
}

export function optionalFormNumber(range: Parameters<typeof formNumber>[0] = {}) {
  return z.preprocess(readNumber, formNumber(range).optional());
}

export const formText = (max: number, missing: string) =>
  z.string({ error: missing }).trim().min(1, missing).max(max, `At most ${max} characters.`);

/** '' and absent are the same: not given. */
export const optionalFormText = (max: number) =>
  z.string().trim().max(max, `At most ${max} characters.`).optional().transform((text) => (text === '' ? undefined : text));

function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** YYYY-MM-DD, as a date input sends it. */
export const formDate = (missing = 'Enter a date.') =>
  z.string({ error: missing }).trim().min(1, missing)
    .refine(isCalendarDate, { error: (issue) => `'${String(issue.input)}' is not a date like 2027-01-31.` });

export function fieldErrors(error: z.ZodError): FieldErrors {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.') || 'form'] ??= issue.message;
  return fields;
}

/** Typed input, or a ValidationError with one message a field. */
export function parseForm<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body ?? {});
  if (!parsed.success) throw new ValidationError(fieldErrors(parsed.error));
  return parsed.data;
}
