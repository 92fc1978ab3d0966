/** How sure is a plan? The same draws for all its matches where they share an input, so that ups and downs add up as they would. */
import { InvalidInputError } from '../invalid-input-error.js';
import type { MatchCase } from '../match-case.js';
import { HOURS_PER_YEAR } from '../units.js';
import { distribution, quantiles, shareAboveZero, type Distribution, type Quantiles } from './distribution.js';
import { designMatch, type DesignChoice, type DesignedMatch, type Outcome, type UndesignedMatch } from './fixed-design.js';
import { factorsOfDraw, priceQuantiles, type FactorTable, type PriceQuantiles } from './simulate-match.js';
import { tornado, type TornadoBar } from './tornado.js';
import {
  AS_ASSUMED, drawnFactors, simulationOptions, UNCERTAIN_INPUTS, type SimulationOptions, type UncertainInput,
} from './uncertain-input.js';

/** A match of the plan. */
export interface PlanMember {
  readonly id: string;
  readonly matchCase: MatchCase;
  /** The one the plan builds; the one the model chooses when left out. */
  readonly design?: DesignChoice;
  /**
   * 8760 fractions: the part of its building's offer that this match may take in each hour, all of it when left out. Where the parts of
   * a building's matches sum to at most 1, no draw gives more heat than there is.
   */
  readonly shareOfOffer?: ArrayLike<number>;
  /** Part of its NPV, 0..1, that falls within the years the plan counts; all of it when left out. */
  readonly partOfNpv?: number;
}

export interface PlanSimulation {
  readonly feasible: true;
  readonly seed: number;
  readonly draws: number;
  /** Sum of the matches, as their cases say, without any draw. */
  readonly assumedNpvEur: number;
  readonly npvEur: Distribution;
  /** Of all heat delivered in a year with every match running. */
  readonly lcohEurPerMwh: PriceQuantiles;
  readonly chanceNpvPositive: number;
  /** Each input moved in all matches at once, as a factor; largest swing first. */
  readonly tornado: readonly TornadoBar[];
  readonly members: readonly {
    readonly id: string; readonly assumedNpvEur: number; readonly npvEur: Quantiles; readonly chanceNpvPositive: number;
  }[];
}

export interface InfeasiblePlan {
  readonly feasible: false;
  readonly infeasible: readonly { readonly id: string; readonly reasons: readonly string[] }[];
}

/** One market, one data centre filling up, one level of building costs: these go up and down together in all matches. */
const COMMON_INPUTS: readonly UncertainInput[] = ['electricityPrice', 'utilisation', 'investment'];

export interface PlanOptions extends SimulationOptions {
  /** Inputs drawn once for all matches; by default all but the partners' own demand and heat cost. */
  readonly common?: readonly UncertainInput[];
}

function requireMembers(members: readonly PlanMember[]): void {
  if (members.length === 0) throw new InvalidInputError('members', members, 'must have at least one match');
  members.forEach(({ shareOfOffer, partOfNpv = 1 }, index) => {
    if (!(partOfNpv >= 0 && partOfNpv <= 1)) throw new InvalidInputError(`members[${index}].partOfNpv`, partOfNpv, 'must be a number from 0 to 1');
    if (!shareOfOffer) return;
    const field = `members[${index}].shareOfOffer`;
    if (shareOfOffer.length !== HOURS_PER_YEAR) throw new InvalidInputError(field, shareOfOffer, `must be a list of ${HOURS_PER_YEAR} values`);
    const wrong = Array.from(shareOfOffer).findIndex((share) => !(share >= 0 && share <= 1));
    if (wrong >= 0) throw new InvalidInputError(`${field}[${wrong}]`, shareOfOffer[wrong], 'must be a number from 0 to 1');
  });
}

/** Draws of every member: common inputs are the same lists, the others are drawn under the member's place in the plan. */
function factorTables(count: number, common: readonly UncertainInput[], options: ReturnType<typeof simulationOptions>): readonly FactorTable[] {
  const shared = new Map(common.map((input) => [input, drawnFactors(input, options)]));
  return Array.from({ length: count }, (_, member) => Object.fromEntries(UNCERTAIN_INPUTS.map((input) =>
    [input, shared.get(input) ?? drawnFactors(input, options, member)])) as Record<UncertainInput, Float64Array>);
}

function simulate(
  members: readonly PlanMember[], matches: readonly DesignedMatch[], common: readonly UncertainInput[],
  options: ReturnType<typeof simulationOptions>,
): PlanSimulation {
  const { seed, draws, spreads } = options;
  const tables = factorTables(matches.length, common, options);
  const totalEur = new Float64Array(draws);
  const [costEur, deliveredMwh] = [new Float64Array(draws), new Float64Array(draws)];
  const each = matches.map(({ outcome }, member) => new Float64Array(draws).map((_, draw) => {
    const drawn = outcome(factorsOfDraw(tables[member] as FactorTable, draw));
    totalEur[draw] = (totalEur[draw] as number) + drawn.npvEur;
    deliveredMwh[draw] = (deliveredMwh[draw] as number) + drawn.deliveredMwh;
    costEur[draw] = (costEur[draw] as number) + drawn.lifeCostEurPerYear;
    return drawn.npvEur;
  }));
  const total = tornado((factors) => matches.reduce((sum, { outcome }) => sum + outcome(factors).npvEur, 0), spreads);
  return {
    feasible: true, seed, draws,
    assumedNpvEur: total.assumedNpvEur,
    npvEur: distribution(totalEur),
    lcohEurPerMwh: priceQuantiles(costEur.map((cost, draw) => (deliveredMwh[draw] === 0 ? Infinity : cost / (deliveredMwh[draw] as number)))),
    chanceNpvPositive: shareAboveZero(totalEur),
    tornado: total.bars,
    members: members.map(({ id }, index) => {
      const npvEur = each[index] as Float64Array;
      return {
        id, assumedNpvEur: matches[index]?.outcome(AS_ASSUMED).npvEur as number, npvEur: quantiles(npvEur.slice().sort()),
        chanceNpvPositive: shareAboveZero(npvEur),
      };
    }),
  };
}

/** What a match is worth to the plan: only the years that the plan counts. */
function withinThePlan(match: DesignedMatch | UndesignedMatch, partOfNpv: number): DesignedMatch | UndesignedMatch {
  if (!match.feasible || partOfNpv === 1) return match;
  return { ...match, outcome: (factors): Outcome => {
    const whole = match.outcome(factors);
    return { ...whole, npvEur: partOfNpv * whole.npvEur };
  } };
}

/**
 * Monte Carlo of a plan: the total NPV of its matches, each at its fixed design. A match is drawn like in `simulateMatch`, and a plan of
 * one match gives the same numbers. Whether matches of one building share out its heat is the caller's: by `shareOfOffer`, or by what
 * their cases have as committed; without either, each counts with the whole offer. Infeasible when a match has no design that works.
 * Throws InvalidInputError.
 */
export function simulatePlan(
  members: readonly PlanMember[], { common = COMMON_INPUTS, ...rest }: PlanOptions,
): PlanSimulation | InfeasiblePlan {
  const options = simulationOptions(rest);
  requireMembers(members);
  const matches = members.map(({ matchCase, design, shareOfOffer, partOfNpv = 1 }) => withinThePlan(designMatch(matchCase, design, shareOfOffer), partOfNpv));
  const infeasible = matches.flatMap((match, index) =>
    (match.feasible ? [] : [{ id: members[index]?.id as string, reasons: match.reasons }]));
  return infeasible.length > 0 ? { feasible: false, infeasible }
    : simulate(members, matches as readonly DesignedMatch[], common, options);
}
