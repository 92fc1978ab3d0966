import fc from 'fast-check';
import { ARCHETYPES, type MatchCase } from '../../server/engineering/index.js';
import { hours } from './case-builder.js';

const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true, noDefaultInfinity: true });
/** Spread over orders of magnitude. */
const magnitude = (low: number, high: number): fc.Arbitrary<number> => number(low, high).map((exponent) => 10 ** exponent);

/** A value that swings over day and year between the two, or stays. */
const swinging = (low: number, high: number): fc.Arbitrary<number | number[]> => fc.oneof(
  number(low, high),
  fc.tuple(number(low, high), number(low, high)).map(([a, b]) =>
    hours((hour) => (a + b) / 2 + ((a - b) / 4) * (Math.sin(hour / 3.8) + Math.cos(hour / 1394)))),
);

const levels = (lowest: number, highest: number, least: number, most: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(number(lowest, highest), number(least, most)).map(([low, spread]) => [low + spread, low]);

export interface CaseLimits {
  readonly pricesEurPerMwh?: readonly [number, number];
  readonly heatCostEurPerMwh?: readonly [number, number];
  readonly steadyOffer?: boolean;
}

/** Any valid case: all archetypes, temperatures, sizes over five orders of magnitude, both heat pump models. */
export const arbitraryCase = (limits: CaseLimits = {}): fc.Arbitrary<MatchCase> => fc.record({
  site: fc.record({
    pue: number(1, 3),
    groundTemperatureC: number(-10, 20),
    coolingElectricityPerHeat: number(0, 0.3),
    electricity: fc.record({
      priceEurPerMwh: swinging(...(limits.pricesEurPerMwh ?? [-20, 300])), emissionKgPerMwh: number(0, 800),
    }),
  }),
  source: fc.tuple(levels(0, 80, 0.5, 40), magnitude(0, 5), limits.steadyOffer ? number(0, 1) : swinging(0, 1)).map(
    ([[supplyTemperatureC, returnTemperatureC], installedItKw, utilisation]) =>
      ({ supplyTemperatureC, returnTemperatureC, installedItKw, utilisation }),
  ),
  demand: fc.record({
    level: levels(0, 100, 0.5, 60), annualDemandMwh: magnitude(-2, 6), archetype: fc.constantFrom(...ARCHETYPES),
    routeLengthM: fc.oneof(fc.constant(0), magnitude(0, 4.5)),
    cost: number(...(limits.heatCostEurPerMwh ?? [0, 300])), emissionKgPerMwh: number(0, 500),
  }).map(({ level: [flowTemperatureC, returnTemperatureC], archetype, cost, emissionKgPerMwh, ...rest }) => ({
    ...rest, flowTemperatureC, returnTemperatureC, profile: { archetype }, startDate: '2027-03-01', endDate: '2027-09-30',
    alternative: { costEurPerMwh: cost, emissionKgPerMwh },
  })),
  economics: fc.record({
    discountRate: number(0, 0.2), lifetimeYears: fc.integer({ min: 1, max: 60 }), approachK: number(0, 10),
    heatPumpModel: fc.constantFrom('carnot' as const, 'lorenz' as const),
  }),
});
