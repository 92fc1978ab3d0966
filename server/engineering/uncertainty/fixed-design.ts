/**
 * A match whose design stands: what is built is built, whatever prices and demand turn out to be. Way to connect, capacity, pipe and
 * heat pump stay; how much heat flows and what it is worth is worked out anew, hour by hour.
 */
import { evaluateDesign, evaluateOption } from '../connection-option.js';
import { attemptConnection, type ConnectionDesign } from '../connection.js';
import { dispatchLines, dispatchTotals } from '../dispatch.js';
import { annuityFactor, investmentEur, netPresentValueEur, yearlyCashFlowEur, yearlyCostEur, yearlyEur } from '../economics.js';
import { explainFailure, CONNECTION_LABELS } from '../gate-wording.js';
import { CONNECTIONS, type Connection, type MatchCase } from '../match-case.js';
import { bestOption } from '../match.js';
import type { HeatStore } from '../heat-store.js';
import { prepareCase, type PreparedCase } from '../prepared-case.js';
import { storeDispatchTotals } from '../store-dispatch.js';
import { validateMatchCase } from '../validation.js';
import { scaledHours } from './scaled-hours.js';
import type { Factors } from './uncertain-input.js';

/** The design a simulation keeps to; that of the result when a match was stored. */
export interface DesignChoice {
  readonly connection: Connection;
  readonly capacityKw: number;
}

export interface Outcome {
  readonly npvEur: number;
  /** Infinity when no heat is delivered. */
  readonly lcohEurPerMwh: number;
  readonly deliveredMwh: number;
  /** Annuity of the investment and the costs of a year. */
  readonly lifeCostEurPerYear: number;
}

export interface DesignedMatch {
  readonly feasible: true;
  readonly prepared: PreparedCase;
  readonly design: ConnectionDesign;
  /** What the match is worth with these factors on what its case says; investment includes contingency, upkeep goes with it. */
  readonly outcome: (factors: Factors) => Outcome;
}

export interface UndesignedMatch {
  readonly feasible: false;
  /** In plain words, one for each way to connect that was tried. */
  readonly reasons: readonly string[];
}

/** What is built; the store undefined without one. */
interface Settled {
  readonly design: ConnectionDesign;
  readonly store?: HeatStore | undefined;
}

function designOutcome(
  { source }: MatchCase, prepared: PreparedCase, { design, store }: Settled, shareOfOffer?: ArrayLike<number>,
): (factors: Factors) => Outcome {
  const { terms, assumptions } = prepared;
  const lines = dispatchLines(design);
  const plannedEur = investmentEur(design, assumptions, store).total;
  const annuity = annuityFactor(assumptions.discountRate, assumptions.lifetimeYears);
  const hours = scaledHours(source, prepared, shareOfOffer);
  return (factors) => {
    const scaled = hours(factors.utilisation, factors.demand);
    const year = store ? storeDispatchTotals(lines, store, scaled) : dispatchTotals(lines, scaled);
    const totals = { ...year, electricityEur: year.electricityEur * factors.electricityPrice };
    const investment = plannedEur * factors.investment;
    const yearly = yearlyEur(design, totals, investment, {
      ...terms,
      meanPriceEurPerMwh: terms.meanPriceEurPerMwh * factors.electricityPrice,
      alternativeCostEurPerMwh: terms.alternativeCostEurPerMwh * factors.heatCost,
    });
    const lifeCostEurPerYear = annuity * investment + yearlyCostEur(yearly);
    return {
      npvEur: netPresentValueEur(investment, yearlyCashFlowEur(yearly), assumptions),
      lcohEurPerMwh: totals.deliveredMwh > 0 ? lifeCostEurPerYear / totals.deliveredMwh : Infinity,
      deliveredMwh: totals.deliveredMwh, lifeCostEurPerYear,
    };
  };
}

type Chosen = Settled | UndesignedMatch;
const infeasible = (...reasons: readonly string[]): UndesignedMatch => ({ feasible: false, reasons });

function givenDesign({ connection, capacityKw }: DesignChoice, prepared: PreparedCase): Chosen {
  const attempt = attemptConnection(connection, prepared.task, capacityKw);
  const label = CONNECTION_LABELS[connection];
  if ('failure' in attempt) return infeasible(`${label}: ${explainFailure(connection, attempt.failure, prepared)}`);
  return evaluateDesign(attempt.design, prepared) ? attempt : infeasible(`${label}: No heat is delivered in any hour of the year.`);
}

function bestDesign(prepared: PreparedCase): Chosen {
  const options = CONNECTIONS.map((connection) => evaluateOption(connection, prepared));
  const best = bestOption(options);
  return best ?? infeasible(...options.flatMap((option) => (option.feasible ? []
    : [`${CONNECTION_LABELS[option.connection]}: ${explainFailure(option.connection, option.failure, prepared)}`])));
}

/**
 * A match with its design settled: the given one, else the one the model chooses. `shareOfOffer` (8760 fractions) limits what it may
 * take of the offer in each hour. Throws InvalidInputError on a case it cannot trust.
 */
export function designMatch(
  matchCase: MatchCase, choice?: DesignChoice, shareOfOffer?: ArrayLike<number>,
): DesignedMatch | UndesignedMatch {
  validateMatchCase(matchCase);
  const prepared = prepareCase(matchCase);
  const chosen = choice ? givenDesign(choice, prepared) : bestDesign(prepared);
  if (!('design' in chosen)) return chosen;
  return { feasible: true, prepared, design: chosen.design, outcome: designOutcome(matchCase, prepared, chosen, shareOfOffer) };
}
