import { formatMoney, formatNumber, formatPercent, formatUnit } from '../../shared/format.js';
import type { Match } from '../matching/index.js';
import { chosenOption, type WorkingOption } from './presenter-verdict.js';

/** Minus nothing is nothing, not -0. */
const cost = (amountEur: number): string => formatMoney(amountEur === 0 ? 0 : -amountEur);

const price = (value: number): string => formatUnit(value, 'EUR/MWh', 1);

function investment({ investmentEur }: WorkingOption) {
  const part = (label: string, amountEur: number) =>
    ({ label, amount: formatMoney(amountEur), share: formatPercent(amountEur / investmentEur.total) });
  return {
    parts: [
      part('Pipe with trench', investmentEur.pipe), part('Heat exchangers', investmentEur.heatExchangers),
      part('Heat pump', investmentEur.heatPump),
      ...(investmentEur.heatStore === undefined ? [] : [part('Heat store', investmentEur.heatStore)]),
      part('For the unforeseen', investmentEur.contingency),
    ],
    total: formatMoney(investmentEur.total),
  };
}

function yearly({ yearlyEur }: WorkingOption) {
  const balance = yearlyEur.savedHeatCost + yearlyEur.coolingCredit - yearlyEur.fixedOandM - yearlyEur.heatPumpOandM - yearlyEur.electricity;
  return {
    lines: [
      { label: 'Heat the partner no longer buys elsewhere', amount: formatMoney(yearlyEur.savedHeatCost) },
      { label: 'Cooling electricity the data centre saves', amount: formatMoney(yearlyEur.coolingCredit) },
      { label: 'Electricity for heat pump and pumping', amount: cost(yearlyEur.electricity) },
      { label: 'Upkeep of the heat pump', amount: cost(yearlyEur.heatPumpOandM) },
      { label: 'Upkeep of pipe and plant', amount: cost(yearlyEur.fixedOandM) },
    ],
    total: formatMoney(balance),
  };
}

/** What it costs, what it saves, and between which prices both sides gain. */
export function presentMoney(match: Match) {
  const option = chosenOption(match);
  if (!match.result.feasible || option === undefined) return null;
  const { economics } = match.result;
  const shortfall = economics.priceFloorEurPerMwh - economics.priceCeilingEurPerMwh;
  return {
    investment: investment(option), yearly: yearly(option),
    corridor: {
      floor: price(economics.priceFloorEurPerMwh), ceiling: price(economics.priceCeilingEurPerMwh),
      suggested: economics.suggestedPriceEurPerMwh === null ? null : price(economics.suggestedPriceEurPerMwh),
      noDeal: shortfall > 0 ? `The lowest price that pays is ${price(shortfall)} above what the heat costs the partner today.` : null,
    },
    lcoh: price(economics.lcohEurPerMwh), npv: formatMoney(economics.npvEur),
    irr: economics.irr === null ? 'It never pays back' : formatPercent(economics.irr, 1),
    payback: economics.paybackYears === null ? 'It never pays back' : `${formatNumber(economics.paybackYears, 1)} years`,
  };
}

/** Climate and reuse, in words that stand beside a figure. */
export function presentClimate({ result }: Match) {
  if (!result.feasible) return null;
  const { emissions, annual, energyReuse } = result;
  return {
    avoided: formatUnit(emissions.avoidedTonnesPerYear, 't CO2 a year'),
    perMwh: formatUnit((emissions.avoidedTonnesPerYear * 1000) / annual.deliveredMwh, 'kg CO2/MWh'),
    erf: formatPercent(energyReuse.erf, 1), utilisation: formatPercent(annual.utilisation, 1),
  };
}
