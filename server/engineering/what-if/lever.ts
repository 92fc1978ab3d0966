/** The inputs that are moved, one at a time, to see what it would take; how far, in which steps, and how they are put in words. */
import { resolveAssumptions } from '../case-assumptions.js';
import { seriesMaximum } from '../hourly-series.js';
import type { MatchCase } from '../match-case.js';
import { celsius, eurPerMwh, figure } from '../wording.js';
import { applyWhatIf, type WhatIfChanges } from './apply-what-if.js';
import type { Touched } from './case-worth.js';
import { meanPriceRange, withEconomics } from './change-case.js';
import { WHAT_IF_TABLE, type WhatIfNumberField } from './what-if-field.js';

/** The whole investment times a factor: no field of a case, but what a grant or a cheaper tender would change. */
export const INVESTMENT_FACTOR = 'investmentFactor';
export type LeverField = WhatIfNumberField | typeof INVESTMENT_FACTOR;

export interface Lever {
  readonly field: LeverField;
  readonly label: string;
  readonly unit: string;
  readonly touches: Touched;
  readonly present: (matchCase: MatchCase) => number;
  /** Values are multiples of it. */
  readonly step: (present: number) => number;
  /** How far to go, one end for each direction that can help. */
  readonly ends: (matchCase: MatchCase, present: number) => readonly number[];
  /** What follows is moved too; null where no what-if can show it. */
  readonly changes: (matchCase: MatchCase, value: number) => WhatIfChanges | null;
  readonly change: (matchCase: MatchCase, value: number) => MatchCase;
  /** Stands in "No change of … alone" and, but for the investment, in the clause. */
  readonly noun: string;
  readonly shown: (value: number) => string;
  /** Stands in "If …, it would …". */
  readonly clause: (matchCase: MatchCase, value: number) => string;
}

type LeverParts = Pick<Lever, 'touches' | 'step' | 'ends' | 'noun' | 'shown'> & {
  readonly follows?: (matchCase: MatchCase, value: number) => WhatIfChanges;
  readonly aside?: (changes: WhatIfChanges) => string;
};

function lever(field: WhatIfNumberField, { follows, aside, ...parts }: LeverParts): Lever {
  const { label, unit, present } = WHAT_IF_TABLE[field];
  const changes = (matchCase: MatchCase, value: number): WhatIfChanges => ({ [field]: value, ...follows?.(matchCase, value) });
  const now = (matchCase: MatchCase): number => present(matchCase) ?? 0;
  return {
    ...parts, field, label, unit, changes, present: now,
    change: (matchCase, value) => applyWhatIf(matchCase, changes(matchCase, value)),
    clause: (matchCase, value) =>
      `${parts.noun} were ${parts.shown(value)} instead of ${parts.shown(now(matchCase))}${aside?.(changes(matchCase, value)) ?? ''}`,
  };
}

const TENTH = 0.1;
const tenth = (): number => TENTH;
/** Sums of tenths have no exact binary form: tidied, they read as written. */
const DIGITS = 12;
const tidy = (value: number): number => Number(value.toPrecision(DIGITS));

const HOTTEST_SOURCE_C = 120;
const COLDEST_FLOW_C = 5;
const hotterSource = lever('source.supplyTemperatureC', {
  touches: 'connection', step: tenth, ends: (_, present) => [Math.max(HOTTEST_SOURCE_C, present)],
  noun: 'the temperature of the heat on offer', shown: celsius,
  follows: ({ source }, value) =>
    ({ 'source.returnTemperatureC': tidy(source.returnTemperatureC + value - source.supplyTemperatureC) }),
  aside: (changes) => ` (and the water sent back ${celsius(changes['source.returnTemperatureC'] ?? 0)})`,
});
const sourceReturn = lever('source.returnTemperatureC', {
  touches: 'connection', step: tenth, ends: ({ source }, present) => [0, Math.max(present, source.supplyTemperatureC - TENTH)],
  noun: 'the temperature of the water sent back to the data centre', shown: celsius,
});
/** A flow that is lowered takes the return with it where it would come closer than a pipe needs, or than it is now. */
const lowerFlow = lever('demand.flowTemperatureC', {
  touches: 'connection', step: tenth, ends: (_, present) => [Math.min(COLDEST_FLOW_C, present)],
  noun: 'the flow temperature the partner needs', shown: celsius,
  follows: (matchCase, value) => {
    const { flowTemperatureC, returnTemperatureC } = matchCase.demand;
    const spreadK = Math.min(resolveAssumptions(matchCase).minimumPipeSpreadK, flowTemperatureC - returnTemperatureC);
    const followed = tidy(Math.max(0, value - spreadK));
    return followed < returnTemperatureC ? { 'demand.returnTemperatureC': followed } : {};
  },
  aside: ({ 'demand.returnTemperatureC': followed }) => (followed === undefined ? '' : ` (and the return ${celsius(followed)})`),
});
const lowerReturn = lever('demand.returnTemperatureC', {
  touches: 'connection', step: tenth, ends: () => [0], noun: 'the return temperature of the partner', shown: celsius,
});

