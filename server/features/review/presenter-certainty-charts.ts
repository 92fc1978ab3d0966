import { UNCERTAINTY_TABLE, type MatchSimulation, type TornadoBar } from '../../engineering/index.js';
import { toCsv } from '../../shared/csv.js';
import type { Role } from '../../shared/current-user.js';
import { formatMoney } from '../../shared/format.js';
import type { DistributionChart, TornadoChart } from '../../shared/ports.js';
import { inputWords, isWithheld } from './presenter-uncertain-input.js';

const MILLION = 1e6;
const THOUSAND = 1e3;

/** The unit in which the largest amount is easy to read. */
function moneyScale(amountsEur: readonly number[]): { readonly unit: string; readonly eurPerUnit: number } {
  const largest = Math.max(...amountsEur.map((amount) => Math.abs(amount)));
  if (largest >= MILLION) return { unit: 'MEUR', eurPerUnit: MILLION };
  return largest >= THOUSAND ? { unit: 'thousand EUR', eurPerUnit: THOUSAND } : { unit: 'EUR', eurPerUnit: 1 };
}

export function distributionChart({ npvEur, draws }: MatchSimulation): DistributionChart {
  const { histogram: { edges, counts }, p10, p50, p90 } = npvEur;
  const { unit, eurPerUnit } = moneyScale(edges);
  return {
    title: 'Net present value', unit, countUnit: `of ${draws} draws`, edges: edges.map((edge) => edge / eurPerUnit), counts,
    marks: [{ label: 'P10', value: p10 / eurPerUnit }, { label: 'P50', value: p50 / eurPerUnit }, { label: 'P90', value: p90 / eurPerUnit }],
    belowZero: 'Does not pay', aboveZero: 'Pays',
  };
}

export function tornadoChart({ tornado, assumedNpvEur }: MatchSimulation, role: Role): TornadoChart {
  const changes = tornado.map(({ npvAtLowEur, npvAtHighEur }) => [npvAtLowEur - assumedNpvEur, npvAtHighEur - assumedNpvEur] as const);
  const { unit, eurPerUnit } = moneyScale(changes.flat());
  return {
    title: 'Change of the net present value', unit,
    bars: tornado.map((bar, index) => {
      const { low, high } = inputWords(bar, role);
      const [atLow = 0, atHigh = 0] = changes[index] ?? [];
      return { label: bar.label, lowLabel: low, highLabel: high, changeAtLow: atLow / eurPerUnit, changeAtHigh: atHigh / eurPerUnit };
    }),
  };
}

export const distributionSummary = ({ npvEur: { p10, p50, p90 } }: MatchSimulation): string =>
  `Eight times in ten the net present value lies between ${formatMoney(p10)} and ${formatMoney(p90)}, with ${formatMoney(p50)} in the middle.`;

const swing = ({ npvAtLowEur, npvAtHighEur }: TornadoBar): number => Math.abs(npvAtHighEur - npvAtLowEur);

export function tornadoSummary({ tornado }: MatchSimulation): string {
  const [most, least] = [tornado[0], tornado.at(-1)];
  return most === undefined || least === undefined ? ''
    : `${most.label} moves the net present value most, by ${formatMoney(swing(most))} from its low to its high end; ${
      least.label.toLowerCase()} moves it least, by ${formatMoney(swing(least))}.`;
}

export const distributionCsv = ({ npvEur: { histogram: { edges, counts } } }: MatchSimulation): string =>
  toCsv(['npvFromEur', 'npvToEur', 'draws'], counts.map((count, index) => [edges[index], edges[index + 1], count]));

export function tornadoCsv({ tornado, assumedNpvEur }: MatchSimulation, role: Role): string {
  return toCsv(
    ['input', 'unit', 'assumed', 'low', 'high', 'lowFactor', 'highFactor', 'assumedNpvEur', 'npvAtLowEur', 'npvAtHighEur', 'source'],
    tornado.map((bar) => {
      const { range: [lowFactor, highFactor], source } = UNCERTAINTY_TABLE[bar.input];
      const own = isWithheld(bar.input, role) ? [null, null, null] : [bar.assumed, bar.low, bar.high];
      return [bar.label, bar.unit, ...own, lowFactor, highFactor, assumedNpvEur, bar.npvAtLowEur, bar.npvAtHighEur, source];
    }));
}
