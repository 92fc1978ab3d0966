import type { FeasibleResult, OptionDetail } from '../../engineering/index.js';
import { formatHeat, formatMoney, formatNumber, formatPercent, formatUnit } from '../../shared/format.js';
import type { Match } from '../matching/index.js';
import { CONNECTION_SUBJECTS, routeWords } from './wording.js';

export type WorkingOption = Extract<OptionDetail, { readonly feasible: true }>;
export type FailedOption = Extract<OptionDetail, { readonly feasible: false }>;

/** The working behind the way that the model chose. */
export function chosenOption({ result, detail }: Pick<Match, 'result' | 'detail'>): WorkingOption | undefined {
  if (!result.feasible) return undefined;
  return detail.options.find((one): one is WorkingOption => one.feasible && one.connection === result.design.connection);
}

function moneyVerdict({ priceFloorEurPerMwh: floor, priceCeilingEurPerMwh: ceiling, suggestedPriceEurPerMwh: suggested }: FeasibleResult['economics']): string {
  if (suggested === null) {
    return `but there is no deal at these terms: the heat must cost at least ${formatUnit(floor, 'EUR/MWh')}, ${
      formatUnit(floor - ceiling, 'EUR/MWh')} more than the ${formatUnit(ceiling, 'EUR/MWh')} that heat costs the partner today`;
  }
  const corridor = floor <= 0
    ? `the heat could cost up to ${formatUnit(ceiling, 'EUR/MWh')}`
    : `the heat could cost ${formatNumber(floor)} to ${formatUnit(ceiling, 'EUR/MWh')}`;
  return `${corridor}, suggested ${formatNumber(suggested)}`;
}

export const NONE_WORKS = 'None of the three ways to connect works as things stand.';

/** One sentence that says it all. */
export function verdict({ result, routeLengthM }: Pick<Match, 'result' | 'routeLengthM'>): string {
  if (!result.feasible) return `${NONE_WORKS} Below is why, and what would change it.`;
  const joint = result.economics.suggestedPriceEurPerMwh === null ? ', ' : '; ';
  return `${CONNECTION_SUBJECTS[result.design.connection]} over ${routeWords(routeLengthM)} covers ${
    formatPercent(result.annual.coverage)} of the demand${joint}${moneyVerdict(result.economics)}.`;
}

export function keyFigures({ result }: Match) {
  if (!result.feasible) return [];
  const { annual, economics, emissions } = result;
  return [
    { value: formatNumber(result.score.total), label: 'points out of 100' },
    { value: formatHeat(annual.deliveredMwh), label: 'delivered a year' },
    { value: formatPercent(annual.coverage), label: 'of the demand covered' },
    { value: formatMoney(economics.npvEur), label: 'net present value' },
    { value: formatUnit(emissions.avoidedTonnesPerYear, 't'), label: 'CO2 avoided a year' },
  ];
}
