/** A refused text is quoted so far: the message stays one line. */
const LONGEST_SHOWN = 80;

const shown = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, LONGEST_SHOWN));
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return 'an object';
};

/** A value that the model refuses, with the field it stands in; the message names both in one line. */
export class InvalidInputError extends RangeError {
  override readonly name = 'InvalidInputError';
  /** Path in the case, like `demand.flowTemperatureC` or `source.utilisation[17]`. */
  readonly field: string;
  readonly value: unknown;

  /** @param rule words that follow the field's name: "must be …", or what is wrong: "is not a known field" */
  constructor(field: string, value: unknown, rule: string) {
    super(value === undefined
      ? `${field} is missing; it ${rule}`
      : `${field} ${rule}${rule.startsWith('must') ? ', not' : ':'} ${shown(value)}`);
    this.field = field;
    this.value = value;
  }
}
