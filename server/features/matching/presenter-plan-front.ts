import { bothSizes } from '../../shared/chart-figure.js';
import type { Localised } from '../../shared/i18n.js';
import type { TradeOffChart } from '../../shared/ports.js';
import { paths, to } from '../../web/paths.js';
import type { PlanFront } from './plan.js';
import { FRONT_POINTS } from './plan-job.js';
import type { Planned } from './presenter-plan-parts.js';
import { gapReached, NONE } from './plan-wording.js';

const EUR_PER_MEUR = 1e6;
const TONNES_PER_KT = 1000;

export function frontChart({ t, language }: Localised, { front, result }: Planned): TradeOffChart {
  const at = ({ npvEur, avoidedTonnes }: { readonly npvEur: number; readonly avoidedTonnes: number }) =>
    ({ x: avoidedTonnes / TONNES_PER_KT, y: npvEur / EUR_PER_MEUR });
  return {
    kind: 'trade-off', language, title: t('matching:front.title'), lineName: t('matching:front.line'),
    x: { name: t('matching:column.co2'), unit: 'kt' }, y: { name: t('matching:spread.npv'), unit: t('matching:spread.unit.millionEur') },
    points: (front?.points ?? []).map((point, index) => ({ ...at(point), label: String(index + 1) })),
    marks: [{ name: t('matching:front.thisPlan'), ...at(result.totals) }, { name: t('matching:column.byScore'), ...at(result.greedy.totals) }],
  };
}

function endWords({ t, number }: Localised, { end, points, plansSought }: PlanFront, isStopped: boolean): string | null {
  const found = { found: number(points.length), wanted: String(FRONT_POINTS) };
  if (isStopped && end === 'running') return t('matching:front.stopped', found);
  if (end === 'time-limit') return t('matching:front.timeUp', { ...found, sought: number(plansSought) });
  if (end === 'running') return t('matching:front.looking', found);
  return points.length >= FRONT_POINTS ? null : t('matching:front.noMore', { sought: number(plansSought) });
}

function summary({ t, money, unit }: Localised, { points }: PlanFront): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return '';
  if (first === last) return t('matching:front.one', { npv: money(first.npvEur), co2: unit(first.avoidedTonnes, 't CO2') });
  const price = (first.npvEur - last.npvEur) / (last.avoidedTonnes - first.avoidedTonnes);
  return t('matching:front.summary', {
    firstNpv: money(first.npvEur), firstCo2: unit(first.avoidedTonnes, 't'), lastNpv: money(last.npvEur), lastCo2: unit(last.avoidedTonnes, 't'), price: unit(price, 'EUR'),
  });
}

/** With a wide gap the search for the front may come upon a better plan than the one that was asked for. */
function betterWords({ t, money }: Localised, { front, result, request }: Planned): string | null {
  const moreEur = request.objective === 'npv' ? (front?.points[0]?.npvEur ?? 0) - result.totals.npvEur : 0;
  return moreEur > 1 ? t('matching:front.better', { more: money(moreEur) }) : null;
}

export function presentFront(localised: Localised, plan: Planned) {
  const { front, id, state } = plan;
  if (front === null || front.points.length === 0) return null;
  const { number, unit, money } = localised;
  return {
    summary: summary(localised, front), note: endWords(localised, front, state === 'stopped'), better: betterWords(localised, plan),
    ...bothSizes(`${to(paths.planFrontSvg, { planId: id })}?points=${front.points.length}`), csv: to(paths.planFrontCsv, { planId: id }),
    rows: front.points.map((point, index) => ({
      number: index + 1, npv: money(point.npvEur), co2: unit(point.avoidedTonnes, 't'), investment: money(point.investmentEur),
      partners: number(point.partners), price: point.eurPerTonne === null ? NONE : number(point.eurPerTonne), gap: gapReached(localised, point),
    })),
  };
}
