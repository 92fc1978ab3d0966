/** Money of one connection, real terms, EUR. */
import type { Assumptions } from './assumptions.js';
import type { ConnectionDesign } from './connection.js';
import type { DispatchTotals } from './dispatch.js';
import type { HeatStore } from './heat-store.js';
import { EUR_PER_MEUR, KW_PER_MW } from './units.js';

export interface Investment {
  readonly pipe: number;
  readonly heatExchangers: number;
  readonly heatPump: number;
  /** Only with a store. */
  readonly heatStore?: number;
  readonly contingency: number;
  readonly total: number;
}

/** Yearly amounts; costs and income are both positive. */
export interface YearlyAmounts {
  readonly fixedOandM: number;
  readonly heatPumpOandM: number;
  readonly electricity: number;
  readonly coolingCredit: number;
  /** What the partner no longer pays for the delivered heat. */
  readonly savedHeatCost: number;
}

export interface Profitability {
  readonly npvEur: number;
  readonly lcohEurPerMwh: number;
  readonly irr: number | null;
  readonly paybackYears: number | null;
  readonly priceFloorEurPerMwh: number;
  readonly priceCeilingEurPerMwh: number;
  readonly suggestedPriceEurPerMwh: number | null;
}

/** Share of an investment that pays it back with interest each year: `r / (1 - (1+r)^-n)`, 1/n without interest. */
export function annuityFactor(discountRate: number, years: number): number {
  if (!(discountRate >= 0 && discountRate < 1)) throw new RangeError(`discountRate must lie in [0, 1), not ${discountRate}`);
  if (!(years > 0)) throw new RangeError(`years must be more than 0, not ${years}`);
  return discountRate === 0 ? 1 / years : -discountRate / Math.expm1(-years * Math.log1p(discountRate));
}

/** One heat exchanger, EUR: 265 EUR/kW under 1 MW, 100 EUR/kW from 1 MW on (Hotmaps). */
export const heatExchangerEur = (powerKw: number, assumptions: Assumptions): number =>
  powerKw * (powerKw < assumptions.heatExchangerLimitKw
    ? assumptions.heatExchangerSmallEurPerKw : assumptions.heatExchangerLargeEurPerKw);

/** Heat pump, EUR: `1.2858 P^-0.266` MEUR/MW of heat output (Danish Energy Agency). */
export function heatPumpEur(heatOutputKw: number, assumptions: Assumptions): number {
  const powerMw = heatOutputKw / KW_PER_MW;
  return assumptions.heatPumpCostMeurPerMw * powerMw ** assumptions.heatPumpCostExponent * powerMw * EUR_PER_MEUR;
}

/** Upkeep of a heat pump, EUR per MWh delivered: `max(0, 2.852 - 0.461 ln P_MW)` (Danish Energy Agency). */
export const heatPumpOandMEurPerMwh = (heatOutputKw: number, assumptions: Assumptions): number =>
  Math.max(0, assumptions.heatPumpOandMAtOneMwEurPerMwh
    - assumptions.heatPumpOandMSlopeEurPerMwh * Math.log(heatOutputKw / KW_PER_MW));

const EXCHANGERS_DIRECT = 2;
const EXCHANGERS_WITH_HEAT_PUMP = 1;

export function investmentEur({ cop, capacityKw, pipe }: ConnectionDesign, assumptions: Assumptions, store?: HeatStore): Investment {
  const exchangers = cop === null ? EXCHANGERS_DIRECT : EXCHANGERS_WITH_HEAT_PUMP;
  const heatExchangers = exchangers * heatExchangerEur(capacityKw, assumptions);
  const heatPump = cop === null ? 0 : heatPumpEur(capacityKw, assumptions);
  const parts = pipe.costEur + heatExchangers + heatPump + (store?.costEur ?? 0);
  const contingency = assumptions.contingency * parts;
  const investment = { pipe: pipe.costEur, heatExchangers, heatPump, contingency, total: parts + contingency };
  return store ? { ...investment, heatStore: store.costEur } : investment;
}

export interface Terms {
  /** Mean price over the year: the cooling credit is counted at it. */
  readonly meanPriceEurPerMwh: number;
  readonly alternativeCostEurPerMwh: number;
  readonly assumptions: Assumptions;
}

