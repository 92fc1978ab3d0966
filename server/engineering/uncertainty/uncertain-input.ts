/**
 * What may turn out otherwise than a case says, and how far. Each input is multiplied by a factor whose middle is 1; `low` is what
 * it falls below and `high` what it rises above one time in ten each. Between and beyond them the factor is spread like a lognormal
 * variable, with a width of its own on either side (two-piece lognormal). Inputs are drawn independently of each other.
 */
import { UNCERTAINTY_TABLE } from '../assumptions.js';
import { InvalidInputError } from '../invalid-input-error.js';
import { normalQuantile } from './normal-quantile.js';
import { evenlySpread, randomStream } from './random-stream.js';

export const UNCERTAIN_INPUTS = ['electricityPrice', 'investment', 'utilisation', 'demand', 'heatCost'] as const;
export type UncertainInput = (typeof UNCERTAIN_INPUTS)[number];
/** One factor for each uncertain input. */
export type Factors = Readonly<Record<UncertainInput, number>>;

export interface Spread {
  /** One time in ten the factor is lower: more than 0, at most 1. */
  readonly low: number;
  /** One time in ten the factor is higher: 1 or more. */
  readonly high: number;
}
export type Spreads = Readonly<Record<UncertainInput, Spread>>;

export const AS_ASSUMED: Factors = { electricityPrice: 1, investment: 1, utilisation: 1, demand: 1, heatCost: 1 };

export const DEFAULT_SPREADS: Spreads = Object.fromEntries(UNCERTAIN_INPUTS.map((input) => {
  const [low, high] = UNCERTAINTY_TABLE[input].range;
  return [input, { low, high }];
})) as Record<UncertainInput, Spread>;

export interface SimulationOptions {
  /** Any whole number; the same seed gives the same draws. */
  readonly seed: number;
  /** 1000 when left out. */
  readonly draws?: number;
  /** In place of those of `UNCERTAINTY_TABLE`. */
  readonly spreads?: Partial<Spreads>;
}

const DEFAULT_DRAWS = 1000;
const MOST_DRAWS = 100_000;
const FARTHEST = 100;

function requireSpread(input: UncertainInput, { low, high }: Spread): void {
  if (!(low >= 1 / FARTHEST && low <= 1)) throw new InvalidInputError(`spreads.${input}.low`, low, `must lie in ${1 / FARTHEST}..1`);
  if (!(high >= 1 && high <= FARTHEST)) throw new InvalidInputError(`spreads.${input}.high`, high, `must lie in 1..${FARTHEST}`);
}

/** Options with their defaults. Throws InvalidInputError. */
export function simulationOptions({ seed, draws = DEFAULT_DRAWS, spreads }: SimulationOptions): {
  readonly seed: number; readonly draws: number; readonly spreads: Spreads;
} {
  if (!(Number.isInteger(draws) && draws >= 1 && draws <= MOST_DRAWS)) {
    throw new InvalidInputError('draws', draws, `must be a whole number from 1 to ${MOST_DRAWS}`);
  }
  const resolved = { ...DEFAULT_SPREADS, ...spreads };
  for (const input of UNCERTAIN_INPUTS) requireSpread(input, resolved[input]);
  return { seed, draws, spreads: resolved };
}

const NINE_IN_TEN = normalQuantile(9 / 10);

/** The factor that is not exceeded with this probability. */
export function factorQuantile({ low, high }: Spread, probability: number): number {
  const tenths = normalQuantile(probability) / NINE_IN_TEN;
  return tenths < 0 ? low ** -tenths : high ** tenths;
}

/** Factors of one input for all draws; `member` tells partners apart that draw their own. */
export function drawnFactors(
  input: UncertainInput, { seed, draws, spreads }: ReturnType<typeof simulationOptions>, member = 0,
): Float64Array {
  const random = randomStream(seed, UNCERTAIN_INPUTS.indexOf(input), member);
  return evenlySpread(draws, random).map((probability) => factorQuantile(spreads[input], probability));
}
