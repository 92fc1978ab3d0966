/** The value nearest to where one is that passes, on a grid of round values: bracketed from near to far, then halved. */

/** Round values beyond `start` up to `end`, the nearest first. */
export interface Grid {
  readonly count: number;
  readonly at: (index: number) => number;
}

/** A tenth has no exact binary form: values are tidied so that they read and compare as written. */
const DIGITS = 12;
const tidy = (value: number): number => Number(value.toPrecision(DIGITS));

/** Multiples of `step` between start (not included) and end. */
export function gridBetween(start: number, end: number, step: number): Grid {
  const upwards = end > start;
  const [from, to] = [tidy(start / step), tidy(end / step)];
  const first = upwards ? Math.floor(from) + 1 : Math.ceil(from) - 1;
  const last = upwards ? Math.floor(to) : Math.ceil(to);
  const direction = upwards ? 1 : -1;
  return { count: Math.max(0, (last - first) * direction + 1), at: (index) => tidy((first + direction * index) * step) };
}

const LOOKS = 12;
/** Where to look first: closer together near the start, because the smallest change is wanted; the end is always among them. */
const looks = (count: number): readonly number[] =>
  [...new Set(Array.from({ length: LOOKS }, (_, look) => Math.ceil(count * ((look + 1) / LOOKS) ** 2) - 1))];

/**
 * Smallest index found that passes; the one before it does not (or is the start). Where it passes only here and there, a nearer
 * stretch that lies between two looks can be missed, but what is given does pass. Undefined when no look passes.
 */
export function nearestPassing(count: number, passes: (index: number) => boolean): number | undefined {
  if (count === 0) return undefined;
  let low = -1;
  for (const look of looks(count)) {
    if (!passes(look)) {
      low = look;
      continue;
    }
    let high = look;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (passes(middle)) high = middle;
      else low = middle;
    }
    return high;
  }
  return undefined;
}
