/** A case with one part of it changed; the case itself stays as it is. */
import { InvalidInputError } from '../invalid-input-error.js';
import { constantOrHourlyMean, energyMwh } from '../hourly-series.js';
import type { ConstantOrHourly, DemandInput, EconomicsInput, MatchCase, SourceInput } from '../match-case.js';

export const withSource = (matchCase: MatchCase, change: Partial<SourceInput>): MatchCase =>
  ({ ...matchCase, source: { ...matchCase.source, ...change } });
export const withDemand = (matchCase: MatchCase, change: Partial<DemandInput>): MatchCase =>
  ({ ...matchCase, demand: { ...matchCase.demand, ...change } });
export const withEconomics = (matchCase: MatchCase, change: EconomicsInput): MatchCase =>
  ({ ...matchCase, economics: { ...matchCase.economics, ...change } });

export const withHeatCost = (matchCase: MatchCase, costEurPerMwh: number): MatchCase =>
  withDemand(matchCase, { alternative: { ...matchCase.demand.alternative, costEurPerMwh } });

/** Prices whose mean is the given one: hourly ones keep their ups and downs in proportion or, around a mean of 0 or less, in EUR. */
function pricesOfMean(prices: ConstantOrHourly, meanEurPerMwh: number): ConstantOrHourly {
  if (typeof prices === 'number') return meanEurPerMwh;
  const present = constantOrHourlyMean(prices);
  if (present === meanEurPerMwh) return prices;
  return Array.from(prices, (price) => (present > 0 ? (price * meanEurPerMwh) / present : price + meanEurPerMwh - present));
}

/** What a year's electricity costs at another mean of the prices, from what it costs now: the same rule without the hours. */
export function electricityEurAtMean(
  prices: ConstantOrHourly, meanEurPerMwh: number, now: { readonly electricityMwh: number; readonly electricityEur: number },
): number {
  if (typeof prices === 'number') return now.electricityMwh * meanEurPerMwh;
  const present = constantOrHourlyMean(prices);
  if (present === meanEurPerMwh) return now.electricityEur;
  return present > 0
    ? (now.electricityEur * meanEurPerMwh) / present : now.electricityEur + now.electricityMwh * (meanEurPerMwh - present);
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
  if (!(presentMwh > 0)) {
    throw new InvalidInputError('demand.annualDemandMwh', annualDemandMwh, 'must be left out where the uploaded profile is 0 all year');
  }
  const hourlyKw = Array.from(profile.hourlyKw, (load) => (load * annualDemandMwh) / presentMwh);
  return withDemand(matchCase, { annualDemandMwh, profile: { hourlyKw } });
}
