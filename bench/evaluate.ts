import { readdirSync, readFileSync } from 'node:fs';
import { evaluateCase, type MatchCase, type MatchResult } from '../server/engineering/index.js';
import { runsPerSecond, type Figure } from './measurement.js';
import { naiveEvaluate, type NaiveMatch } from './naive-evaluate.js';

const CASES = new URL('../../test/reference/cases/', import.meta.url);
const SECONDS = 3;
const TOLERANCE = 1e-9;
const MILLION = 1e6;

const readCases = (): MatchCase[] => readdirSync(CASES).map((file) =>
  (JSON.parse(readFileSync(new URL(file, CASES), 'utf8')) as { case: MatchCase }).case);

function requireClose(what: string, actual: number, expected: number): void {
  if (!(Math.abs(actual - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
    throw new Error(`${what}: the library says ${actual}, the naive code ${expected}`);
  }
}

function requireEqual(name: string, result: MatchResult, naive: NaiveMatch | null): void {
  if (result.feasible !== (naive !== null)) throw new Error(`${name}: the two do not agree whether it is feasible`);
  if (!result.feasible || naive === null) return;
  if (result.design.connection !== naive.connection) throw new Error(`${name}: ${result.design.connection}, not ${naive.connection}`);
  requireClose(`${name} capacityKw`, result.design.capacityKw, naive.capacityKw);
  requireClose(`${name} npvEur`, result.economics.npvEur, naive.npvEur);
  requireClose(`${name} deliveredMwh`, result.annual.deliveredMwh, naive.deliveredMwh);
  requireClose(`${name} electricityMwh`, result.annual.electricityMwh, naive.electricityMwh);
}

/** Time of a case on one core, next to the naive code in the same run; throws unless both give the same results. */
export function benchEvaluate(): Figure[] {
  const cases = readCases();
  for (const each of cases) requireEqual(each.name ?? 'case', evaluateCase(each), naiveEvaluate(each));
  // A case that fails every hard limit costs next to nothing and would flatter the figure.
  const feasible = cases.filter((each) => naiveEvaluate(each) !== null);
  const perSecond = (evaluate: (matchCase: MatchCase) => unknown): number =>
    runsPerSecond(() => feasible.forEach((each) => evaluate(each)), SECONDS) * feasible.length;
  const library = perSecond(evaluateCase);
  const naive = perSecond(naiveEvaluate);
  return [{ name: 'evaluateCase on a feasible reference case', value: MILLION / library, unit: 'us', plain: MILLION / naive }];
}
