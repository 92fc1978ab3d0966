import type { FieldErrors } from './errors.js';
import type { Said } from './message.js';

export interface FieldOption {
  readonly value: string;
  readonly label: Said;
}

/** A form field as the presenter describes it; views/partials/field.hbs prints it in the reader's language. */
export interface FieldDefinition {
  readonly name: string;
  readonly label: Said;
  readonly type: 'text' | 'email' | 'password' | 'number' | 'date' | 'select' | 'radios' | 'textarea' | 'checkbox' | 'file';
  readonly hint?: Said;
  readonly unit?: Said;
  readonly required?: boolean;
  readonly autocomplete?: string;
  readonly options?: readonly FieldOption[];
  readonly accept?: string;
  readonly rows?: number;
}

export interface FieldView extends FieldDefinition {
  readonly id: string;
  readonly value: string;
  readonly checked: boolean;
  readonly error: Said | undefined;
  readonly describedBy: string | undefined;
  /** Decides the keyboard on a phone; a number field is text so that a decimal comma can be typed. */
  readonly inputMode: string | undefined;
  readonly options?: readonly (FieldOption & { readonly selected: boolean; readonly id: string })[];
}

export interface FormView {
  readonly fields: Readonly<Record<string, FieldView>>;
  readonly list: readonly FieldView[];
  /** The field's label stands before the message; null for what concerns no single field. */
  readonly errors: readonly { readonly href: string; readonly label: Said | null; readonly message: Said }[];
}

export type FormValues = Readonly<Record<string, unknown>>;

function printable(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function presentField(field: FieldDefinition, raw: unknown, error: Said | undefined): FieldView {
  const id = field.name.replace(/[^\w-]/g, '-');
  const value = printable(raw);
  const describedBy = [field.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const { options, ...rest } = field;
  return {
    ...rest, id, error, describedBy,
    value: field.type === 'password' || field.type === 'file' ? '' : value,
    checked: field.type === 'checkbox' && ['on', 'true', '1'].includes(value),
    inputMode: field.type === 'number' ? 'decimal' : undefined,
    ...(options && { options: options.map((option, index) => ({ ...option, selected: option.value === value, id: `${id}-${index}` })) }),
  };
}

/** Definitions plus what was typed plus what was wrong: a rejected form comes back filled in, each error beside its field. */
export function presentForm(definitions: readonly FieldDefinition[], values: FormValues = {}, errors: FieldErrors = {}): FormView {
  const list = definitions.map((field) => presentField(field, values[field.name], errors[field.name]));
  const fields = Object.fromEntries(list.map((field) => [field.name, field]));
  const known = new Set(definitions.map((field) => field.name));
  const beside = list.flatMap(({ id, label, error }) => (error === undefined ? [] : [{ href: `#${id}`, label, message: error }]));
  const other = Object.entries(errors).filter(([name]) => !known.has(name)).map(([, message]) => ({ href: '#main', label: null, message }));
  return { fields, list, errors: [...beside, ...other] };
}
