import { expect } from 'chai';
import type { FeasibleResult, MatchResult } from '../../server/engineering/index.js';

const RELATIVE = 1e-9;

/**
 * Differences of large amounts keep the rounding of the amounts: a value near nought is held against what it is a difference of.
 * Everything that is not named here is held against itself.
 */
const amountsBehind = (path: string, { economics, annual }: FeasibleResult): number => {
  if (/npvEur$/.test(path)) return economics.capexEur;
  if (/(priceFloor|suggestedPrice)EurPerMwh$/.test(path)) return Math.max(economics.lcohEurPerMwh, economics.priceCeilingEurPerMwh);
  if (/lcohEurPerMwh$/.test(path)) return economics.capexEur / annual.deliveredMwh;
  if (/(irr|value|points|total)$/.test(path)) return 1;
  if (/avoidedTonnesPerYear$/.test(path)) return annual.electricityMwh;
  return 0;
};

/** Throws at the first difference: the same fields in the same order, the same words, numbers equal to 1e-9. */
function expectSame(actual: unknown, expected: unknown, path: string, amounts: (path: string) => number): void {
  if (typeof expected === 'number' && typeof actual === 'number') {
    const tolerance = RELATIVE * Math.max(Math.abs(expected), amounts(path));
    if (!(Math.abs(actual - expected) <= tolerance)) expect.fail(`${path}: ${actual}, not ${expected}`);
  } else if (typeof expected === 'object' && expected !== null && typeof actual === 'object' && actual !== null) {
    expect(Object.keys(actual), path).to.deep.equal(Object.keys(expected));
    for (const [key, each] of Object.entries(expected)) expectSame((actual as Record<string, unknown>)[key], each, `${path}.${key}`, amounts);
  } else expect(actual, path).to.equal(expected);
}

/** `what` may be the result itself or anything that belongs to it, like its detail. */
export function expectSameAs(actual: unknown, expected: unknown, result: MatchResult): void {
  expectSame(actual, expected, 'result', (path) => (result.feasible ? amountsBehind(path, result) : 0));
}

export const expectSameResult = (actual: MatchResult, expected: MatchResult): void => expectSameAs(actual, expected, expected);
