import { readFileSync } from 'node:fs';
import {
  DEFAULT_SCORE_WEIGHTS, evaluateCase, rankStability, simulateMatch, simulatePlan, whatWouldItTake, type CriterionName, type MatchCase,
  type ScoredMatch,
} from '../server/engineering/index.js';
import type { Figure } from './measurement.js';

const CASE = new URL('../../test/reference/cases/district-heating-6km.json', import.meta.url);
const HOURS = 8760;
const RUNS = 5;
const SEED = 1;
const DRAWS = 1000;

const matchCase = (JSON.parse(readFileSync(CASE, 'utf8')) as { case: MatchCase }).case;
const hourlyPrices: MatchCase = {
  ...matchCase,
  site: {
    ...matchCase.site,
    electricity: { ...matchCase.site.electricity, priceEurPerMwh: Array.from({ length: HOURS }, (_, hour) => 60 + 30 * Math.sin(hour / 4)) },
  },
  source: { ...matchCase.source, utilisation: Array.from({ length: HOURS }, (_, hour) => 0.7 + 0.2 * Math.sin(hour / 24)) },
};
const unprofitable: MatchCase = {
  ...matchCase, demand: { ...matchCase.demand, alternative: { ...matchCase.demand.alternative, costEurPerMwh: 45 } },
};

/** Median time of a few runs after one that warms up. */
function seconds(run: () => void): number {
  run();
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1000;
  });
  return times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] as number;
}

/** Without a spread every draw must be the stored result, or what is measured is something else. */
function requireStoredResult(each: MatchCase): void {
  const sure = { low: 1, high: 1 };
  const spreads = { electricityPrice: sure, investment: sure, utilisation: sure, demand: sure, heatCost: sure };
  const result = evaluateCase(each);
  const simulated = simulateMatch(each, { seed: SEED, draws: 10, spreads });
  if (!result.feasible || !simulated.feasible) throw new Error('the case of the bench must be feasible');
  if (Math.abs(simulated.npvEur.p90 - result.economics.npvEur) > 1e-9 * Math.abs(result.economics.npvEur)) {
    throw new Error(`a draw without spread says ${simulated.npvEur.p90}, the stored result ${result.economics.npvEur}`);
  }
}

const CRITERIA = ['cost', 'climate', 'coverage', 'use', 'efficiency', 'readiness'] as const satisfies readonly CriterionName[];
const FULL_MARKS = [0.5, 200, 1, 1, 0.4, 36] as const;
const scoredMatches = (count: number): readonly ScoredMatch[] => Array.from({ length: count }, (_, match) => ({
  id: String(match),
  criteria: CRITERIA.map((name, index) => ({ name, value: Math.sin(match * (index + 1.3)) ** 2 * (FULL_MARKS[index] as number) })),
}));

/** Time of the uncertainty of a match, a plan and a ranking, and of what it would take; throws unless a certain draw is the result. */
export function benchUncertainty(): Figure[] {
  [matchCase, hourlyPrices].forEach(requireStoredResult);
  if (whatWouldItTake(unprofitable).filter(({ to }) => to !== null).length === 0) throw new Error('the unprofitable case must be mendable');
  const draws = { seed: SEED, draws: DRAWS };
  const matches = scoredMatches(10_000);
  const plan = Array.from({ length: 10 }, (_, index) => ({ id: String(index), matchCase }));
  const figure = (name: string, run: () => void, target?: string): Figure =>
    ({ name, value: seconds(run), unit: 's', ...(target !== undefined && { target }) });
  return [
    figure('1,000 draws of a match', () => simulateMatch(matchCase, draws), '0.2'),
    figure('1,000 draws, hourly prices and use', () => simulateMatch(hourlyPrices, draws), '0.2'),
    figure('1,000 draws of a plan of 10 matches', () => simulatePlan(plan, draws)),
    figure('10,000 ranks under 200 weights', () => rankStability(matches, DEFAULT_SCORE_WEIGHTS, { seed: SEED }), '0.2'),
    figure('what would it take: 12 inputs of a match', () => whatWouldItTake(unprofitable)),
  ];
}
