/** One way to connect, at the capacity that is worth most. */
import { attemptConnection, type ConnectionDesign, type ConnectionTask, type GateFailure } from './connection.js';
import { dispatchLines, NEGLIGIBLE_KW, type DispatchLines, type DispatchTotals } from './dispatch.js';
import {
  investmentEur, netPresentValueEur, yearlyCashFlowEur, yearlyEur, type Investment, type YearlyAmounts,
} from './economics.js';
import { heatStore, type HeatStore } from './heat-store.js';
import type { Connection } from './match-case.js';
import type { PreparedCase } from './prepared-case.js';

export interface FeasibleOption {
  readonly feasible: true;
  readonly connection: Connection;
  readonly design: ConnectionDesign;
  /** undefined without one. */
  readonly store: HeatStore | undefined;
  readonly lines: DispatchLines;
  readonly totals: DispatchTotals;
  readonly investment: Investment;
  readonly yearly: YearlyAmounts;
  readonly npvEur: number;
}

export interface InfeasibleOption {
  readonly feasible: false;
  readonly connection: Connection;
  readonly failure: GateFailure;
}

export type ConnectionOption = FeasibleOption | InfeasibleOption;

/** What one design is worth over the year, with or without a store; undefined when it never delivers. */
export function evaluateDesign(design: ConnectionDesign, prepared: PreparedCase, store?: HeatStore): FeasibleOption | undefined {
  const { terms, assumptions } = prepared;
  const lines = dispatchLines(design);
  const totals = prepared.totals(lines, store);
  if (totals.deliveredMwh <= 0) return undefined;
  const investment = investmentEur(design, assumptions, store);
  const yearly = yearlyEur(design, totals, investment.total, terms);
  const npvEur = netPresentValueEur(investment.total, yearlyCashFlowEur(yearly), assumptions);
  return { feasible: true, connection: design.connection, design, store, lines, totals, investment, yearly, npvEur };
}

/** Demand peak and best hour of the offer: all that the hard limits need to know of the year. */
export type GateLoads = Pick<PreparedCase, 'peakDemandKw' | 'bestOfferKw'>;

function failureAtCapacity(
  connection: Connection, task: ConnectionTask, capacityKw: number, bestOfferKw: number,
): GateFailure | undefined {
  const attempt = attemptConnection(connection, task, capacityKw);
  if ('failure' in attempt) return attempt.failure;
  const { limitLossKw, limitPerOffered } = dispatchLines(attempt.design);
  const neededKw = (limitLossKw + NEGLIGIBLE_KW) / limitPerOffered;
  return bestOfferKw > neededKw ? undefined : { gate: 'no-heat', value: bestOfferKw, limit: neededKw };
}

/**
 * The hard limit that stands in the way of a connection at every capacity; undefined when one capacity meets all limits. Named is
 * the limit at the full peak or, where heat is lost on the way, at the capacity that needs least.
 */
export function gateFailure(
  connection: Connection, task: ConnectionTask, { peakDemandKw, bestOfferKw }: GateLoads,
): GateFailure | undefined {
  if (!(peakDemandKw > NEGLIGIBLE_KW)) return { gate: 'no-demand', value: peakDemandKw, limit: 0 };
  const { capacityCandidates } = task.assumptions;
  let named: GateFailure | undefined;
  for (let step = capacityCandidates; step >= 1; step--) {
    const failure = failureAtCapacity(connection, task, (peakDemandKw * step) / capacityCandidates, bestOfferKw);
    if (!failure) return undefined;
    const needsLess = failure.gate === 'no-heat' && (named?.gate !== 'no-heat' || failure.limit < named.limit);
    if (!named || needsLess) named = failure;
  }
  return named;
}

const better = (best: FeasibleOption | undefined, option: FeasibleOption | undefined): FeasibleOption | undefined =>
  (option && (!best || option.npvEur > best.npvEur) ? option : best);

/** A design without a store and, where the case asks for it, with each size: the one with the highest NPV, the smaller on a tie. */
function bestStore(design: ConnectionDesign, prepared: PreparedCase): FeasibleOption | undefined {
  let best = evaluateDesign(design, prepared);
  for (const hours of prepared.storeHours) {
    const store = heatStore(hours * design.capacityKw, prepared.task);
    if (store) best = better(best, evaluateDesign(design, prepared, store));
  }
  return best;
}

/**
 * The capacity with the highest NPV of `capacityCandidates` equal steps up to the demand's peak, the smaller on a tie; or the limit
 * that stands in the way of all of them.
 */
export function evaluateOption(connection: Connection, prepared: PreparedCase): ConnectionOption {
  const { task, peakDemandKw, assumptions: { capacityCandidates } } = prepared;
  let best: FeasibleOption | undefined;
  for (let step = 1; step <= capacityCandidates && peakDemandKw > 0; step++) {
    const attempt = attemptConnection(connection, task, (peakDemandKw * step) / capacityCandidates);
    if ('failure' in attempt) continue;
    best = better(best, bestStore(attempt.design, prepared));
  }
  return best ?? {
    feasible: false, connection,
    failure: gateFailure(connection, task, prepared) ?? { gate: 'no-heat', value: prepared.bestOfferKw, limit: 0 },
  };
}
