/** What a case is worth at its best design, asked again and again while one of its inputs moves. */
import type { Assumptions } from '../assumptions.js';
import { resolveAssumptions } from '../case-assumptions.js';
import { evaluateDesign, evaluateOption, type FeasibleOption } from '../connection-option.js';
import { attemptConnection } from '../connection.js';
import { investmentEur, netPresentValueEur, yearlyCashFlowEur, yearlyEur, type Terms } from '../economics.js';
import { constantOrHourlyMean } from '../hourly-series.js';
import { CONNECTIONS, type MatchCase } from '../match-case.js';
import { bestOption } from '../match.js';
import { connectionTask, prepareCase, type PreparedCase } from '../prepared-case.js';
import { electricityEurAtMean } from './change-case.js';

/** NPV of the best way to connect, EUR; undefined when none works. */
export type Worth = number | undefined;

/** By the plain calculation. Expects a case that holds together. */
export const worthOf = (prepared: PreparedCase): Worth =>
  bestOption(CONNECTIONS.map((connection) => evaluateOption(connection, prepared)))?.npvEur;

function designsThatDeliver(prepared: PreparedCase): readonly FeasibleOption[] {
  const { task, peakDemandKw, assumptions: { capacityCandidates } } = prepared;
  const capacities = Array.from({ length: capacityCandidates }, (_, step) => (peakDemandKw * (step + 1)) / capacityCandidates);
  return CONNECTIONS.flatMap((connection) => capacities.flatMap((capacityKw) => {
    const attempt = capacityKw > 0 ? attemptConnection(connection, task, capacityKw) : undefined;
    const option = attempt && 'design' in attempt ? evaluateDesign(attempt.design, prepared) : undefined;
    return option ? [option] : [];
  }));
}

function npvAtTerms({ design, totals }: FeasibleOption, electricityEur: number, terms: Terms, assumptions: Assumptions): number {
  const investment = investmentEur(design, assumptions).total;
  return netPresentValueEur(
    investment, yearlyCashFlowEur(yearlyEur(design, { ...totals, electricityEur }, investment, terms)), assumptions);
}

/** The worth under other prices and rates: the designs and their heat stay, only the money is counted anew. */
function worthByMoney({ site }: MatchCase, designs: readonly FeasibleOption[]): (changed: MatchCase) => Worth {
  return (changed) => {
    const assumptions = resolveAssumptions(changed);
    const meanPriceEurPerMwh = constantOrHourlyMean(changed.site.electricity.priceEurPerMwh);
    const terms = { meanPriceEurPerMwh, alternativeCostEurPerMwh: changed.demand.alternative.costEurPerMwh, assumptions };
    return designs.reduce<Worth>((best, option) => {
      const { heatPumpElectricityMwh, pumpElectricityMwh, electricityEur } = option.totals;
      const electricityMwh = heatPumpElectricityMwh + pumpElectricityMwh;
      const paidEur = electricityEurAtMean(site.electricity.priceEurPerMwh, meanPriceEurPerMwh, { electricityMwh, electricityEur });
      return Math.max(best ?? -Infinity, npvAtTerms(option, paidEur, terms, assumptions));
    }, undefined);
  };
}

/** What a change of the case touches: the less it is, the sooner it is worked out. */
export type Touched = 'connection' | 'hours' | 'money';

/** How to ask for the worth of a case with one input changed; `money` is exact to rounding, the others are the plain calculation. */
export function worthWhenChanged(matchCase: MatchCase): Readonly<Record<Touched, (changed: MatchCase) => Worth>> {
  const prepared = prepareCase(matchCase);
  let byMoney: ((changed: MatchCase) => Worth) | undefined;
  return {
    connection: (changed) => worthOf({ ...prepared, task: connectionTask(changed, prepared.assumptions) }),
    hours: (changed) => worthOf(prepareCase(changed)),
    money: (changed) => {
      byMoney ??= worthByMoney(matchCase, designsThatDeliver(prepared));
      return byMoney(changed);
    },
  };
}
