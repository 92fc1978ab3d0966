import type { Localised } from '../../shared/i18n.js';
import type { Match } from '../matching/index.js';
import { chosenOption, type WorkingOption } from './presenter-verdict.js';

/** Minus nothing is nothing, not -0. */
const cost = (amountEur: number): number => (amountEur === 0 ? 0 : -amountEur);

function investment({ t, money, percent }: Localised, { investmentEur }: WorkingOption) {
  const part = (key: 'pipe' | 'heatExchangers' | 'heatPump' | 'heatStore' | 'contingency', amountEur: number) =>
    ({ label: t(`match:pricePart.${key}`), amount: money(amountEur), share: percent(amountEur / investmentEur.total) });
  return {
    parts: [
      part('pipe', investmentEur.pipe), part('heatExchangers', investmentEur.heatExchangers), part('heatPump', investmentEur.heatPump),
      ...(investmentEur.heatStore === undefined ? [] : [part('heatStore', investmentEur.heatStore)]), part('contingency', investmentEur.contingency),
    ],
    total: money(investmentEur.total),
  };
}

function yearly({ t, money }: Localised, { yearlyEur: { savedHeatCost, coolingCredit, electricity, heatPumpOandM, fixedOandM } }: WorkingOption) {
  const amounts = Object.entries({
    savedHeatCost, coolingCredit, electricity: cost(electricity), heatPumpOandM: cost(heatPumpOandM), fixedOandM: cost(fixedOandM),
  });
  return {
    lines: amounts.map(([key, amountEur]) => ({ label: t(`match:yearly.${key}`), amount: money(amountEur) })),
    total: money(savedHeatCost + coolingCredit - fixedOandM - heatPumpOandM - electricity),
  };
}

/** What it costs, what it saves, and between which prices both sides gain. */
export function presentMoney(localised: Localised, match: Match) {
  const option = chosenOption(match);
  if (!match.result.feasible || option === undefined) return null;
  const { t, money, number, unit, percent } = localised;
  const { economics } = match.result;
  const price = (value: number): string => unit(value, 'EUR/MWh', 1);
  const shortfall = economics.priceFloorEurPerMwh - economics.priceCeilingEurPerMwh;
  return {
    investment: investment(localised, option), yearly: yearly(localised, option),
    corridor: {
      floor: price(economics.priceFloorEurPerMwh), ceiling: price(economics.priceCeilingEurPerMwh),
      suggested: economics.suggestedPriceEurPerMwh === null ? t('match:money.none') : t('match:money.half', { price: price(economics.suggestedPriceEurPerMwh) }),
      noDeal: shortfall > 0 ? t('match:money.shortfall', { price: price(shortfall) }) : null,
    },
    lcoh: price(economics.lcohEurPerMwh), npv: money(economics.npvEur),
    irr: economics.irr === null ? t('match:money.never') : percent(economics.irr, 1),
    payback: economics.paybackYears === null ? t('match:money.never') : t('match:money.years', { value: number(economics.paybackYears, 1) }),
  };
}

/** Climate and reuse, in words that stand beside a figure. */
export function presentClimate({ t, number, unit, percent }: Localised, { result }: Match) {
  if (!result.feasible) return null;
  const { emissions: { avoidedTonnesPerYear: tonnes }, annual, energyReuse } = result;
  return {
    avoided: t('match:climate.avoided', { tonnes: number(tonnes), perMwh: unit((tonnes * 1000) / annual.deliveredMwh, 'kg CO2/MWh') }),
    erf: t('match:climate.erf', { share: percent(energyReuse.erf, 1) }), share: t('match:climate.share', { share: percent(annual.utilisation, 1) }),
  };
}
