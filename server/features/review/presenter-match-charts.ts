import type { Localised } from '../../shared/i18n.js';
import type { DurationChart, FlowChart, MonthlyHeatChart, PriceCorridorChart, ScoreWaterfallChart } from '../../shared/ports.js';
import type { Match } from '../matching/index.js';
import { chosenOption } from './presenter-verdict.js';

const HUNDRED = 100;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function monthlyHeatChart({ t, number, months, language }: Localised, { detail: { monthly } }: Match): MonthlyHeatChart {
  return {
    kind: 'monthly-heat', language, title: t('match:monthly.title'), unit: 'MWh', months, ...monthly,
    names: {
      offered: t('match:offered'), demand: t('match:demand'), delivered: t('match:delivered'),
      offeredAboveScale: t('match:monthly.aboveScale', { least: number(Math.min(...monthly.offeredMwh)), most: number(Math.max(...monthly.offeredMwh)) }),
    },
  };
}

export function scoreWaterfallChart({ t, language }: Localised, { result }: Match): ScoreWaterfallChart {
  return {
    kind: 'score-waterfall', language, title: t('match:waterfall.title'), unit: t('match:waterfall.unit'),
    names: { given: t('match:waterfall.given'), missed: t('match:waterfall.missed'), total: t('match:waterfall.total') },
    criteria: (result.feasible ? result.score.criteria : []).map(({ name, points, weight }) =>
      ({ label: t(`match:criterion.${name}`), points, fullPoints: weight * HUNDRED })),
  };
}

const KW_PER_MW = 1000;
const IN_MW_FROM_KW = 10_000;

/** kW for small demands, MW for the rest: the axis stays short. */
export const durationUnit = ({ detail: { duration: { demandKw } } }: Match): { readonly unit: 'kW' | 'MW'; readonly kwPerUnit: number } =>
  ((demandKw[0] ?? 0) < IN_MW_FROM_KW ? { unit: 'kW', kwPerUnit: 1 } : { unit: 'MW', kwPerUnit: KW_PER_MW });

export function durationChart({ t, language }: Localised, match: Match): DurationChart {
  const { demandKw, deliveredKw, hoursPerPoint } = match.detail.duration;
  const { unit, kwPerUnit } = durationUnit(match);
  return {
    kind: 'duration', language, title: t('match:duration.title'), unit, axis: t('match:duration.axis'), hoursPerPoint,
    names: { demand: t('match:demand'), delivered: t('match:delivered') },
    demand: demandKw.map((power) => power / kwPerUnit), delivered: deliveredKw.map((power) => power / kwPerUnit),
  };
}

export interface PricePart {
  readonly key: 'pipe' | 'heatExchangers' | 'heatPump' | 'heatStore' | 'contingency' | 'electricity' | 'upkeep' | 'coolingCredit';
  /** EUR per MWh delivered; what the data centre saves is negative. */
  readonly eurPerMwh: number;
}

/** What the lowest price that pays is made of: the parts of the cost over the whole life, less the cooling that is saved. They add up to it. */
export function priceParts(match: Match): readonly PricePart[] {
  const option = chosenOption(match);
  if (option === undefined) return [];
  const { deliveredMwh, investmentEur, yearlyEur, lcohEurPerMwh } = option;
  const { fixedOandM, heatPumpOandM, electricity, coolingCredit } = yearlyEur;
  const capital = lcohEurPerMwh - (fixedOandM + heatPumpOandM + electricity) / deliveredMwh;
  const invested = (part: number): number => (investmentEur.total > 0 ? (capital * part) / investmentEur.total : 0);
  const parts: readonly PricePart[] = [
    { key: 'pipe', eurPerMwh: invested(investmentEur.pipe) }, { key: 'heatExchangers', eurPerMwh: invested(investmentEur.heatExchangers) },
    { key: 'heatPump', eurPerMwh: invested(investmentEur.heatPump) }, { key: 'heatStore', eurPerMwh: invested(investmentEur.heatStore ?? 0) },
    { key: 'contingency', eurPerMwh: invested(investmentEur.contingency) }, { key: 'electricity', eurPerMwh: electricity / deliveredMwh },
    { key: 'upkeep', eurPerMwh: (fixedOandM + heatPumpOandM) / deliveredMwh }, { key: 'coolingCredit', eurPerMwh: -coolingCredit / deliveredMwh },
  ];
  return parts.filter(({ eurPerMwh }) => eurPerMwh !== 0);
}

