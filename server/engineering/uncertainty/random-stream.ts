/**
 * Seeded random numbers: xoshiro128++ 1.0 (Blackman and Vigna 2019, public domain, prng.di.unimi.it), period 2^128 - 1, passes BigCrush.
 * The state is mixed from the seed and the names of the stream, so that streams of one seed do not depend on each other.
 */
import { InvalidInputError } from '../invalid-input-error.js';

type Four = readonly [number, number, number, number];

const TWO_POW_32 = 2 ** 32;
const rotateLeft = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** The generator itself: whole numbers 0..2^32-1 from a state of four words that are not all 0. */
export function xoshiro128PlusPlus(state: Four): () => number {
  let [a, b, c, d] = state;
  return () => {
    const result = (rotateLeft(a + d | 0, 7) + a) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

/** Finaliser of MurmurHash3 (Appleby, public domain): every bit of the word changes half of the bits. */
function scrambled(word: number): number {
  const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}

/** Odd, from the golden ratio: keeps the four lanes of the state apart. */
const GOLDEN = 0x9e3779b9;
const LANES = [1, 2, 3, 4] as const;

const mixed = (words: readonly number[]): Four => LANES.map((lane) =>
  words.reduce((state, word, position) => scrambled((state ^ scrambled(word)) + Math.imul(GOLDEN, lane + 4 * position)), lane),
) as unknown as Four;

/** A stream of random numbers of one seed; other `names` (whole numbers) give another stream. Throws InvalidInputError. */
export function randomStream(seed: number, ...names: readonly number[]): () => number {
  if (!Number.isSafeInteger(seed)) throw new InvalidInputError('seed', seed, 'must be a whole number');
  const next = xoshiro128PlusPlus(mixed([seed % TWO_POW_32, Math.floor(seed / TWO_POW_32), ...names]));
  return () => (next() + 1 / 2) / TWO_POW_32;
}

/**
 * So many numbers in (0, 1) that are spread out evenly, in random order: one from each of as many equal slices (Latin hypercube
 * sampling, McKay, Beckman and Conover 1979), which steadies quantiles. Throws InvalidInputError.
 */
export function evenlySpread(count: number, random: () => number): Float64Array {
  const values = new Float64Array(count);
  for (let slice = 0; slice < count; slice++) {
    const place = Math.floor(random() * (slice + 1));
    values[slice] = values[place] as number;
    values[place] = slice;
  }
  return values.map((slice) => (slice + random()) / count);
}
