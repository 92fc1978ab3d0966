import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { evaluateCase, type MatchCase } from '../../server/engineering/index.js';

interface Reference { readonly case: MatchCase; readonly expected: Record<string, unknown> }

const CASES = new URL('../../../test/reference/cases/', import.meta.url);
/** Printed with six decimals at most; the agreed tolerance is 0.5 % and, for shares and COP, 0.01. */
const PRINTED = 0.6e-6;

function expectWithin(actual: unknown, expected: unknown, path: string): void {
  if (path === '.reasons') return;
  if (typeof expected === 'number') {
    expect(actual, path).to.be.closeTo(expected, PRINTED * Math.max(1, Math.abs(expected)));
  } else if (typeof expected === 'object' && expected !== null) {
    for (const [key, value] of Object.entries(expected)) {
      expectWithin((actual as Record<string, unknown>)[key], value, `${path}.${key}`);
    }
  } else {
    expect(actual, path).to.equal(expected);
  }
}

describe('evaluateCase on the reference cases', () => {
  for (const file of readdirSync(CASES)) {
    const reference = JSON.parse(readFileSync(new URL(file, CASES), 'utf8')) as Reference;

    it(`gives every figure of ${file} to the digits printed`, () => {
      expectWithin(evaluateCase(reference.case), reference.expected, '');
    });
  }

  it('gives a reason and a nearest change for each way to connect when none works', () => {
    const tooHot = JSON.parse(readFileSync(new URL('too-hot.json', CASES), 'utf8')) as Reference;
    const result = evaluateCase(tooHot.case);
    expect(result.feasible).to.equal(false);
    if (result.feasible) return;
    expect(result.reasons).to.have.length(3);
    expect(result.nearestChanges).to.have.length(3);
    expect(result.reasons[2]).to.equal(
      'Heat pump at the demand: Your flow temperature of 130 °C is above the 120 °C a heat pump can deliver.');
    expect(result.nearestChanges[2]).to.include('120 °C or less instead of 130 °C');
  });
});
