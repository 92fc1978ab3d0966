import { bothSizes, type ChartFigure } from '../../shared/chart-figure.js';
import { toCsv } from '../../shared/csv.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import type { Match } from '../matching/index.js';
import { durationUnit, heatFlows, isOfferDrawn, priceParts } from './presenter-match-charts.js';

const POINTS_A_ROW = 10;
const meanOf = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;
const sumOf = (values: readonly number[]): number => meanOf(values) * values.length;
/** Hours in which what is needed is delivered to within a thousandth. */
const WHOLE = 0.999;

function durationSummary({ t, number, percent, power }: Localised, { detail: { duration } }: Match): string {
  const { demandKw, deliveredKw, hoursPerPoint } = duration;
  const needed = demandKw.filter((demand) => demand > 0).length;
  const whole = demandKw.filter((demand, point) => demand > 0 && (deliveredKw[point] ?? 0) >= WHOLE * demand).length;
  const told = { peak: power(demandKw[0] ?? 0), most: power(Math.max(...deliveredKw)), hours: number(needed * hoursPerPoint) };
  if (sumOf(deliveredKw) === 0) return t('match:duration.nothing', told);
  return t('match:duration.summary', { ...told, whole: number(whole * hoursPerPoint), covered: percent(sumOf(deliveredKw) / sumOf(demandKw)) });
}

export function presentDuration(localised: Localised, match: Match): ChartFigure {
  const { t, number } = localised;
  const { demandKw, deliveredKw, hoursPerPoint } = match.detail.duration;
  const { unit, kwPerUnit } = durationUnit(match);
  const summary = durationSummary(localised, match);
  const print = (values: readonly number[]): string => number(meanOf(values) / kwPerUnit, unit === 'MW' ? 2 : 0);
  const starts = demandKw.flatMap((_, point) => (point % POINTS_A_ROW === 0 ? [point] : []));
  const id = { matchId: match.id };
  return {
    ...bothSizes(to(paths.matchDurationSvg, id)), csv: to(paths.matchDurationCsv, id), summary, alt: t('match:duration.alt', { summary }),
    table: {
      caption: t('match:duration.caption'), head: [t('match:duration.hours'), `${t('match:demand')}, ${unit}`, `${t('match:delivered')}, ${unit}`],
      rows: starts.map((start) => {
        const [demand, delivered] = [demandKw.slice(start, start + POINTS_A_ROW), deliveredKw.slice(start, start + POINTS_A_ROW)];
        return { name: `${number(start * hoursPerPoint + 1)}–${number((start + demand.length) * hoursPerPoint)}`, cells: [print(demand), print(delivered)] };
      }),
    },
  };
}

export const durationCsv = ({ detail: { duration: { demandKw, deliveredKw, hoursPerPoint } } }: Match): string => toCsv(
  ['fromHour', 'toHour', 'demandKw', 'deliveredKw'],
  demandKw.map((demand, point) => [point * hoursPerPoint + 1, (point + 1) * hoursPerPoint, demand, deliveredKw[point] ?? 0]));

function priceSummary({ t, unit }: Localised, match: Match): string {
  if (!match.result.feasible) return '';
  const { priceFloorEurPerMwh: floor, priceCeilingEurPerMwh: ceiling, suggestedPriceEurPerMwh: suggested } = match.result.economics;
  const largest = [...priceParts(match)].sort((one, other) => other.eurPerMwh - one.eurPerMwh)[0];
  const price = (value: number): string => unit(value, 'EUR/MWh', 1);
  const told = {
    floor: price(floor), ceiling: price(ceiling), part: largest === undefined ? '' : t(`match:pricePart.${largest.key}`).toLowerCase(),
    share: price(largest?.eurPerMwh ?? 0), between: price(Math.abs(ceiling - floor)),
  };
  return t(suggested === null ? 'match:price.summaryNone' : 'match:price.summary', told);
}

/** The price corridor; none where nothing can be built. */
export function presentPrice(localised: Localised, match: Match): ChartFigure | null {
  if (!match.result.feasible) return null;
  const { t, number } = localised;
  const { priceFloorEurPerMwh: floor } = match.result.economics;
  const summary = priceSummary(localised, match);
  const id = { matchId: match.id };
  return {
    ...bothSizes(to(paths.matchPriceSvg, id)), csv: to(paths.matchPriceCsv, id), summary, alt: t('match:price.alt', { summary }),
    table: {
      caption: t('match:price.caption'), head: [t('match:price.part'), 'EUR/MWh'],
      rows: priceParts(match).map(({ key, eurPerMwh }) => ({ name: t(`match:pricePart.${key}`), cells: [number(eurPerMwh, 1)] })),
      total: { name: t('match:price.floor'), cells: [number(floor, 1)] },
    },
  };
}

export function priceCsv(match: Match): string {
  const economics = match.result.feasible ? match.result.economics : null;
  return toCsv(['part', 'eurPerMwh'], [
    ...priceParts(match).map(({ key, eurPerMwh }) => [key, eurPerMwh] as const),
    ...(economics === null ? [] : [
      ['priceFloor', economics.priceFloorEurPerMwh], ['priceCeiling', economics.priceCeilingEurPerMwh], ['suggestedPrice', economics.suggestedPriceEurPerMwh],
    ] as const),
  ]);
}

/** Where the heat goes; none where nothing can be built. */
export function presentFlow(localised: Localised, match: Match): ChartFigure | null {
  const { t, number, heat, percent } = localised;
  const flows = heatFlows(match);
  if (flows.length === 0 || !match.result.feasible) return null;
  const { annual } = match.result;
  const offered = sumOf(match.detail.monthly.offeredMwh);
  const told = { offered: heat(offered), taken: heat(annual.fromSourceMwh), share: percent(annual.utilisation, 1), delivered: heat(annual.deliveredMwh) };
  const summary = t(isOfferDrawn(match) ? 'match:flow.summary' : 'match:flow.summaryCut', told);
  const id = { matchId: match.id };
  return {
    ...bothSizes(to(paths.matchFlowSvg, id)), csv: to(paths.matchFlowCsv, id), summary, alt: t('match:flow.alt', { summary }),
    table: {
      caption: t('match:flow.caption'), head: [t('match:flow.way'), 'MWh'],
      rows: flows.filter(({ valueMwh }) => valueMwh > 0)
        .map(({ from, to: where, valueMwh }) => ({ name: `${t(`match:flow.${from}`)} → ${t(`match:flow.${where}`)}`, cells: [number(valueMwh)] })),
    },
  };
}

export const flowCsv = (match: Match): string => toCsv(['from', 'to', 'heatMwh'], heatFlows(match).map(({ from, to: where, valueMwh }) => [from, where, valueMwh]));