export function yearlyEur(
  { cop, capacityKw }: ConnectionDesign, totals: DispatchTotals, totalInvestmentEur: number, terms: Terms,
): YearlyAmounts {
  const { assumptions } = terms;
  return {
    fixedOandM: assumptions.fixedOandM * totalInvestmentEur,
    heatPumpOandM: cop === null ? 0 : heatPumpOandMEurPerMwh(capacityKw, assumptions) * (totals.deliveredMwh + totals.storeLossMwh),
    electricity: totals.electricityEur,
    coolingCredit: assumptions.coolingElectricityPerHeat * totals.fromSourceMwh * terms.meanPriceEurPerMwh,
    savedHeatCost: totals.deliveredMwh * terms.alternativeCostEurPerMwh,
  };
}

export const yearlyCostEur = (yearly: YearlyAmounts): number =>
  yearly.fixedOandM + yearly.heatPumpOandM + yearly.electricity;

export const yearlyCashFlowEur = (yearly: YearlyAmounts): number =>
  yearly.savedHeatCost + yearly.coolingCredit - yearlyCostEur(yearly);

const annuities = new WeakMap<Assumptions, number>();

/** The annuity factor of some assumptions; worked out once, because every capacity of every option asks for it. */
function annuityOf(assumptions: Assumptions): number {
  const known = annuities.get(assumptions);
  if (known !== undefined) return known;
  const annuity = annuityFactor(assumptions.discountRate, assumptions.lifetimeYears);
  annuities.set(assumptions, annuity);
  return annuity;
}

/** `cash flow / annuity - investment`. */
export const netPresentValueEur = (investment: number, cashFlow: number, assumptions: Assumptions): number =>
  cashFlow / annuityOf(assumptions) - investment;

const BISECTIONS = 200;
const HIGHEST_IRR_DOUBLINGS = 60;

/**
 * Internal rate of return of an investment and an equal cash flow over whole years; null when the investment is never paid back
 * within them or there is none.
 */
export function internalRateOfReturn(investment: number, cashFlow: number, years: number): number | null {
  if (!(investment > 0) || !(cashFlow * years >= investment)) return null;
  const worth = (rate: number): number =>
    (rate === 0 ? years : -Math.expm1(-years * Math.log1p(rate)) / rate) * cashFlow - investment;
  let low = 0;
  let high = 1;
  for (let i = 0; i < HIGHEST_IRR_DOUBLINGS && worth(high) > 0; i++) high *= 2;
  for (let i = 0; i < BISECTIONS && high - low > Number.EPSILON * high; i++) {
    const middle = (low + high) / 2;
    if (worth(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Simple payback, years; null when longer than the lifetime. */
export function paybackYears(investment: number, cashFlow: number, lifetimeYears: number): number | null {
  const years = investment / cashFlow;
  return cashFlow > 0 && years <= lifetimeYears ? years : null;
}

/** What the match is worth and between which prices both sides gain. Expects heat to be delivered. */
export function profitability(
  investment: number, yearly: YearlyAmounts, deliveredMwh: number, { alternativeCostEurPerMwh, assumptions }: Terms,
): Profitability {
  const { lifetimeYears, splitToPartner } = assumptions;
  const cashFlow = yearlyCashFlowEur(yearly);
  const annuity = annuityOf(assumptions);
  const lcohEurPerMwh = (annuity * investment + yearlyCostEur(yearly)) / deliveredMwh;
  const floor = lcohEurPerMwh - yearly.coolingCredit / deliveredMwh;
  const ceiling = alternativeCostEurPerMwh;
  return {
    npvEur: netPresentValueEur(investment, cashFlow, assumptions),
    lcohEurPerMwh,
    irr: internalRateOfReturn(investment, cashFlow, lifetimeYears),
    paybackYears: paybackYears(investment, cashFlow, lifetimeYears),
    priceFloorEurPerMwh: floor,
    priceCeilingEurPerMwh: ceiling,
    suggestedPriceEurPerMwh: floor <= ceiling ? ceiling - splitToPartner * (ceiling - floor) : null,
  };
}
