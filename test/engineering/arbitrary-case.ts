import fc from 'fast-check';
import { ARCHETYPES, type MatchCase } from '../../server/engineering/index.js';
import { hours } from './case-builder.js';

const STEPS = 1_000_000;
/** Evenly spread, now and then any double of the range: fast-check's doubles alone are spread over exponents, nearly all close to 0. */
const number = (min: number, max: number): fc.Arbitrary<number> => fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: STEPS }).map((step) => min + ((max - min) * step) / STEPS) },
  { weight: 1, arbitrary: fc.double({ min, max, noNaN: true, noDefaultInfinity: true }) },
);
/** Spread over orders of magnitude. */
const magnitude = (low: number, high: number): fc.Arbitrary<number> => number(low, high).map((exponent) => 10 ** exponent);

/** A value that swings over day and year between the two, or stays. */
const swinging = (low: number, high: number): fc.Arbitrary<number | number[]> => fc.oneof(
  number(low, high),
  fc.tuple(number(low, high), number(low, high)).map(([a, b]) =>
    hours((hour) => Math.min(high, Math.max(low,
      (a + b) / 2 + ((a - b) / 4) * (Math.sin(hour / 3.8) + Math.cos(hour / 1394)))))),
);

const levels = (lowest: number, highest: number, least: number, most: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(number(lowest, highest), number(least, most)).map(([low, spread]) => [low + spread, low]);

export interface CaseLimits {
  readonly pricesEurPerMwh?: readonly [number, number];
  readonly heatCostEurPerMwh?: readonly [number, number];
  readonly steadyOffer?: boolean;
}

/** Mostly values at which things work, now and then any that is valid. */
const mostly = <T>(everyday: fc.Arbitrary<T>, valid: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 3, arbitrary: everyday }, { weight: 1, arbitrary: valid });
const sourceLevels = mostly(levels(15, 50, 5, 25), levels(0, 80, 0.5, 40));
const demandLevels = mostly(levels(10, 60, 5, 40), levels(0, 100, 0.5, 60));
const annualDemandMwh = mostly(magnitude(2, 5), magnitude(-2, 6));
const uploadedKw = fc.tuple(swinging(0, 1), magnitude(-1, 5), fc.integer({ min: 1, max: 8760 })).map(([shape, peakKw, runs]) =>
  ({ hourlyKw: hours((hour) => (hour < runs ? peakKw * (typeof shape === 'number' ? shape : shape[hour] as number) : 0)) }));
const maintenanceHours = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 8000 }), fc.integer({ min: 1, max: 760 })).map(([first, length]): [number, number] => [first, first + length]),
  { maxLength: 2 },
);
const routeLengthM = mostly(magnitude(1, 3.7), fc.oneof(fc.constant(0), magnitude(0, 4.5)));

/**
 * Any valid case: all archetypes and uploaded profiles, promised heat and maintenance, temperatures, sizes over five orders of
 * magnitude, both heat pump models.
 */
export const arbitraryCase = (limits: CaseLimits = {}): fc.Arbitrary<MatchCase> => fc.record({
  site: fc.record({
    pue: number(1, 3),
    groundTemperatureC: number(-10, 20),
    coolingElectricityPerHeat: number(0, 0.3),
    electricity: fc.record({
      priceEurPerMwh: swinging(...(limits.pricesEurPerMwh ?? [-20, 300])), emissionKgPerMwh: number(0, 800),
    }),
  }),
  source: fc.tuple(
    sourceLevels, magnitude(2, 5), limits.steadyOffer ? number(0, 1) : swinging(0, 1), mostly(fc.constant(0), number(0, 2)), maintenanceHours,
  ).map(([[supplyTemperatureC, returnTemperatureC], installedItKw, utilisation, committedShare, maintenance]) => ({
    supplyTemperatureC, returnTemperatureC, installedItKw, utilisation, maintenanceHours: maintenance,
    committedKw: Math.min(1e7, installedItKw * committedShare),
  })),
  demand: fc.record({
    level: demandLevels, annualDemandMwh, routeLengthM,
    profile: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...ARCHETYPES).map((archetype) => ({ archetype })) }, { weight: 1, arbitrary: uploadedKw },
    ),
    cost: number(...(limits.heatCostEurPerMwh ?? [0, 300])), emissionKgPerMwh: number(0, 500),
  }).map(({ level: [flowTemperatureC, returnTemperatureC], cost, emissionKgPerMwh, ...rest }) => ({
    ...rest, flowTemperatureC, returnTemperatureC, startDate: '2027-03-01', endDate: '2027-09-30',
    alternative: { costEurPerMwh: cost, emissionKgPerMwh },
  })),
  economics: fc.record({
    discountRate: number(0, 0.2), lifetimeYears: fc.integer({ min: 1, max: 60 }), approachK: number(0, 10),
    heatPumpModel: fc.constantFrom('carnot' as const, 'lorenz' as const),
  }),
});
