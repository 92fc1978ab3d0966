import { UNCERTAINTY_TABLE, type PlanCertainty, type TornadoBar } from '../../engineering/index.js';
import { bothSizes } from '../../shared/chart-figure.js';
import { toCsv } from '../../shared/csv.js';
import type { Localised } from '../../shared/i18n.js';
import type { TornadoChart } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import { matchLinks, type Planned } from './presenter-plan-parts.js';
import { NONE } from './plan-wording.js';
import { chancePercent, chanceSentence, distributionRows, distributionSummary, inputLabel, tornadoChart, tornadoSummary } from './presenter-spread.js';

export type SurePlan = Planned & { readonly certainty: PlanCertainty };
export const isSure = (plan: Planned): plan is SurePlan => plan.certainty !== null;

const PERCENT = 100;
/** In all matches at once, so as a change and not in a unit. */
function change({ t, number }: Localised, factor: number): string {
  const percent = Math.round((factor - 1) * PERCENT);
  return percent === 0 ? t('matching:spread.asAssumed') : `${percent < 0 ? '-' : '+'}${number(Math.abs(percent))}\u00a0%`;
}
const wordsOf = (localised: Localised, { low, high }: TornadoBar) => ({ low: change(localised, low), high: change(localised, high) });

export const planTornadoChart = (localised: Localised, { certainty }: SurePlan): TornadoChart =>
  tornadoChart(localised, certainty, (bar) => wordsOf(localised, bar));

export const planTornadoCsv = ({ certainty: { tornado, assumedNpvEur } }: SurePlan): string => toCsv(
  ['input', 'lowFactor', 'highFactor', 'assumedNpvEur', 'npvAtLowEur', 'npvAtHighEur', 'source'],
  tornado.map(({ input, label, low, high, npvAtLowEur, npvAtHighEur }) =>
    [label, low, high, assumedNpvEur, npvAtLowEur, npvAtHighEur, UNCERTAINTY_TABLE[input].source]));

const price = ({ unit }: Localised, value: number | null): string => (value === null ? NONE : unit(value, 'EUR/MWh', 1));

function presentQuantiles(localised: Localised, { npvEur, lcohEurPerMwh, planNpvEur }: PlanCertainty) {
  const { t, money } = localised;
  return [
    { label: t('matching:spread.npv'), low: money(npvEur.p10), middle: money(npvEur.p50), high: money(npvEur.p90), stored: money(planNpvEur) },
    { label: t('matching:certainty.costOfHeat'), low: price(localised, lcohEurPerMwh.p10), middle: price(localised, lcohEurPerMwh.p50), high: price(localised, lcohEurPerMwh.p90), stored: NONE },
  ];
}

/** The years before the last partner has come have more heat for the others than the draws count with. */
function sharingWords({ t, money }: Localised, { assumedNpvEur, planNpvEur }: PlanCertainty): string | null {
  const moreEur = planNpvEur - assumedNpvEur;
  return moreEur < Math.abs(planNpvEur) / PERCENT ? null
    : t('matching:certainty.sharing', { assumed: money(assumedNpvEur), less: money(moreEur) });
}

function presentMembers(localised: Localised, plan: SurePlan) {
  const { money } = localised;
  const buildings = new Map(plan.result.connections.map(({ demandName, sourceName }) => [demandName, sourceName]));
  const href = matchLinks(plan);
  return [...plan.certainty.members].sort((a, b) => a.chanceNpvPositive - b.chanceNpvPositive).map(({ id, npvEur, chanceNpvPositive }) => ({
    name: id, href: href(buildings.get(id) ?? '', id), chance: chancePercent(localised, chanceNpvPositive),
    low: money(npvEur.p10), middle: money(npvEur.p50), high: money(npvEur.p90),
  }));
}

export function presentPlanCertainty(localised: Localised, plan: Planned) {
  if (!isSure(plan)) return null;
  const { number, money } = localised;
  const { certainty, id: planId } = plan;
  const { chanceNpvPositive, draws, seed, tornado } = certainty;
  return {
    percent: chancePercent(localised, chanceNpvPositive), text: chanceSentence(localised, chanceNpvPositive, draws), quantiles: presentQuantiles(localised, certainty),
    draws: number(draws), seed, sharing: sharingWords(localised, certainty), columns: distributionRows(localised, certainty), members: presentMembers(localised, plan),
    npv: { ...bothSizes(to(paths.planNpvSvg, { planId })), csv: to(paths.planNpvCsv, { planId }), summary: distributionSummary(localised, certainty) },
    tornado: { ...bothSizes(to(paths.planTornadoSvg, { planId })), csv: to(paths.planTornadoCsv, { planId }), summary: tornadoSummary(localised, certainty) },
    inputs: tornado.map((bar) => ({
      label: inputLabel(localised, bar), ...wordsOf(localised, bar), npvAtLow: money(bar.npvAtLowEur), npvAtHigh: money(bar.npvAtHighEur),
    })),
  };
}
