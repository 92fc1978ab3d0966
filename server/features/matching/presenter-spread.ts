/** Draws of the net present value as chart, sentence and table, of a match or of a plan. */
import type { Distribution, TornadoBar } from '../../engineering/index.js';
import { toCsv } from '../../shared/csv.js';
import type { Localised } from '../../shared/i18n.js';
import type { DistributionChart, TornadoChart } from '../../shared/ports.js';

const MILLION = 1e6;
const THOUSAND = 1e3;

/** The unit in which the largest amount is easy to read. */
function moneyScale({ t }: Localised, amountsEur: readonly number[]): { readonly unit: string; readonly eurPerUnit: number } {
  const largest = Math.max(...amountsEur.map((amount) => Math.abs(amount)));
  if (largest >= MILLION) return { unit: t('matching:spread.unit.millionEur'), eurPerUnit: MILLION };
  return largest >= THOUSAND ? { unit: t('matching:spread.unit.thousandEur'), eurPerUnit: THOUSAND } : { unit: 'EUR', eurPerUnit: 1 };
}

export interface Spread { readonly npvEur: Distribution; readonly draws: number }

export function distributionChart(localised: Localised, { npvEur, draws }: Spread): DistributionChart {
  const { t, language } = localised;
  const { histogram: { edges, counts }, p10, p50, p90 } = npvEur;
  const { unit, eurPerUnit } = moneyScale(localised, edges);
  return {
    kind: 'distribution', language, title: t('matching:spread.npv'), unit, countUnit: t('matching:spread.ofDraws', { draws: String(draws) }),
    edges: edges.map((edge) => edge / eurPerUnit), counts,
    marks: [{ label: 'P10', value: p10 / eurPerUnit }, { label: 'P50', value: p50 / eurPerUnit }, { label: 'P90', value: p90 / eurPerUnit }],
    belowZero: t('matching:spread.notPays'), aboveZero: t('matching:spread.pays'),
  };
}

export interface Swings { readonly tornado: readonly TornadoBar[]; readonly assumedNpvEur: number }

/** What may turn out otherwise, as people call it. */
export const inputLabel = ({ t }: Localised, { input }: Pick<TornadoBar, 'input'>): string => t(`matching:input.${input}`);

/** `wordsOf` says an input at its low and its high end. */
export function tornadoChart(
  localised: Localised, { tornado, assumedNpvEur }: Swings, wordsOf: (bar: TornadoBar) => { readonly low: string; readonly high: string },
): TornadoChart {
  const { t, language } = localised;
  const changes = tornado.map(({ npvAtLowEur, npvAtHighEur }) => [npvAtLowEur - assumedNpvEur, npvAtHighEur - assumedNpvEur] as const);
  const { unit, eurPerUnit } = moneyScale(localised, changes.flat());
  return {
    kind: 'tornado', language, title: t('matching:spread.change'), unit,
    endNames: { low: t('matching:spread.lowEnd'), high: t('matching:spread.highEnd') },
    bars: tornado.map((bar, index) => {
      const { low, high } = wordsOf(bar);
      const [atLow = 0, atHigh = 0] = changes[index] ?? [];
      return { label: inputLabel(localised, bar), lowLabel: low, highLabel: high, changeAtLow: atLow / eurPerUnit, changeAtHigh: atHigh / eurPerUnit };
    }),
  };
}

export const distributionSummary = ({ t, money }: Localised, { npvEur: { p10, p50, p90 } }: Pick<Spread, 'npvEur'>): string =>
  t('matching:spread.summary', { low: money(p10), high: money(p90), middle: money(p50) });

const swing = ({ npvAtLowEur, npvAtHighEur }: TornadoBar): number => Math.abs(npvAtHighEur - npvAtLowEur);

export function tornadoSummary(localised: Localised, { tornado }: Pick<Swings, 'tornado'>): string {
  const { t, money } = localised;
  const [most, least] = [tornado[0], tornado.at(-1)];
  return most === undefined || least === undefined ? '' : t('matching:spread.swing', {
    most: inputLabel(localised, most), mostSwing: money(swing(most)), least: inputLabel(localised, least).toLowerCase(), leastSwing: money(swing(least)),
  });
}

export const distributionCsv = ({ npvEur: { histogram: { edges, counts } } }: Pick<Spread, 'npvEur'>): string =>
  toCsv(['npvFromEur', 'npvToEur', 'draws'], counts.map((count, index) => [edges[index], edges[index + 1], count]));

/** The histogram as rows of a table. */
export const distributionRows = ({ money, number }: Localised, { npvEur: { histogram: { edges, counts } } }: Pick<Spread, 'npvEur'>) => counts.map((count, index) => ({
  from: money(edges[index] ?? 0), to: money(edges[index + 1] ?? 0), count: number(count),
}));

/** 100 % only where it is all of them: 999 of 1000 are not. */
export function chancePercent({ t, percent }: Localised, chance: number): string {
  if (chance > 0.99 && chance < 1) return t('matching:spread.moreThan', { percent: percent(0.99) });
  return chance > 0 && chance < 0.01 ? t('matching:spread.lessThan', { percent: percent(0.01) }) : percent(chance);
}

const LIKELY = [[0.9, 'almostCertain'], [0.7, 'probable'], [0.4, 'open'], [0.1, 'improbable']] as const;

/** In a sentence: how many of the draws pay, and what that means. */
export function chanceSentence({ t }: Localised, chance: number, draws: number): string {
  const positive = Math.round(chance * draws);
  const verdict = t(`matching:spread.likely.${LIKELY.find(([atLeast]) => chance >= atLeast)?.[1] ?? 'almostNever'}`);
  return positive === 0 ? t('matching:spread.chanceNone', { draws, verdict }) : t('matching:spread.chance', { positive, draws, verdict });
}
