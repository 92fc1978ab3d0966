/** How sure is a match? Many draws of what may turn out otherwise, at a design that stands. */
import type { MatchCase } from '../match-case.js';
import { distribution, quantiles, shareAboveZero, type Distribution, type Quantiles } from './distribution.js';
import { designMatch, type DesignChoice, type DesignedMatch, type UndesignedMatch } from './fixed-design.js';
import { tornado, type TornadoBar } from './tornado.js';
import {
  drawnFactors, simulationOptions, UNCERTAIN_INPUTS, type Factors, type SimulationOptions, type UncertainInput,
} from './uncertain-input.js';

/** Quantiles that are null where no heat is delivered, so that a MWh has no price. */
export type PriceQuantiles = { readonly [Key in keyof Quantiles]: number | null };

export interface MatchSimulation {
  readonly feasible: true;
  readonly seed: number;
  readonly draws: number;
  /** What all draws keep to. */
  readonly design: DesignChoice;
  /** As the case says, without any draw. */
  readonly assumedNpvEur: number;
  readonly npvEur: Distribution;
  readonly lcohEurPerMwh: PriceQuantiles;
  /** Share of the draws with an NPV above 0. */
  readonly chanceNpvPositive: number;
  /** Share of the draws in which the pipe delivers nothing all year. */
  readonly chanceOfNoHeat: number;
  /** Largest swing first. */
  readonly tornado: readonly TornadoBar[];
}

/** Factors of all draws, one list for each input. */
export type FactorTable = Readonly<Record<UncertainInput, Float64Array>>;

export const factorsOfDraw = (table: FactorTable, draw: number): Factors => ({
  electricityPrice: table.electricityPrice[draw] as number,
  investment: table.investment[draw] as number,
  utilisation: table.utilisation[draw] as number,
  demand: table.demand[draw] as number,
  heatCost: table.heatCost[draw] as number,
});

/** The factors that the first (or only) partner of a simulation draws. */
export const factorTable = (options: ReturnType<typeof simulationOptions>): FactorTable =>
  Object.fromEntries(UNCERTAIN_INPUTS.map((input) => [input, drawnFactors(input, options)])) as Record<UncertainInput, Float64Array>;

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

export function priceQuantiles(lcohEurPerMwh: Float64Array): PriceQuantiles {
  const { p10, p50, p90 } = quantiles(lcohEurPerMwh.slice().sort());
  return { p10: orNull(p10), p50: orNull(p50), p90: orNull(p90) };
}

function simulate(
  { design, prepared, outcome }: DesignedMatch, matchCase: MatchCase, options: ReturnType<typeof simulationOptions>,
): MatchSimulation {
  const { seed, draws, spreads } = options;
  const table = factorTable(options);
  const outcomes = Array.from({ length: draws }, (_, draw) => outcome(factorsOfDraw(table, draw)));
  const npvEur = Float64Array.from(outcomes, (each) => each.npvEur);
  const bars = tornado((factors) => outcome(factors).npvEur, spreads, { matchCase, prepared, design });
  return {
    feasible: true, seed, draws,
    design: { connection: design.connection, capacityKw: design.capacityKw },
    assumedNpvEur: bars.assumedNpvEur,
    npvEur: distribution(npvEur),
    lcohEurPerMwh: priceQuantiles(Float64Array.from(outcomes, (each) => each.lcohEurPerMwh)),
    chanceNpvPositive: shareAboveZero(npvEur),
    chanceOfNoHeat: outcomes.filter(({ deliveredMwh }) => deliveredMwh === 0).length / draws,
    tornado: bars.bars,
  };
}

/**
 * Monte Carlo of one match at a fixed design: `design` of the options, else the one the model chooses for the case. Each draw is the
 * plain hourly calculation of the case with its five uncertain inputs multiplied by their factors. Infeasible when no way to connect
 * works (or the given design does not). Throws InvalidInputError on a case or options it cannot trust.
 */
export function simulateMatch(
  matchCase: MatchCase, { design, ...rest }: SimulationOptions & { readonly design?: DesignChoice },
): MatchSimulation | UndesignedMatch {
  const options = simulationOptions(rest);
  const match = designMatch(matchCase, design);
  return match.feasible ? simulate(match, matchCase, options) : match;
}
