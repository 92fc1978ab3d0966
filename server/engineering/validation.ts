/** What a case must look like before it is evaluated: the model refuses rather than guesses. */
import { ASSUMPTION_KEYS, ASSUMPTION_TABLE, type AssumptionKey } from './assumptions.js';
import { daysBetween } from './calendar.js';
import {
  date, flag, listOf, number, numberOrSeries, object, oneOf, optional, series, text, type Check,
} from './field-checks.js';
import { InvalidInputError } from './invalid-input-error.js';
import {
  ARCHETYPES, CRITERIA, type DemandInput, type EconomicsInput, type MatchCase, type ScoreWeights, type SiteInput, type SourceInput,
} from './match-case.js';
import { HOURS_PER_YEAR } from './units.js';

const assumed = (key: AssumptionKey): Check => {
  const { range: [min, max], unit } = ASSUMPTION_TABLE[key];
  return optional(number(min, max, unit, key === 'lifetimeYears' || key === 'capacityCandidates'));
};
const share = number(0, 1, '-');
const heatPowerKw = [0, 1e7, 'kW'] as const;
const priceEurPerMwh = [-1000, 10_000, 'EUR/MWh'] as const;
const emissionKgPerMwh = number(0, 5000, 'kg/MWh');
const celsius = (min: number, max: number): Check => number(min, max, '°C');
const WEIGHTED = CRITERIA.filter((name) => name !== 'research');

type Fields = Readonly<Record<string, Check>>;
function fields(checks: Fields): Check {
  const entries = Object.entries(checks);
  const namesWithin = new Map<string, readonly string[]>();
  return (field, value) => {
    object(field, value);
    const names = namesWithin.get(field) ?? entries.map(([key]) => `${field}.${key}`);
    namesWithin.set(field, names);
    entries.forEach(([key, check], at) => check(names[at] as string, (value as Record<string, unknown>)[key]));
  };
}

/** The score's weights: a fraction for each criterion, together 1. */
const weights: Check = (field, value) => {
  fields(Object.fromEntries(WEIGHTED.map((name) => [name, share])))(field, value);
  const sum = Object.values(value as ScoreWeights).reduce((total, weight) => total + weight, 0);
  const rounding = 1e-6;
  if (Math.abs(sum - 1) > rounding) throw new InvalidInputError(field, sum, 'must sum to 1');
};

const KNOWN_ASSUMPTIONS: ReadonlySet<string> = new Set(ASSUMPTION_KEYS);

const overrides: Check = (field, value) => {
  object(field, value);
  for (const [key, each] of Object.entries(value as Record<string, unknown>)) {
    if (!KNOWN_ASSUMPTIONS.has(key)) throw new InvalidInputError(`${field}.${key}`, each, 'is not a known field');
    assumed(key as AssumptionKey)(`${field}.${key}`, each);
  }
};

const maintenance: Check = (field, value) => {
  const [first, end] = Array.isArray(value) && value.length === 2 ? (value as unknown[]) : [];
  const hour = number(0, HOURS_PER_YEAR, 'h', true);
  hour(`${field}[0]`, first);
  hour(`${field}[1]`, end);
  if ((first as number) >= (end as number)) throw new InvalidInputError(field, first, `must begin before hour ${String(end)}`);
};

const profile: Check = (field, value) => {
  object(field, value);
  const { archetype, hourlyKw } = value as { archetype?: unknown; hourlyKw?: unknown };
  if (archetype !== undefined && hourlyKw !== undefined) {
    throw new InvalidInputError(`${field}.hourlyKw`, hourlyKw, 'must be left out where an archetype is given');
  }
  if (hourlyKw === undefined) oneOf(ARCHETYPES)(`${field}.archetype`, archetype);
  else series(...heatPowerKw)(`${field}.hourlyKw`, hourlyKw);
};

const SITE = fields({
  pue: number(1, 10, '-'),
  groundTemperatureC: assumed('groundTemperatureC'),
  coolingElectricityPerHeat: assumed('coolingElectricityPerHeat'),
  hourlyTemperatureC: optional(series(-90, 60, '°C')),
  electricity: fields({ priceEurPerMwh: numberOrSeries(...priceEurPerMwh), emissionKgPerMwh }),
  scoreWeights: optional(weights),
  researchTopics: optional(listOf(text)),
  assumptions: optional(overrides),
});

