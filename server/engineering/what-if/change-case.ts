/** A case with one part of it changed; the case itself stays as it is. */
import { InvalidInputError } from '../invalid-input-error.js';
import { constantOrHourlyMean, energyMwh, seriesMaximum } from '../hourly-series.js';
import type { ConstantOrHourly, DemandInput, EconomicsInput, MatchCase, SourceInput } from '../match-case.js';

export const withSource = (matchCase: MatchCase, change: Partial<SourceInput>): MatchCase =>
  ({ ...matchCase, source: { ...matchCase.source, ...change } });
export const withDemand = (matchCase: MatchCase, change: Partial<DemandInput>): MatchCase =>
  ({ ...matchCase, demand: { ...matchCase.demand, ...change } });
export const withEconomics = (matchCase: MatchCase, change: EconomicsInput): MatchCase =>
  ({ ...matchCase, economics: { ...matchCase.economics, ...change } });

export const withHeatCost = (matchCase: MatchCase, costEurPerMwh: number): MatchCase =>
  withDemand(matchCase, { alternative: { ...matchCase.demand.alternative, costEurPerMwh } });

/**
 * Prices at another mean, as a straight line in the present ones: hourly prices keep their ups and downs in proportion or, where an
 * hour or the new mean lies below 0 or all hours are 0, in EUR.
 */
function priceLine(prices: readonly number[], meanEurPerMwh: number): { readonly factor: number; readonly addedEurPerMwh: number } {
  const present = constantOrHourlyMean(prices);
  const inProportion = present > 0 && meanEurPerMwh >= 0 && prices.every((price) => price >= 0);
  return inProportion
    ? { factor: meanEurPerMwh / present, addedEurPerMwh: 0 } : { factor: 1, addedEurPerMwh: meanEurPerMwh - present };
}

function pricesOfMean(prices: ConstantOrHourly, meanEurPerMwh: number): ConstantOrHourly {
  if (typeof prices === 'number') return meanEurPerMwh;
  if (constantOrHourlyMean(prices) === meanEurPerMwh) return prices;
  const { factor, addedEurPerMwh } = priceLine(prices, meanEurPerMwh);
  return Array.from(prices, (price) => price * factor + addedEurPerMwh);
}

/** Prices of an hour that are well within what is accepted. */
const LOWEST_EUR_PER_MWH = -999;
const HIGHEST_EUR_PER_MWH = 9999;

/** Means from 0 or less to `highest` or less that leave every hour within its range; the present mean is always among them. */
export function meanPriceRange(prices: ConstantOrHourly, highest: number): readonly [number, number] {
  const present = constantOrHourlyMean(prices);
  const [least, most] = [Math.min(0, present), Math.max(highest, present)];
  if (typeof prices === 'number') return [least, most];
  const [lowestHour, highestHour] = [-seriesMaximum(prices.map((price) => -price)), seriesMaximum(prices)];
  return lowestHour >= 0 && present > 0
    ? [0, Math.max(present, Math.min(most, (present * HIGHEST_EUR_PER_MWH) / highestHour))]
    : [
      Math.min(present, Math.max(least, present + LOWEST_EUR_PER_MWH - lowestHour)),
      Math.max(present, Math.min(most, present + HIGHEST_EUR_PER_MWH - highestHour)),
    ];
}

/** What a year's electricity costs at another mean of the prices, from what it costs now: the same rule without the hours. */
export function electricityEurAtMean(
  prices: ConstantOrHourly, meanEurPerMwh: number, now: { readonly electricityMwh: number; readonly electricityEur: number },
): number {
  if (typeof prices === 'number') return now.electricityMwh * meanEurPerMwh;
  const { factor, addedEurPerMwh } = priceLine(prices, meanEurPerMwh);
  return now.electricityEur * factor + now.electricityMwh * addedEurPerMwh;
}

export const withElectricityPrice = (matchCase: MatchCase, meanEurPerMwh: number): MatchCase => {
  const { site } = matchCase;
  const priceEurPerMwh = pricesOfMean(site.electricity.priceEurPerMwh, meanEurPerMwh);
  return { ...matchCase, site: { ...site, electricity: { ...site.electricity, priceEurPerMwh } } };
};

const FULL = 1;
const BISECTIONS = 60;
const cappedMean = (utilisation: readonly number[], factor: number): number =>
  utilisation.reduce((sum, each) => sum + Math.min(FULL, each * factor), 0) / utilisation.length;

/** Factor at which the mean of an hourly utilisation, each hour at most 1, is the wanted one; more hours than are used cannot be. */
function factorForMean(utilisation: readonly number[], mean: number): number {
  let low = 0;
  let high = mean / cappedMean(utilisation, 1);
  while (cappedMean(utilisation, high) < mean) high *= 2;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (cappedMean(utilisation, middle) < mean) low = middle;
    else high = middle;
  }
  return high;
}

/** Utilisation whose mean is the given one; an hourly one keeps its shape as far as full load allows. Throws InvalidInputError. */
export function withUtilisation(matchCase: MatchCase, mean: number): MatchCase {
  const { utilisation = FULL } = matchCase.source;
  if (typeof utilisation === 'number') return withSource(matchCase, { utilisation: mean });
  if (mean === constantOrHourlyMean(utilisation)) return matchCase;
  const hoursInUse = utilisation.filter((each) => each > 0).length / utilisation.length;
  if (mean >= hoursInUse && hoursInUse < FULL) {
    throw new InvalidInputError('source.utilisation', mean, `must be below ${hoursInUse}, the share of hours in which the building runs`);
  }
  const factor = factorForMean(utilisation, mean);
  return withSource(matchCase, { utilisation: Array.from(utilisation, (each) => Math.min(FULL, each * factor)) });
}

/** Demand of so much heat a year, its shape kept. Throws InvalidInputError where there is no shape to scale. */
export function withAnnualDemand(matchCase: MatchCase, annualDemandMwh: number): MatchCase {
  const { profile } = matchCase.demand;
  if (!('hourlyKw' in profile)) return withDemand(matchCase, { annualDemandMwh });
  const presentMwh = energyMwh(profile.hourlyKw);
  if (annualDemandMwh === presentMwh) return matchCase;
  if (!(presentMwh > 0)) {
    throw new InvalidInputError('demand.annualDemandMwh', annualDemandMwh, 'must be left out where the uploaded profile is 0 all year');
  }
  const hourlyKw = Array.from(profile.hourlyKw, (load) => (load * annualDemandMwh) / presentMwh);
  return withDemand(matchCase, { annualDemandMwh, profile: { hourlyKw } });
}
