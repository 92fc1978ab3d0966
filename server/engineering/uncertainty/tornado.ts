/** Which input moves the NPV most: one at a time to its low and its high end, the others as assumed. */
import { UNCERTAINTY_TABLE } from '../assumptions.js';
import type { ConnectionDesign } from '../connection.js';
import { investmentEur } from '../economics.js';
import { constantOrHourlyMean } from '../hourly-series.js';
import type { ConstantOrHourly, MatchCase } from '../match-case.js';
import type { PreparedCase } from '../prepared-case.js';
import { AS_ASSUMED, UNCERTAIN_INPUTS, type Factors, type Spreads, type UncertainInput } from './uncertain-input.js';

export interface TornadoBar {
  readonly input: UncertainInput;
  readonly label: string;
  /** Of `assumed`, `low` and `high`; `-` is a fraction. */
  readonly unit: string;
  readonly assumed: number;
  /** Below this one time in ten. */
  readonly low: number;
  /** Above this one time in ten. */
  readonly high: number;
  readonly npvAtLowEur: number;
  readonly npvAtHighEur: number;
}

/** An input in its own unit: as assumed, and times a factor. */
interface Quantity {
  readonly unit: string;
  readonly times: (factor: number) => number;
}
export interface TornadoSubject {
  readonly matchCase: MatchCase;
  readonly prepared: PreparedCase;
  readonly design: ConnectionDesign;
}

const straight = (unit: string, assumed: number): Quantity => ({ unit, times: (factor) => assumed * factor });

const cappedMean = (utilisation: ConstantOrHourly, factor: number): number => constantOrHourlyMean(
  typeof utilisation === 'number' ? Math.min(1, utilisation * factor) : Array.from(utilisation, (each) => Math.min(1, each * factor)));

const QUANTITIES: Readonly<Record<UncertainInput, (subject: TornadoSubject) => Quantity>> = {
  electricityPrice: ({ prepared }) => straight('EUR/MWh', prepared.terms.meanPriceEurPerMwh),
  investment: ({ prepared, design }) => straight('EUR', investmentEur(design, prepared.assumptions).total),
  utilisation: ({ matchCase: { source } }) => ({ unit: '-', times: (factor) => cappedMean(source.utilisation ?? 1, factor) }),
  demand: ({ prepared }) => straight('MWh/a', prepared.demandMwh),
  heatCost: ({ prepared }) => straight('EUR/MWh', prepared.terms.alternativeCostEurPerMwh),
};

const swingEur = ({ npvAtLowEur, npvAtHighEur }: Pick<TornadoBar, 'npvAtLowEur' | 'npvAtHighEur'>): number =>
  Math.abs(npvAtHighEur - npvAtLowEur);

/** Bars in the inputs' own units, as factors (unit `times`) without a subject; largest swing first. */
export function tornado(
  npvEur: (factors: Factors) => number, spreads: Spreads, subject?: TornadoSubject,
): { readonly assumedNpvEur: number; readonly bars: readonly TornadoBar[] } {
  const bars = UNCERTAIN_INPUTS.map((input): TornadoBar => {
    const { unit, times } = subject ? QUANTITIES[input](subject) : straight('times', 1);
    const { low, high } = spreads[input];
    return {
      input, label: UNCERTAINTY_TABLE[input].label, unit, assumed: times(1), low: times(low), high: times(high),
      npvAtLowEur: npvEur({ ...AS_ASSUMED, [input]: low }), npvAtHighEur: npvEur({ ...AS_ASSUMED, [input]: high }),
    };
  });
  return { assumedNpvEur: npvEur(AS_ASSUMED), bars: bars.sort((a, b) => swingEur(b) - swingEur(a)) };
}
