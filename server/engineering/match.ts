/** The whole chain on one page: case -> three ways to connect -> the best of them -> money, climate, score. */
import { evaluateOption, type ConnectionOption, type FeasibleOption } from './connection-option.js';
import { deliveredKw } from './dispatch.js';
import { durationCurve } from './duration-curve.js';
import { storeDispatchHours } from './store-dispatch.js';
import { profitability } from './economics.js';
import { avoidedTonnesPerYear, energyReuseFactor } from './emissions.js';
import { monthlySumMwh } from './hourly-series.js';
import { CONNECTIONS, type FeasibleResult, type MatchCase, type MatchEvaluation, type MatchResult } from './match-case.js';
import { infeasibleResult, optionDetail, optionReason, storeFields } from './option-detail.js';
import { prepareCase, type PreparedCase } from './prepared-case.js';
import { researchValue } from './research.js';
import { DEFAULT_SCORE_WEIGHTS, monthsApart, savedShare, scoreMatch, scoreScale, type Score } from './score.js';
import { HOURS_PER_YEAR, KG_PER_TONNE } from './units.js';
import { validateMatchCase } from './validation.js';

export const MODEL_VERSION = '1.1.0';

/** The option with the highest NPV, the earlier one in the table on a tie. */
export const bestOption = (options: readonly ConnectionOption[]): FeasibleOption | undefined =>
  options.reduce<FeasibleOption | undefined>(
    (best, option) => (option.feasible && (!best || option.npvEur > best.npvEur) ? option : best), undefined,
  );

function annualFigures({ totals }: FeasibleOption, { demandMwh, offeredMwh }: PreparedCase): FeasibleResult['annual'] {
  const { deliveredMwh, fromSourceMwh, lossMwh } = totals;
  return {
    demandMwh, deliveredMwh, fromSourceMwh,
    electricityMwh: totals.heatPumpElectricityMwh + totals.pumpElectricityMwh,
    lossMwh,
    coverage: deliveredMwh / demandMwh,
    utilisation: fromSourceMwh / offeredMwh,
  };
}

type Figures = Pick<FeasibleResult, 'annual' | 'economics' | 'emissions'>;

function scoreOf({ site, source, demand }: MatchCase, figures: Figures, { assumptions }: PreparedCase): Score {
  const { annual, economics, emissions } = figures;
  const { research } = demand;
  return scoreMatch({
    cost: savedShare(economics.priceFloorEurPerMwh, economics.priceCeilingEurPerMwh),
    climate: (emissions.avoidedTonnesPerYear * KG_PER_TONNE) / annual.deliveredMwh,
    coverage: annual.coverage,
    use: annual.utilisation,
    efficiency: annual.electricityMwh / annual.deliveredMwh,
    readiness: monthsApart(source.availableFrom, demand.startDate),
    ...(research && {
      research: researchValue(research, site.researchTopics ?? [], assumptions.fullMarksResearchBudgetEur),
    }),
  }, site.scoreWeights ?? DEFAULT_SCORE_WEIGHTS, assumptions);
}

function feasibleResult(
  matchCase: MatchCase, best: FeasibleOption, options: readonly ConnectionOption[], prepared: PreparedCase,
): FeasibleResult {
  const { site, demand } = matchCase;
  const { design, totals, investment, yearly } = best;
  const annual = annualFigures(best, prepared);
  const economics = { capexEur: investment.total, ...profitability(investment.total, yearly, totals.deliveredMwh, prepared.terms) };
  const emissions = {
    avoidedTonnesPerYear: avoidedTonnesPerYear({
      deliveredMwh: totals.deliveredMwh, electricityMwh: annual.electricityMwh,
      replacedHeatKgPerMwh: demand.alternative.emissionKgPerMwh, gridKgPerMwh: site.electricity.emissionKgPerMwh,
    }),
  };
  return {
    feasible: true,
    modelVersion: MODEL_VERSION,
    design: {
      connection: design.connection, capacityKw: design.capacityKw, dn: design.pipe.dn,
      parallelPairs: design.pipe.parallelPairs, cop: design.cop,
      options: options.map((option) => ({
        connection: option.connection, npvEur: option.feasible ? option.npvEur : null,
        reason: optionReason(option, best, economics, prepared),
      })),
      ...storeFields(best, prepared),
    },
    annual,
    economics,
    emissions,
    energyReuse: { erf: energyReuseFactor(annual.fromSourceMwh, prepared.itEnergyMwh, site.pue) },
    score: scoreOf(matchCase, { annual, economics, emissions }, prepared),
  };
}

/**
 * Evaluates one source against one demand: the public result and the working behind it. A match is infeasible only when no way to
 * connect passes its hard limits; one that costs more than it is worth is feasible, with no suggested price.
 * Throws InvalidInputError (a RangeError with `field` and `value`) on a case it cannot trust. Sources: README.md.
 */
export function evaluateMatch(matchCase: MatchCase): MatchEvaluation {
  validateMatchCase(matchCase);
  return evaluatePrepared(matchCase, prepareCase(matchCase));
}

/** The public result alone. Throws like `evaluateMatch`. */
export function evaluateCase(matchCase: MatchCase): MatchResult {
  validateMatchCase(matchCase);
  return resultOfPrepared(matchCase, prepareCase(matchCase));
}

const evaluateOptions = (prepared: PreparedCase): readonly ConnectionOption[] =>
  CONNECTIONS.map((connection) => evaluateOption(connection, prepared));

/** The public result of a case that is validated and prepared. */
export function resultOfPrepared(matchCase: MatchCase, prepared: PreparedCase): MatchResult {
  const options = evaluateOptions(prepared);
  const best = bestOption(options);
  return best ? feasibleResult(matchCase, best, options, prepared)
    : infeasibleResult(options.map((option) => optionDetail(option, prepared)), MODEL_VERSION);
}

const deliveredHours = ({ lines, store }: FeasibleOption, { hours }: PreparedCase): Float64Array =>
  (store ? storeDispatchHours(lines, store, hours).deliveredKw : deliveredKw(lines, hours));

/** Result and working of a case that is validated and prepared. */
export function evaluatePrepared(matchCase: MatchCase, prepared: PreparedCase): MatchEvaluation {
  const options = evaluateOptions(prepared);
  const best = bestOption(options);
  const details = options.map((option) => optionDetail(option, prepared));
  const delivered = best ? deliveredHours(best, prepared) : new Float64Array(HOURS_PER_YEAR);
  return {
    result: best ? feasibleResult(matchCase, best, options, prepared) : infeasibleResult(details, MODEL_VERSION),
    detail: {
      options: details,
      monthly: {
        offeredMwh: monthlySumMwh(prepared.hours.offeredKw),
        demandMwh: monthlySumMwh(prepared.hours.demandKw),
        deliveredMwh: monthlySumMwh(delivered),
      },
      duration: durationCurve(prepared.hours.demandKw, delivered),
      scoreScale: scoreScale(prepared.assumptions),
    },
  };
}
