/** A case as it would be: some of its fields changed, everything else as it is. */
import { date, number } from '../field-checks.js';
import { InvalidInputError } from '../invalid-input-error.js';
import type { MatchCase } from '../match-case.js';
import { validateMatchCase } from '../validation.js';
import {
  isWhatIfField, WHAT_IF_FIELDS, WHAT_IF_TABLE, type WhatIfDateField, type WhatIfField, type WhatIfNumberField,
} from './what-if-field.js';

/** New values by field; a field left out stays. Dates as YYYY-MM-DD. */
export type WhatIfChanges = Readonly<Partial<Record<WhatIfNumberField, number> & Record<WhatIfDateField, string>>>;

function changed(matchCase: MatchCase, field: WhatIfField, value: unknown): MatchCase {
  const entry = WHAT_IF_TABLE[field];
  if (entry.kind === 'date') {
    date(field, value);
    return entry.change(matchCase, value as string);
  }
  number(...entry.range, entry.unit, entry.whole)(field, value);
  return entry.change(matchCase, value as number);
}

/**
 * The case with the changes made, ready to be evaluated beside the first one. `site.electricity.priceEurPerMwh` and
 * `source.utilisation` become the mean of an hourly series, whose shape stays; so does that of an uploaded demand.
 * Throws InvalidInputError, with the path as field, on a field that cannot be changed, a value out of its range, or a case that does
 * not hold together with the changes.
 */
export function applyWhatIf(matchCase: MatchCase, changes: WhatIfChanges): MatchCase {
  const unknown = Object.keys(changes).find((name) => !isWhatIfField(name));
  if (unknown !== undefined) {
    throw new InvalidInputError(unknown, (changes as Record<string, unknown>)[unknown], 'is not a field that a what-if can change');
  }
  const after = WHAT_IF_FIELDS.reduce(
    (each, field) => (changes[field] === undefined ? each : changed(each, field, changes[field])), matchCase);
  validateMatchCase(after);
  return after;
}

/** What a field is in a case: the mean of an hourly series; undefined where the case leaves it out. */
export const presentValue = (matchCase: MatchCase, field: WhatIfField): number | string | undefined =>
  WHAT_IF_TABLE[field].present(matchCase);

/** A field for a form: what it is called and what it may be. */
export interface WhatIfFieldDescription {
  readonly field: WhatIfField;
  readonly kind: 'number' | 'date';
  readonly label: string;
  readonly unit?: string;
  readonly range?: readonly [number, number];
}

export const WHAT_IF_DESCRIPTIONS: readonly WhatIfFieldDescription[] = WHAT_IF_FIELDS.map((field) => {
  const entry = WHAT_IF_TABLE[field];
  const { kind, label } = entry;
  return entry.kind === 'number' ? { field, kind, label, unit: entry.unit, range: entry.range } : { field, kind, label };
});
