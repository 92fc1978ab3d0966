/** Checks of single fields: each throws InvalidInputError or returns. A field left out passes only where it is optional. */
import { isIsoDate } from './calendar.js';
import { InvalidInputError } from './invalid-input-error.js';
import { HOURS_PER_YEAR } from './units.js';

export type Check = (field: string, value: unknown) => void;

export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly whole?: boolean;
}

const within = (value: unknown, { min, max, whole }: NumberLimits): value is number =>
  typeof value === 'number' && value >= min && value <= max && (!whole || Number.isInteger(value));

const range = ({ min, max, unit, whole }: NumberLimits): string =>
  `${whole ? 'a whole number' : 'a number'} from ${min} to ${max}${unit === '-' ? '' : ` ${unit}`}`;

export const number = (min: number, max: number, unit: string, whole = false): Check => (field, value) => {
  const limits = { min, max, unit, whole };
  if (!within(value, limits)) throw new InvalidInputError(field, value, `must be ${range(limits)}`);
};

/** 8760 numbers. */
export const series = (min: number, max: number, unit: string): Check => (field, value) => {
  const limits = { min, max, unit };
  const isList = Array.isArray(value) || value instanceof Float64Array;
  if (!isList || value.length !== HOURS_PER_YEAR) {
    throw new InvalidInputError(field, value, `must be a list of ${HOURS_PER_YEAR} values`);
  }
  for (let hour = 0; hour < HOURS_PER_YEAR; hour++) {
    const each: unknown = value[hour];
    if (typeof each !== 'number' || !(each >= min && each <= max)) throw new InvalidInputError(`${field}[${hour}]`, each, `must be ${range(limits)}`);
  }
};

export const numberOrSeries = (min: number, max: number, unit: string): Check => {
  const one = number(min, max, unit);
  const many = series(min, max, unit);
  return (field, value) => (typeof value === 'object' && value !== null ? many : one)(field, value);
};

export const text: Check = (field, value) => {
  if (typeof value !== 'string') throw new InvalidInputError(field, value, 'must be a text');
};

export const flag: Check = (field, value) => {
  if (typeof value !== 'boolean') throw new InvalidInputError(field, value, 'must be true or false');
};

export const date: Check = (field, value) => {
  if (typeof value !== 'string' || !isIsoDate(value)) {
    throw new InvalidInputError(field, value, 'must be a date written YYYY-MM-DD');
  }
};

export const object: Check = (field, value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidInputError(field, value, 'must be an object');
  }
};

export const oneOf = (allowed: readonly string[]): Check => (field, value) => {
  if (typeof value !== 'string' || !allowed.includes(value)) {
    throw new InvalidInputError(field, value, `must be one of ${allowed.join(', ')}`);
  }
};

export const listOf = (check: Check): Check => (field, value) => {
  if (!Array.isArray(value)) throw new InvalidInputError(field, value, 'must be a list');
  value.forEach((each, index) => check(`${field}[${index}]`, each));
};

export const optional = (check: Check): Check => (field, value) => {
  if (value !== undefined) check(field, value);
};
