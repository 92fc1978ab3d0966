/** Fields that come in rows: `rampYear0`, `rampValue0`, `rampYear1` ... */
import type { z } from 'zod';
import type { FieldErrors } from '../../shared/errors.js';
import { fieldErrors } from '../../shared/form.js';
import type { Said } from '../../shared/message.js';

export const MOST_ROWS = 30;

export type Body = Readonly<Record<string, unknown>>;

const rowName = (field: string, row: number): string => `${field}${row}`;
const isEmpty = (raw: unknown): boolean => raw === undefined || raw === null || (typeof raw === 'string' && raw.trim() === '');

/** Rows up to the last one in which something stands. */
export function filledRows(body: Body, fields: readonly string[]): number {
  for (let row = MOST_ROWS; row > 0; row--) if (fields.some((field) => !isEmpty(body[rowName(field, row - 1)]))) return row;
  return 0;
}

export interface ReadRows<Row> {
  readonly rows: readonly (Row & { readonly row: number })[];
  readonly errors: FieldErrors;
}

/** Every row that is not wholly empty, with errors under the row's own field names. */
export function readRows<Shape extends z.ZodObject>(body: Body, shape: Shape): ReadRows<z.output<Shape>> {
  const fields = Object.keys(shape.shape);
  const count = filledRows(body, fields);
  const rows: (z.output<Shape> & { row: number })[] = [];
  const errors: Record<string, Said> = {};
  for (let row = 0; row < count; row++) {
    const raw = Object.fromEntries(fields.map((field) => [field, body[rowName(field, row)] ?? '']));
    if (Object.values(raw).every(isEmpty)) continue;
    const parsed = shape.safeParse(raw);
    if (parsed.success) rows.push({ ...parsed.data, row });
    else for (const [field, message] of Object.entries(fieldErrors(parsed.error))) errors[rowName(field, row)] = message;
  }
  return { rows, errors };
}

/** The other way round: stored rows as form values. */
export const rowValues = (rows: readonly Readonly<Record<string, string | number>>[]): Record<string, string> =>
  Object.fromEntries(rows.flatMap((fields, row) => Object.entries(fields).map(([field, value]) => [rowName(field, row), String(value)])));
