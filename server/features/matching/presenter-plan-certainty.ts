import { UNCERTAINTY_TABLE, type PlanCertainty, type TornadoBar } from '../../engineering/index.js';
import { toCsv } from '../../shared/csv.js';
import { formatMoney, formatNumber, formatUnit } from '../../shared/format.js';
import type { ChartSize, TornadoChart } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import { matchLinks, type Planned } from './presenter-plan-parts.js';
import { NONE } from './plan-wording.js';
import { chancePercent, chanceSentence, distributionRows, distributionSummary, tornadoChart, tornadoSummary } from './presenter-spread.js';

export type SurePlan = Planned & { readonly certainty: PlanCertainty };
export const isSure = (plan: Planned): plan is SurePlan => plan.certainty !== null;

const PERCENT = 100;
/** In all matches at once, so as a change and not in a unit. */
function change(factor: number): string {
  const percent = Math.round((factor - 1) * PERCENT);
  return percent === 0 ? 'as assumed' : `${percent < 0 ? '-' : '+'}${formatNumber(Math.abs(percent))}\u00a0%`;
}
const wordsOf = ({ low, high }: TornadoBar) => ({ low: change(low), high: change(high) });

export const planTornadoChart = ({ certainty }: SurePlan): TornadoChart => tornadoChart(certainty, wordsOf);

export const planTornadoCsv = ({ certainty: { tornado, assumedNpvEur } }: SurePlan): string => toCsv(
  ['input', 'lowFactor', 'highFactor', 'assumedNpvEur', 'npvAtLowEur', 'npvAtHighEur', 'source'],
  tornado.map(({ input, label, low, high, npvAtLowEur, npvAtHighEur }) =>
    [label, low, high, assumedNpvEur, npvAtLowEur, npvAtHighEur, UNCERTAINTY_TABLE[input].source]));

const price = (value: number | null): string => (value === null ? NONE : formatUnit(value, 'EUR/MWh', 1));

function presentQuantiles({ npvEur, lcohEurPerMwh, planNpvEur }: PlanCertainty) {
  return [
    { label: 'Net present value', low: formatMoney(npvEur.p10), middle: formatMoney(npvEur.p50), high: formatMoney(npvEur.p90), stored: formatMoney(planNpvEur) },
    { label: 'Cost of all heat', low: price(lcohEurPerMwh.p10), middle: price(lcohEurPerMwh.p50), high: price(lcohEurPerMwh.p90), stored: NONE },
  ];
}

/** The years before the last partner has come have more heat for the others than the draws count with. */
function sharingWords({ assumedNpvEur, planNpvEur }: PlanCertainty): string | null {
  const moreEur = planNpvEur - assumedNpvEur;
  return moreEur < Math.abs(planNpvEur) / PERCENT ? null
    : `With everything as assumed the draws give ${formatMoney(assumedNpvEur)}, ${formatMoney(moreEur)} less than the plan: they count from the start with the heat shared among all.`;
}

function presentMembers(plan: SurePlan) {
  const buildings = new Map(plan.result.connections.map(({ demandName, sourceName }) => [demandName, sourceName]));
  const href = matchLinks(plan);
  return [...plan.certainty.members].sort((a, b) => a.chanceNpvPositive - b.chanceNpvPositive).map(({ id, npvEur, chanceNpvPositive }) => ({
    name: id, href: href(buildings.get(id) ?? '', id), chance: chancePercent(chanceNpvPositive),
    low: formatMoney(npvEur.p10), middle: formatMoney(npvEur.p50), high: formatMoney(npvEur.p90),
  }));
}

export function presentPlanCertainty(plan: Planned) {
  if (!isSure(plan)) return null;
  const { certainty, id: planId } = plan;
  const { chanceNpvPositive, draws, seed, tornado } = certainty;
  const pictures = (path: `${string}:planId${string}`) => {
    const of = (size: ChartSize): string => `${to(path, { planId })}?size=${size}`;
    return { svg: of('wide'), narrow: of('narrow') };
  };
  return {
    percent: chancePercent(chanceNpvPositive), text: chanceSentence(chanceNpvPositive, draws), quantiles: presentQuantiles(certainty),
    draws: formatNumber(draws), seed, sharing: sharingWords(certainty), columns: distributionRows(certainty), members: presentMembers(plan),
    npv: { ...pictures(paths.planNpvSvg), csv: to(paths.planNpvCsv, { planId }), summary: distributionSummary(certainty) },
    tornado: { ...pictures(paths.planTornadoSvg), csv: to(paths.planTornadoCsv, { planId }), summary: tornadoSummary(certainty) },
    inputs: tornado.map((bar) => ({
      label: bar.label, ...wordsOf(bar), npvAtLow: formatMoney(bar.npvAtLowEur), npvAtHigh: formatMoney(bar.npvAtHighEur),
    })),
  };
}
