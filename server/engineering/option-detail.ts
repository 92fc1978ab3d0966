/** What a page shows of each way to connect. */
import type { ConnectionOption, FeasibleOption } from './connection-option.js';
import { profitability, type Profitability } from './economics.js';
import { CONNECTION_LABELS, explainChange, explainFailure } from './gate-wording.js';
import type { ConnectionSituation, GateFailure, GateFinding, InfeasibleResult, OptionDetail, StoreKind } from './match-case.js';
import { nearestChange } from './nearest-change.js';
import type { PreparedCase } from './prepared-case.js';
import { KWH_PER_MWH } from './units.js';
import { eur, eurPerMwh } from './wording.js';

/** The store of an option, where one was considered. */
export function storeFields(
  { store }: FeasibleOption, { storeHours }: PreparedCase,
): { readonly storeMwh?: number; readonly storeKind?: StoreKind | null } {
  if (storeHours.length === 0) return {};
  return store ? { storeMwh: store.sizeKwh / KWH_PER_MWH, storeKind: store.kind } : { storeMwh: 0, storeKind: null };
}

function feasibleDetail(option: FeasibleOption, prepared: PreparedCase): OptionDetail {
  const { connection, design: { pipe, ...design }, totals, investment, yearly, npvEur } = option;
  const { deliveredMwh, fromSourceMwh, lossMwh } = totals;
  return {
    connection, feasible: true, capacityKw: design.capacityKw, dn: pipe.dn, parallelPairs: pipe.parallelPairs, cop: design.cop,
    pipeFlowTemperatureC: design.pipeFlowTemperatureC, pipeReturnTemperatureC: design.pipeReturnTemperatureC,
    temperatureDropK: pipe.temperatureDropK,
    deliveredMwh, fromSourceMwh, lossMwh,
    electricityMwh: totals.heatPumpElectricityMwh + totals.pumpElectricityMwh,
    coverage: deliveredMwh / prepared.demandMwh,
    npvEur,
    ...storeFields(option, prepared),
    lcohEurPerMwh: profitability(investment.total, yearly, deliveredMwh, prepared.terms).lcohEurPerMwh,
    investmentEur: investment,
    yearlyEur: yearly,
  };
}

function findingOf({ gate, value, limit }: GateFailure, { sourceSupplyC, sourceReturnC, demandFlowC, demandReturnC, routeLengthM }: ConnectionSituation): GateFinding {
  return { gate, value, limit, situation: { sourceSupplyC, sourceReturnC, demandFlowC, demandReturnC, routeLengthM } };
}

export function optionDetail(option: ConnectionOption, prepared: PreparedCase): OptionDetail {
  if (option.feasible) return feasibleDetail(option, prepared);
  const { connection, failure } = option;
  const nearest = nearestChange(connection, failure, prepared);
  return {
    connection, feasible: false, changes: nearest.changes,
    reason: explainFailure(connection, failure, prepared),
    nearestChange: explainChange(connection, nearest, prepared),
    failure: findingOf(failure, prepared.task), next: nearest.next === undefined ? null : findingOf(nearest.next.failure, nearest.next.task),
  };
}

/** Why an option is the one, or is not. */
export function optionReason(
  option: ConnectionOption, best: FeasibleOption, economics: Profitability, prepared: PreparedCase,
): string {
  if (!option.feasible) return explainFailure(option.connection, option.failure, prepared);
  if (option !== best) return `Worth ${eur(best.npvEur - option.npvEur)} less over its life than the option chosen.`;
  const chosen = 'The highest net present value of the ways that work.';
  const shortfall = economics.priceFloorEurPerMwh - economics.priceCeilingEurPerMwh;
  return shortfall <= 0 ? chosen
    : `${chosen} No deal at these terms: the heat must cost at least ${eurPerMwh(economics.priceFloorEurPerMwh)}, `
      + `${eurPerMwh(shortfall)} above the ${eurPerMwh(economics.priceCeilingEurPerMwh)} the partner pays today.`;
}

/** No way to connect works: one reason and one nearest change for each. */
export function infeasibleResult(details: readonly OptionDetail[], modelVersion: string): InfeasibleResult {
  const failed = details.flatMap((detail) => (detail.feasible ? [] : [detail]));
  return {
    feasible: false,
    modelVersion,
    reasons: failed.map(({ connection, reason }) => `${CONNECTION_LABELS[connection]}: ${reason}`),
    nearestChanges: failed.map((detail) => `${CONNECTION_LABELS[detail.connection]}: ${detail.nearestChange}`),
  };
}
