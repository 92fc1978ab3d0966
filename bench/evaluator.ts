import {
  createEvaluator, evaluateCase, type DemandInput, type FeasibleResult, type MatchCase, type MatchResult,
} from '../server/engineering/index.js';
import { archetypeDemand, HOURLY, STEADY, uploadedDemand, type Ranking } from './demands.js';
import { microsecondsOfPair, type Figure } from './measurement.js';
import { naiveEvaluate } from './naive-evaluate.js';

const TOLERANCE = 1e-9;
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

type Evaluate = (matchCase: MatchCase, sourceIndex: number) => unknown;

/** Microseconds a pair, demand by demand and within a demand source by source. */
const timeOfPair = ({ site, sources }: Ranking, demands: readonly DemandInput[], evaluate: Evaluate): number =>
  microsecondsOfPair(demands.length * sources.length, () => demands.forEach((demand) =>
    sources.forEach((source, sourceIndex) => evaluate({ site, source, demand }, sourceIndex))));

/** Microseconds a pair takes by the plain hourly code and by the library's hour by hour; both warmed up. */
export function hourlyTimes(ranking: Ranking, demandOf: (index: number) => DemandInput): { readonly plain: number; readonly byHour: number } {
  const demands = Array.from({ length: HOURLY_DEMANDS }, (_, index) => demandOf(index));
  const time = (count: number, evaluate: Evaluate): number => timeOfPair(ranking, demands.slice(0, count), evaluate);
  time(1, naiveEvaluate);
  const plain = time(NAIVE_DEMANDS, naiveEvaluate);
  time(NAIVE_DEMANDS, evaluateCase);
  return { plain, byHour: time(HOURLY_DEMANDS, evaluateCase) };
}

function figure(name: string, ranking: Ranking, demandOf: (index: number) => DemandInput, { demands, target }: { demands: number; target: string }): Figure {
  const { site, sources } = ranking;
  const all = Array.from({ length: demands }, (_, index) => demandOf(index));
  const evaluator = createEvaluator(site, sources);
  timeOfPair(ranking, all.slice(0, HOURLY_DEMANDS), (matchCase, index) =>
    requireSameResult(`${name}, ${matchCase.demand.name}`, evaluator.evaluate(index, matchCase.demand), evaluateCase(matchCase)));
  // The demands anew: what an evaluator remembers of a demand it has seen would flatter the figure.
  const fresh = createEvaluator(site, sources);
  const value = timeOfPair(ranking, all, (matchCase, index) => fresh.evaluate(index, matchCase.demand));
  return { name, value, unit: 'us/pair', ...hourlyTimes(ranking, demandOf), target };
}

/** Many demands on one core beside the hourly calculations in the same run; throws unless they give the same results. */
export const benchEvaluator = (): Figure[] => [
  figure('archetypes', STEADY, archetypeDemand, { demands: 10_000, target: '200 x' }),
  figure('archetypes, hourly load and price', HOURLY, archetypeDemand, { demands: 5000, target: '200 x' }),
  figure('uploaded profiles', STEADY, uploadedDemand, { demands: 600, target: '5 x' }),
  figure('uploaded profiles, hourly load and price', HOURLY, uploadedDemand, { demands: 600, target: '5 x' }),
];
