import { z } from 'zod';
import { ValidationError, type FieldErrors } from './errors.js';
import { asIssue, issue, message, readIssue, type Said } from './message.js';

/** zod's own coercion turns '' into 0; here '' is missing, a decimal comma and blanks as thousands separators are read. */
function readNumber(raw: unknown): unknown {
  if (typeof raw !== 'string') return raw ?? undefined;
  const text = raw.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  if (text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : raw;
}

const numberError = ({ input }: { input?: unknown }): string =>
  (typeof input === 'string' ? issue('errors:number.unreadable', { input }) : issue('errors:number.missing'));

/** "180 °C is above 90 °C." */
const rangeError = (key: string, limit: number, unit: string | undefined) => ({ input }: { input?: unknown }): string =>
  issue(key, { input: typeof input === 'number' ? input : String(input), limit, unit: unit === undefined ? '' : ` ${unit}` });

export function formNumber(range: { readonly min?: number; readonly max?: number; readonly unit?: string } = {}) {
  const { min, max, unit } = range;
  let schema = z.number({ error: numberError });
  if (min !== undefined) schema = schema.min(min, { error: rangeError('errors:number.below', min, unit) });
  if (max !== undefined) schema = schema.max(max, { error: rangeError('errors:number.above', max, unit) });
  return z.preprocess(readNumber, schema);
}

export function optionalFormNumber(range: Parameters<typeof formNumber>[0] = {}) {
  return z.preprocess(readNumber, formNumber(range).optional());
}

export const tooLong = (max: number): string => issue('errors:text.tooLong', { count: max });

export const formText = (max: number, missing: Said) =>
  z.string({ error: asIssue(missing) }).trim().min(1, asIssue(missing)).max(max, tooLong(max));

/** '' and absent are the same: not given. */
export const optionalFormText = (max: number) =>
  z.string().trim().max(max, tooLong(max)).optional().transform((text) => (text === '' ? undefined : text));

function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** YYYY-MM-DD, as a date input sends it. */
export const formDate = (missing: Said = message('errors:date.missing')) =>
  z.string({ error: asIssue(missing) }).trim().min(1, asIssue(missing))
    .refine(isCalendarDate, { error: ({ input }) => issue('errors:date.unreadable', { input: String(input) }) });

export function fieldErrors(error: z.ZodError): FieldErrors {
  const fields: Record<string, Said> = {};
  for (const { path, message: text } of error.issues) fields[path.join('.') || 'form'] ??= readIssue(text);
  return fields;
}

/** Typed input, or a ValidationError with one message a field. */
export function parseForm<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body ?? {});
  if (!parsed.success) throw new ValidationError(fieldErrors(parsed.error));
  return parsed.data;
}
