import type { OptionDetail } from '../../engineering/index.js';
import type { Localised } from '../../shared/i18n.js';
import type { Match } from '../matching/index.js';
import { routeWords } from './wording.js';

export type WorkingOption = Extract<OptionDetail, { readonly feasible: true }>;
export type FailedOption = Extract<OptionDetail, { readonly feasible: false }>;

/** The working behind the way that the model chose. */
export function chosenOption({ result, detail }: Pick<Match, 'result' | 'detail'>): WorkingOption | undefined {
  if (!result.feasible) return undefined;
  return detail.options.find((one): one is WorkingOption => one.feasible && one.connection === result.design.connection);
}

/** One sentence that says it all. */
export function verdict(localised: Localised, { result, routeLengthM }: Pick<Match, 'result' | 'routeLengthM'>): string {
  const { t, number, unit, percent } = localised;
  if (!result.feasible) return t('review:verdict.noneBelow');
  const { priceFloorEurPerMwh: floor, priceCeilingEurPerMwh: ceiling, suggestedPriceEurPerMwh: suggested } = result.economics;
  const price = (value: number): string => unit(value, 'EUR/MWh');
  const values = {
    way: t(`review:way.${result.design.connection}`), route: routeWords(localised, routeLengthM), share: percent(result.annual.coverage), ceiling: price(ceiling),
  };
  if (suggested === null) return t('review:verdict.noDeal', { ...values, floor: price(floor), more: price(floor - ceiling) });
  if (floor <= 0) return t('review:verdict.upTo', { ...values, suggested: number(suggested) });
  return t('review:verdict.between', { ...values, floor: number(floor), suggested: number(suggested) });
}

export function keyFigures({ t, number, heat, percent, money, unit }: Localised, { result }: Match) {
  if (!result.feasible) return [];
  const { annual, economics, emissions } = result;
  return [
    { value: number(result.score.total), label: t('match:figure.points') },
    { value: heat(annual.deliveredMwh), label: t('match:figure.delivered') },
    { value: percent(annual.coverage), label: t('match:figure.coverage') },
    { value: money(economics.npvEur), label: t('match:figure.npv') },
    { value: unit(emissions.avoidedTonnesPerYear, 't'), label: t('match:figure.avoided') },
  ];
}