/** None where nothing can be built. */
export function priceCorridorChart({ t, number, language }: Localised, match: Match): PriceCorridorChart | null {
  if (!match.result.feasible) return null;
  const { priceFloorEurPerMwh: floor, priceCeilingEurPerMwh: ceiling, suggestedPriceEurPerMwh: suggested } = match.result.economics;
  const mark = (key: string, value: number) => ({ label: t(`match:price.${key}`, { price: number(value) }), value });
  return {
    kind: 'price-corridor', language, title: t('match:price.title'), unit: 'EUR/MWh', takes: t('match:price.takes'),
    parts: priceParts(match).map(({ key, eurPerMwh }) => ({ name: t(`match:pricePart.${key}`), value: eurPerMwh })),
    today: { name: t('match:price.today'), value: ceiling },
    marks: [mark('floorMark', floor), ...(suggested === null ? [] : [mark('suggestedMark', suggested)]), mark('ceilingMark', ceiling)],
  };
}

export type HeatPlace = 'offered' | 'left' | 'taken' | 'electricity' | 'loss' | 'delivered' | 'otherSources' | 'needed';

export interface HeatFlow {
  readonly from: HeatPlace;
  readonly to: HeatPlace;
  readonly valueMwh: number;
}

/** Where the building's heat of a year goes, MWh; what enters a place leaves it. */
export function heatFlows(match: Match): readonly HeatFlow[] {
  const option = chosenOption(match);
  if (option === undefined) return [];
  const { deliveredMwh, fromSourceMwh, lossMwh } = option;
  const { offeredMwh, demandMwh } = match.detail.monthly;
  const driveMwh = Math.max(0, deliveredMwh + lossMwh - fromSourceMwh);
  return [
    { from: 'offered', to: 'taken', valueMwh: fromSourceMwh }, { from: 'offered', to: 'left', valueMwh: Math.max(0, sum(offeredMwh) - fromSourceMwh) },
    { from: 'taken', to: 'delivered', valueMwh: deliveredMwh - driveMwh }, { from: 'electricity', to: 'delivered', valueMwh: driveMwh },
    { from: 'taken', to: 'loss', valueMwh: lossMwh },
    { from: 'delivered', to: 'needed', valueMwh: deliveredMwh }, { from: 'otherSources', to: 'needed', valueMwh: Math.max(0, sum(demandMwh) - deliveredMwh) },
  ];
}

const TONES: Partial<Readonly<Record<HeatPlace, FlowChart['nodes'][number]['tone']>>> = {
  offered: 'warm', taken: 'warm', left: 'cold', loss: 'cold', delivered: 'hot', needed: 'hot',
};
/** Below this part of the offer, what is taken would be a hair beside it. */
const DRAWN_FROM = 0.05;

export const isOfferDrawn = (match: Match): boolean => match.result.feasible && match.result.annual.utilisation >= DRAWN_FROM;

export function flowChart({ t, language }: Localised, match: Match): FlowChart | null {
  const flows = heatFlows(match).filter(({ from }) => from !== 'offered' || isOfferDrawn(match));
  if (flows.length === 0) return null;
  const places = [...new Set(flows.flatMap(({ from, to }) => [from, to]))];
  return {
    kind: 'flow', language, title: t('match:flow.title'), unit: t('match:flow.unit'),
    nodes: places.map((id) => ({ id, name: t(`match:flow.${id}`), ...(TONES[id] !== undefined && { tone: TONES[id] }) })),
    flows: flows.map(({ from, to, valueMwh }) => ({ from, to, value: valueMwh })),
  };
}
