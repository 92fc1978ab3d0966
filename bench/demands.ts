import { ARCHETYPES, type DemandInput, type EconomicsInput, type SiteInput, type SourceInput } from '../server/engineering/index.js';

export interface Ranking {
  readonly site: SiteInput;
  readonly sources: readonly SourceInput[];
  readonly economics?: EconomicsInput;
}

const HOURS = 8760;
const hours = (value: (hour: number) => number): number[] => Array.from({ length: HOURS }, (_, hour) => value(hour));

/** Evenly spread over 0..1, the same for the same index and salt (multiplicative hashing): a bench has no chance in it. */
function spread(index: number, salt: number): number {
  const mixed = Math.imul(index + 1, 2_654_435_761) ^ Math.imul(salt, 1_597_334_677);
  return (Math.imul(mixed ^ (mixed >>> 15), 2_246_822_519) >>> 0) / 2 ** 32;
}

/** Three buildings of 30 MW: air-cooled, liquid-cooled and hot liquid-cooled. */
const buildings = (utilisation: number | number[]): SourceInput[] =>
  [[30, 20], [45, 35], [60, 45]].map(([supplyTemperatureC = 0, returnTemperatureC = 0], index) => ({
    name: `Building ${index + 1}`, installedItKw: 30_000, utilisation, supplyTemperatureC, returnTemperatureC,
  }));

export const STEADY: Ranking = {
  site: { pue: 1.2, electricity: { priceEurPerMwh: 60, emissionKgPerMwh: 17 } }, sources: buildings(0.75),
};

/** Load and price of electricity go by the hour. */
export const HOURLY: Ranking = {
  site: { pue: 1.2, electricity: { priceEurPerMwh: hours((hour) => 60 + 45 * Math.sin(hour / 4) + 10 * Math.cos(hour / 700)), emissionKgPerMwh: 17 } },
  sources: buildings(hours((hour) => 0.65 + 0.2 * Math.sin(hour / 24) * Math.cos(hour / 900) + 0.1 * Math.sin(hour / 3.7))),
};

const common = (index: number): Omit<DemandInput, 'profile'> => {
  const flowTemperatureC = Math.round(20 + 70 * spread(index, 1));
  return {
    name: `Demand ${index + 1}`, annualDemandMwh: Math.round(10 ** (2.3 + 3 * spread(index, 2))), flowTemperatureC,
    returnTemperatureC: Math.round(flowTemperatureC - 8 - 12 * spread(index, 3)),
    routeLengthM: Math.round(10 ** (2 + 2 * spread(index, 4))), startDate: '2027-03-01', endDate: '2027-09-30',
    alternative: { costEurPerMwh: Math.round(40 + 60 * spread(index, 5)), emissionKgPerMwh: 224 },
  };
};

/** 200 MWh to 200 GWh a year, 100 m to 10 km away, every archetype in turn. */
export const archetypeDemand = (index: number): DemandInput =>
  ({ ...common(index), profile: { archetype: ARCHETYPES[index % ARCHETYPES.length] ?? 'flat' } });

/** The same with an uploaded profile: day, week and year. */
export function uploadedDemand(index: number): DemandInput {
  const meanKw = (common(index).annualDemandMwh ?? 0) * 1000 / HOURS;
  const phase = 24 * spread(index, 6);
  const hourlyKw = hours((hour) => Math.round(10 * meanKw
    * Math.max(0, 1 + 0.5 * Math.cos(hour / 1394) + 0.3 * Math.sin((hour + phase) / 3.8) + 0.2 * Math.sin(hour / 26.7))) / 10);
  return { ...common(index), profile: { hourlyKw } };
}