const SOURCE = fields({
  name: optional(text),
  installedItKw: number(0.001, 1e7, 'kW'),
  utilisation: optional(numberOrSeries(0, 1, '-')),
  captureFraction: assumed('captureFraction'),
  supplyTemperatureC: celsius(0, 200),
  returnTemperatureC: celsius(0, 200),
  availableFrom: optional(date),
  committedKw: optional(numberOrSeries(...heatPowerKw)),
  maintenanceHours: optional(listOf(maintenance)),
});

const DEMAND = fields({
  name: optional(text),
  use: optional(text),
  annualDemandMwh: optional(number(0.001, 1e8, 'MWh')),
  flowTemperatureC: celsius(0, 500),
  returnTemperatureC: celsius(0, 500),
  profile,
  routeLengthM: number(0, 1e6, 'm'),
  startDate: optional(date),
  endDate: optional(date),
  alternative: fields({ costEurPerMwh: number(0, 10_000, 'EUR/MWh'), emissionKgPerMwh }),
  research: optional(fields({
    topics: listOf(text), readinessLevel: number(1, 9, '-', true), offersData: flag, budgetEur: number(0, 1e12, 'EUR'),
  })),
  setPointTemperatureC: optional(celsius(1, 60)),
});

const ECONOMICS = fields({
  discountRate: assumed('discountRate'),
  lifetimeYears: assumed('lifetimeYears'),
  approachK: assumed('approachK'),
  contingency: assumed('contingency'),
  fixedOandM: assumed('fixedOandM'),
  heatPumpModel: optional(oneOf(['carnot', 'lorenz'])),
  heatStore: optional(oneOf(['none', 'consider'])),
});

const DESIGN = fields({ capacityKw: optional(number(0.001, 1e7, 'kW')) });

function requireSourceInOrder({ supplyTemperatureC, returnTemperatureC }: SourceInput, field = 'source'): void {
  if (returnTemperatureC >= supplyTemperatureC) {
    throw new InvalidInputError(`${field}.returnTemperatureC`, returnTemperatureC,
      `must be below ${field}.supplyTemperatureC (${supplyTemperatureC})`);
  }
}

function requireDemandInOrder({ flowTemperatureC, returnTemperatureC, startDate, endDate, ...demand }: DemandInput): void {
  if (returnTemperatureC >= flowTemperatureC) {
    throw new InvalidInputError('demand.returnTemperatureC', returnTemperatureC,
      `must be below demand.flowTemperatureC (${flowTemperatureC})`);
  }
  if (startDate !== undefined && endDate !== undefined && daysBetween(startDate, endDate) < 0) {
    throw new InvalidInputError('demand.endDate', endDate, `must not come before demand.startDate (${startDate})`);
  }
  if (!('archetype' in demand.profile) || demand.profile.archetype === undefined) return;
  number(0.001, 1e8, 'MWh')('demand.annualDemandMwh', demand.annualDemandMwh);
  if (demand.profile.archetype !== 'research-campaign') return;
  date('demand.startDate', startDate);
  date('demand.endDate', endDate);
}

/** Throws InvalidInputError with field and value at the first field that is missing, of the wrong kind or out of its range. */
export function validateMatchCase(matchCase: MatchCase): void {
  object('case', matchCase);
  optional(text)('name', matchCase.name);
  SITE('site', matchCase.site);
  SOURCE('source', matchCase.source);
  DEMAND('demand', matchCase.demand);
  optional(ECONOMICS)('economics', matchCase.economics);
  optional(DESIGN)('design', matchCase.design);
  requireSourceInOrder(matchCase.source);
  requireDemandInOrder(matchCase.demand);
}

/** A site with its sources and the economics, without a demand. Throws InvalidInputError; a source is `sources[0]` and so on. */
export function validateSupply(site: SiteInput, sources: readonly SourceInput[], economics?: EconomicsInput): void {
  SITE('site', site);
  listOf(SOURCE)('sources', sources);
  optional(ECONOMICS)('economics', economics);
  sources.forEach((source, index) => requireSourceInOrder(source, `sources[${index}]`));
}

/** A demand on its own. Throws InvalidInputError. */
export function validateDemand(demand: DemandInput): void {
  DEMAND('demand', demand);
  requireDemandInOrder(demand);
}

/** Weights on their own, for a page that sets them. Throws InvalidInputError. */
export const validateScoreWeights = (value: ScoreWeights): void => weights('site.scoreWeights', value);
