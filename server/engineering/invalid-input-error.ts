/** A value that the model refuses, with the field it stands in. */
const shown = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return 'an object';
};

export class InvalidInputError extends RangeError {
  override readonly name = 'InvalidInputError';
  /** Path in the case, like `demand.flowTemperatureC` or `source.utilisation[17]`. */
  readonly field: string;
  readonly value: unknown;

  /** @param rule what the value should have been, in words that follow the field's name: "must be …" */
  constructor(field: string, value: unknown, rule: string) {
    super(`${field} ${rule}, not ${shown(value)}`);
    this.field = field;
    this.value = value;
  }
}
