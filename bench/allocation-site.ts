import type { AllocationInput, Archetype, DemandInput } from '../server/engineering/index.js';

/** Numbers that look random and are the same every time (mulberry32). */
export function seededNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Kind { readonly archetype: Archetype; readonly flow: number; readonly back: number; readonly gwh: readonly [number, number] }
const KINDS: readonly Kind[] = [
  { archetype: 'residential-multi-family', flow: 60, back: 35, gwh: [5, 60] },
  { archetype: 'residential-single-family', flow: 65, back: 40, gwh: [3, 30] },
  { archetype: 'commercial', flow: 60, back: 40, gwh: [2, 20] },
  { archetype: 'greenhouse', flow: 45, back: 30, gwh: [3, 40] },
  { archetype: 'fish-farm', flow: 20, back: 10, gwh: [5, 50] },
  { archetype: 'timber-drying', flow: 75, back: 55, gwh: [2, 15] },
  { archetype: 'swimming-pool', flow: 40, back: 30, gwh: [1, 4] },
  { archetype: 'biogas-digester', flow: 45, back: 35, gwh: [1, 6] },
  { archetype: 'two-shift', flow: 70, back: 45, gwh: [3, 25] },
  { archetype: 'flat', flow: 80, back: 55, gwh: [5, 40] },
];

function aDemand(index: number, next: () => number): DemandInput {
  const kind = KINDS[Math.floor(next() * KINDS.length)] as Kind;
  const between = (low: number, high: number): number => low + next() * (high - low);
  const year = 2027 + Math.floor(next() * 5);
  return {
    name: `demand ${index + 1}`, profile: { archetype: kind.archetype },
    annualDemandMwh: Math.round(between(...kind.gwh) * 1000),
    flowTemperatureC: kind.flow + Math.round(between(-3, 3)), returnTemperatureC: kind.back,
    routeLengthM: Math.round(between(200, 6000)),
    startDate: `${year}-${String(1 + Math.floor(next() * 12)).padStart(2, '0')}-01`,
    alternative: { costEurPerMwh: Math.round(between(45, 95)), emissionKgPerMwh: Math.round(between(0, 320)) },
    ...(index % 12 === 5 && { research: { topics: ['heat storage'], readinessLevel: 6, offersData: true, budgetEur: 100_000 } }),
  };
}

/** Three buildings of 30 MW commissioned one after another, and so many demands that want more than they have. */
export function aBusySite(demands: number, seed = 1): AllocationInput {
  const next = seededNumbers(seed);
  const building = (name: string, supply: number, availableFrom: string) => ({
    name, installedItKw: 30_000, utilisation: 0.75, supplyTemperatureC: supply, returnTemperatureC: supply - 10, availableFrom,
  });
  return {
    site: { pue: 1.2, electricity: { priceEurPerMwh: 60, emissionKgPerMwh: 17 } },
    sources: [building('Building 1', 30, '2027-01-01'), building('Building 2', 35, '2028-07-01'), building('Building 3', 45, '2030-01-01')],
    demands: Array.from({ length: demands }, (_, index) => aDemand(index, next)),
  };
}
