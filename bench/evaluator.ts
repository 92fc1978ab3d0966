import {
  createEvaluator, evaluateCase, type DemandInput, type FeasibleResult, type MatchCase, type MatchResult,
} from '../server/engineering/index.js';
import { archetypeDemand, HOURLY, STEADY, uploadedDemand, type Ranking } from './demands.js';
import type { Figure } from './measurement.js';
import { naiveEvaluate } from './naive-evaluate.js';

const TOLERANCE = 1e-9;
const MILLION = 1e6;
const NAIVE_DEMANDS = 4;
const HOURLY_DEMANDS = 60;

function requireClose(what: string, actual: number, expected: number, scale: number): void {
  if (!(Math.abs(actual - expected) <= TOLERANCE * Math.max(Math.abs(expected), scale))) throw new Error(`${what}: ${actual}, not ${expected}`);
}

function requireSame(what: string, actual: FeasibleResult, expected: FeasibleResult): void {
  for (const [key, value] of Object.entries(expected.annual)) requireClose(`${what} ${key}`, actual.annual[key as keyof typeof expected.annual], value, 0);
  requireClose(`${what} npvEur`, actual.economics.npvEur, expected.economics.npvEur, expected.economics.capexEur);
  requireClose(`${what} score`, actual.score.total, expected.score.total, 1);
}

function requireSameResult(what: string, actual: MatchResult, expected: MatchResult): void {
  if (actual.feasible && expected.feasible && actual.design.connection === expected.design.connection) requireSame(what, actual, expected);
  else if (actual.feasible || expected.feasible) throw new Error(`${what}: not the same choice`);
}

/** Microseconds of this process's processor for each pair: what others do on the machine is not in it. */
function microsecondsOfPair(pairs: number, run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / pairs;
}

function figures(what: string, ranking: Ranking, demandOf: (index: number) => DemandInput, demands: number): Figure[] {
  const { site, sources } = ranking;
  const all = Array.from({ length: demands }, (_, index) => demandOf(index));
  const pairs = (count: number, evaluate: (matchCase: MatchCase, sourceIndex: number) => unknown): number => {
    const some = all.slice(0, count);
    return microsecondsOfPair(count * sources.length, () => some.forEach((demand) =>
      sources.forEach((source, sourceIndex) => evaluate({ site, source, demand }, sourceIndex))));
  };
  const evaluator = createEvaluator(site, sources);
  pairs(HOURLY_DEMANDS, (matchCase, index) =>
    requireSameResult(`${what}, ${matchCase.demand.name}`, evaluator.evaluate(index, matchCase.demand), evaluateCase(matchCase)));
  pairs(1, naiveEvaluate);
  const naive = pairs(NAIVE_DEMANDS, naiveEvaluate);
  const hourly = pairs(HOURLY_DEMANDS, evaluateCase);
  // The demands anew: what an evaluator remembers of a demand it has seen would flatter the figure.
  const fresh = createEvaluator(site, sources);
  const fast = pairs(demands, (matchCase, index) => fresh.evaluate(index, matchCase.demand));
  return [
    { name: `${what}: plain hourly code`, value: naive, unit: 'us/pair' },
    { name: `${what}: the library's hour by hour`, value: hourly, unit: 'us/pair' },
    { name: `${what}: evaluator`, value: fast, unit: 'us/pair' },
    { name: `${what}: evaluator, pairs a second and core`, value: MILLION / fast, unit: 'pairs/s' },
    { name: `${what}: evaluator over plain hourly code`, value: naive / fast, unit: 'times' },
    { name: `${what}: evaluator over the library's hour by hour`, value: hourly / fast, unit: 'times' },
  ];
}

/** Many demands on one core beside the hourly calculations in the same run; throws unless they give the same results. */
export const benchEvaluator = (): Figure[] => [
  ...figures('archetypes', STEADY, archetypeDemand, 10_000),
  ...figures('archetypes, hourly load and price', HOURLY, archetypeDemand, 5000),
  ...figures('uploads', STEADY, uploadedDemand, 300),
  ...figures('uploads, hourly load and price', HOURLY, uploadedDemand, 300),
];
