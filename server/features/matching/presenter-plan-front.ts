import { formatMoney, formatNumber, formatUnit } from '../../shared/format.js';
import type { ChartSize, TradeOffChart } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import type { PlanFront } from './plan.js';
import { FRONT_POINTS } from './plan-job.js';
import type { Planned } from './presenter-plan-parts.js';
import { gapWords, NONE } from './plan-wording.js';

const EUR_PER_MEUR = 1e6;
const TONNES_PER_KT = 1000;

export function frontChart({ front, result }: Planned): TradeOffChart {
  const at = ({ npvEur, avoidedTonnes }: { readonly npvEur: number; readonly avoidedTonnes: number }) =>
    ({ x: avoidedTonnes / TONNES_PER_KT, y: npvEur / EUR_PER_MEUR });
  return {
    kind: 'trade-off', title: 'Money against climate', lineName: 'Best plans',
    x: { name: 'CO2 avoided', unit: 'kt' }, y: { name: 'Net present value', unit: 'MEUR' },
    points: (front?.points ?? []).map((point, index) => ({ ...at(point), label: String(index + 1) })),
    marks: [{ name: 'This plan', ...at(result.totals) }, { name: 'By score', ...at(result.greedy.totals) }],
  };
}

function endWords({ end, points, plansSought }: PlanFront, isStopped: boolean): string | null {
  const found = `${formatNumber(points.length)} of ${FRONT_POINTS} points`;
  if (isStopped && end === 'running') return `The search was stopped: these are ${found}.`;
  if (end === 'time-limit') return `The time limit was reached: these are ${found}, from ${formatNumber(plansSought)} plans.`;
  if (end === 'running') return `Still looking: ${found} so far.`;
  if (points.length >= FRONT_POINTS) return null;
  return `There are not more: ${formatNumber(plansSought)} plans were sought, and the others are no better than one of these in money and in climate.`;
}

function summary({ points }: PlanFront): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return '';
  if (first === last) return `One plan is best for both: ${formatMoney(first.npvEur)} and ${formatUnit(first.avoidedTonnes, 't CO2')} avoided.`;
  const price = (first.npvEur - last.npvEur) / (last.avoidedTonnes - first.avoidedTonnes);
  return `From the plan of highest value (${formatMoney(first.npvEur)}, ${formatUnit(first.avoidedTonnes, 't')} avoided) to the one that avoids most CO2 (${
    formatMoney(last.npvEur)}, ${formatUnit(last.avoidedTonnes, 't')}): a further tonne costs ${formatUnit(price, 'EUR')} on average.`;
}

/** With a wide gap the search for the front may come upon a better plan than the one that was asked for. */
function betterWords({ front, result, request }: Planned): string | null {
  const moreEur = request.objective === 'npv' ? (front?.points[0]?.npvEur ?? 0) - result.totals.npvEur : 0;
  return moreEur > 1 ? `Point 1 is worth ${formatMoney(moreEur)} more than this plan, which is within the gap that was asked for. Ask for a smaller gap to get the better plan.` : null;
}

export function presentFront(plan: Planned) {
  const { front, id, state } = plan;
  if (front === null || front.points.length === 0) return null;
  const svgOf = (size: ChartSize): string => `${to(paths.planFrontSvg, { planId: id })}?size=${size}&points=${front.points.length}`;
  return {
    summary: summary(front), note: endWords(front, state === 'stopped'), better: betterWords(plan), svg: svgOf('wide'), narrowSvg: svgOf('narrow'),
    csv: to(paths.planFrontCsv, { planId: id }),
    rows: front.points.map((point, index) => ({
      number: index + 1, npv: formatMoney(point.npvEur), co2: formatUnit(point.avoidedTonnes, 't'), investment: formatMoney(point.investmentEur),
      partners: formatNumber(point.partners), price: point.eurPerTonne === null ? NONE : formatNumber(point.eurPerTonne),
      gap: `${gapWords(point.gap)}${point.proven ? '' : ', time limit'}`,
    })),
  };
}