const M_PER_KM = 1000;
const LONG_ROUTE_STEP_M = 10;
const shorterRoute = lever('demand.routeLengthM', {
  touches: 'connection', step: (present) => (present >= M_PER_KM ? LONG_ROUTE_STEP_M : 1), ends: () => [0], noun: 'the route',
  shown: (lengthM) => (lengthM >= M_PER_KM ? `${figure(lengthM / M_PER_KM, 2)} km` : `${figure(lengthM, 0)} m`),
});

const SIGNIFICANT_DIGITS = 3;
const SHOWN_DIGITS = 5;
const LARGEST_DEMAND_CHANGE = 20;
/** Uploaded loads are refused from here on. */
const LARGEST_LOAD_KW = 1e7;
const annualDemand = lever('demand.annualDemandMwh', {
  touches: 'hours', step: (present) => 10 ** (Math.floor(Math.log10(present)) - SIGNIFICANT_DIGITS + 1),
  ends: ({ demand: { profile } }, present) => {
    const [least, most] = WHAT_IF_TABLE['demand.annualDemandMwh'].range;
    if (!(present >= least)) return [];
    const highestKw = 'hourlyKw' in profile ? seriesMaximum(profile.hourlyKw) : 0;
    const largest = Math.min(LARGEST_DEMAND_CHANGE, LARGEST_LOAD_KW / highestKw);
    return [
      Math.min(present, Math.max(least, present / LARGEST_DEMAND_CHANGE)), Math.max(present, Math.min(most, present * largest)),
    ];
  },
  noun: 'the heat demand', shown: (value) => `${Number(value.toPrecision(SHOWN_DIGITS))} MWh a year`,
});

const percentToATenth = (fraction: number): string => `${figure(fraction * 100, 1)} %`;
const PER_MILLE = 0.001;
const fullerDataCentre = lever('source.utilisation', {
  touches: 'hours', step: () => PER_MILLE, noun: 'the use of the data centre', shown: percentToATenth,
  ends: ({ source: { utilisation = 1 } }, present) => {
    const hoursInUse = typeof utilisation === 'number' ? 1 : utilisation.filter((each) => each > 0).length / utilisation.length;
    return [Math.max(present, hoursInUse < 1 ? hoursInUse - PER_MILLE : 1)];
  },
});

const HIGHEST_PRICE_EUR_PER_MWH = 1000;
const electricityPrice = lever('site.electricity.priceEurPerMwh', {
  touches: 'money', step: tenth, noun: 'the price of electricity', shown: eurPerMwh,
  ends: ({ site }) => meanPriceRange(site.electricity.priceEurPerMwh, HIGHEST_PRICE_EUR_PER_MWH),
});
const dearerHeat = lever('demand.alternative.costEurPerMwh', {
  touches: 'money', step: tenth, noun: 'what the partner pays for heat today', shown: eurPerMwh,
  ends: (_, present) => [Math.max(HIGHEST_PRICE_EUR_PER_MWH, present)],
});
const lowerDiscountRate = lever('economics.discountRate', {
  touches: 'money', step: () => PER_MILLE, ends: () => [0], noun: 'the discount rate', shown: percentToATenth,
});
const LONGEST_LIFE_YEARS = 60;
const longerLife = lever('economics.lifetimeYears', {
  touches: 'money', step: () => 1, ends: (_, present) => [Math.max(LONGEST_LIFE_YEARS, present)], noun: 'the time counted',
  shown: (years) => `${figure(years, 0)} years`,
});

const HUNDREDTH = 0.01;
/** The contingency carries the factor: `(1 + contingency) * factor - 1`, which a lower investment takes below 0. */
const lowerInvestment: Lever = {
  field: INVESTMENT_FACTOR, label: 'Investment', unit: 'times', touches: 'money', noun: 'the investment', shown: percentToATenth,
  present: () => 1, step: () => HUNDREDTH, ends: () => [HUNDREDTH], changes: () => null,
  change: (matchCase, factor) => withEconomics(matchCase, { contingency: (1 + resolveAssumptions(matchCase).contingency) * factor - 1 }),
  clause: (_, factor) => `the investment were ${percentToATenth(1 - factor)} lower (by a grant, for example)`,
};

/** In the order they are told. */
export const LEVERS: readonly Lever[] = [
  shorterRoute, lowerFlow, lowerReturn, hotterSource, sourceReturn, annualDemand, fullerDataCentre,
  dearerHeat, electricityPrice, lowerInvestment, lowerDiscountRate, longerLife,
];
