/** Draws of the net present value as chart, sentence and table, of a match or of a plan. */
import type { Distribution, TornadoBar } from '../../engineering/index.js';
import { toCsv } from '../../shared/csv.js';
import { formatMoney, formatNumber, formatPercent } from '../../shared/format.js';
import type { DistributionChart, TornadoChart } from '../../shared/ports.js';

const MILLION = 1e6;
const THOUSAND = 1e3;

/** The unit in which the largest amount is easy to read. */
function moneyScale(amountsEur: readonly number[]): { readonly unit: string; readonly eurPerUnit: number } {
  const largest = Math.max(...amountsEur.map((amount) => Math.abs(amount)));
  if (largest >= MILLION) return { unit: 'MEUR', eurPerUnit: MILLION };
  return largest >= THOUSAND ? { unit: 'thousand EUR', eurPerUnit: THOUSAND } : { unit: 'EUR', eurPerUnit: 1 };
}

export interface Spread { readonly npvEur: Distribution; readonly draws: number }

export function distributionChart({ npvEur, draws }: Spread): DistributionChart {
  const { histogram: { edges, counts }, p10, p50, p90 } = npvEur;
  const { unit, eurPerUnit } = moneyScale(edges);
  return {
    kind: 'distribution', title: 'Net present value', unit, countUnit: `of ${draws} draws`, edges: edges.map((edge) => edge / eurPerUnit), counts,
    marks: [{ label: 'P10', value: p10 / eurPerUnit }, { label: 'P50', value: p50 / eurPerUnit }, { label: 'P90', value: p90 / eurPerUnit }],
    belowZero: 'Does not pay', aboveZero: 'Pays',
  };
}

export interface Swings { readonly tornado: readonly TornadoBar[]; readonly assumedNpvEur: number }

/** `wordsOf` says an input at its low and its high end. */
export function tornadoChart(
  { tornado, assumedNpvEur }: Swings, wordsOf: (bar: TornadoBar) => { readonly low: string; readonly high: string },
): TornadoChart {
  const changes = tornado.map(({ npvAtLowEur, npvAtHighEur }) => [npvAtLowEur - assumedNpvEur, npvAtHighEur - assumedNpvEur] as const);
  const { unit, eurPerUnit } = moneyScale(changes.flat());
  return {
    kind: 'tornado', title: 'Change of the net present value', unit,
    bars: tornado.map((bar, index) => {
      const { low, high } = wordsOf(bar);
      const [atLow = 0, atHigh = 0] = changes[index] ?? [];
      return { label: bar.label, lowLabel: low, highLabel: high, changeAtLow: atLow / eurPerUnit, changeAtHigh: atHigh / eurPerUnit };
    }),
  };
}

export const distributionSummary = ({ npvEur: { p10, p50, p90 } }: Pick<Spread, 'npvEur'>): string =>
  `Eight times in ten the net present value lies between ${formatMoney(p10)} and ${formatMoney(p90)}, with ${formatMoney(p50)} in the middle.`;

const swing = ({ npvAtLowEur, npvAtHighEur }: TornadoBar): number => Math.abs(npvAtHighEur - npvAtLowEur);

export function tornadoSummary({ tornado }: Pick<Swings, 'tornado'>): string {
  const [most, least] = [tornado[0], tornado.at(-1)];
  return most === undefined || least === undefined ? ''
    : `${most.label} moves the net present value most, by ${formatMoney(swing(most))} from its low to its high end; ${
      least.label.toLowerCase()} moves it least, by ${formatMoney(swing(least))}.`;
}

export const distributionCsv = ({ npvEur: { histogram: { edges, counts } } }: Pick<Spread, 'npvEur'>): string =>
  toCsv(['npvFromEur', 'npvToEur', 'draws'], counts.map((count, index) => [edges[index], edges[index + 1], count]));

/** The histogram as rows of a table. */
export const distributionRows = ({ npvEur: { histogram: { edges, counts } } }: Pick<Spread, 'npvEur'>) => counts.map((count, index) => ({
  from: formatMoney(edges[index] ?? 0), to: formatMoney(edges[index + 1] ?? 0), count: formatNumber(count),
}));

/** 100 % only where it is all of them: 999 of 1000 are not. */
export function chancePercent(chance: number): string {
  if (chance > 0.99 && chance < 1) return 'more than 99\u00a0%';
  return chance > 0 && chance < 0.01 ? 'less than 1\u00a0%' : formatPercent(chance);
}

const LIKELY: readonly (readonly [atLeast: number, words: string])[] = [
  [0.9, 'it pays almost whatever happens'], [0.7, 'it probably pays'], [0.4, 'it may pay or not'], [0.1, 'it probably does not pay'],
  [0, 'it does not pay, almost whatever happens'],
];

/** In a sentence: how many of the draws pay, and what that means. */
export function chanceSentence(chance: number, draws: number): string {
  const positive = Math.round(chance * draws);
  const words = LIKELY.find(([atLeast]) => chance >= atLeast)?.[1] ?? '';
  return `In ${positive === 0 ? 'none' : formatNumber(positive)} of ${formatNumber(draws)} draws the net present value is above 0: ${words}.`;
}
