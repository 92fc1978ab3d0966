import type { CriterionName, ScoredCriterion } from '../../engineering/index.js';
import { bothSizes } from '../../shared/chart-figure.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import type { Match } from '../matching/index.js';
import { criterionWords } from './presenter-why.js';

const SHARES: readonly CriterionName[] = ['cost', 'coverage', 'use', 'research'];
const HUNDRED = 100;

const printValue = ({ number }: Localised, { name, value }: ScoredCriterion): string =>
  (SHARES.includes(name) ? number(value * HUNDRED, 1) : number(value, name === 'efficiency' ? 3 : 1));

function scoreSummary({ t, number }: Localised, criteria: readonly ScoredCriterion[]): string {
  const byPoints = [...criteria].sort((a, b) => b.points - a.points);
  const byMissed = [...criteria].sort((a, b) => (b.weight * HUNDRED - b.points) - (a.weight * HUNDRED - a.points));
  const [most, least] = [byPoints[0], byMissed[0]];
  if (most === undefined || least === undefined) return '';
  return t('match:score.summary', {
    most: t(`match:criterion.${most.name}`), mostPoints: number(most.points, 1),
    least: t(`match:criterion.${least.name}`).toLowerCase(), leastPoints: number(least.weight * HUNDRED - least.points, 1),
  });
}

/** The score, criterion by criterion. */
export function presentScore(localised: Localised, { id, result, detail }: Match) {
  if (!result.feasible) return null;
  const { t, number, percent } = localised;
  const { criteria, total } = result.score;
  return {
    total: number(total, 1), full: number(HUNDRED), summary: scoreSummary(localised, criteria),
    ...bothSizes(to(paths.matchScoreSvg, { matchId: id })), csv: to(paths.matchScoreCsv, { matchId: id }),
    rows: criteria.map((criterion) => ({
      label: t(`match:criterion.${criterion.name}`), value: printValue(localised, criterion), unit: t(`match:criterionUnit.${criterion.name}`),
      weight: percent(criterion.weight, 0), points: number(criterion.points, 1),
      fullPoints: number(criterion.weight * HUNDRED, 1), explanation: criterionWords(localised, criterion, detail.scoreScale),
    })),
  };
}

function heatSummary({ t, number, percent, months }: Localised, { offeredMwh, demandMwh, deliveredMwh }: Match['detail']['monthly']): string {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  if (sum(deliveredMwh) === 0) return t('match:heat.nothing');
  const missing = demandMwh.map((demand, index) => demand - (deliveredMwh[index] ?? 0));
  const worst = missing.indexOf(Math.max(...missing));
  const told = { share: percent(sum(deliveredMwh) / sum(demandMwh)), offered: number(sum(offeredMwh)) };
  return (missing[worst] ?? 0) < 1 ? t('match:heat.whole', told)
    : t('match:heat.missing', { ...told, month: months[worst] ?? '', missing: number(missing[worst] ?? 0) });
}

/** Heat by month: offered, demanded, delivered. */
export function presentHeat(localised: Localised, match: Match) {
  const { number, months } = localised;
  const { monthly } = match.detail;
  return {
    ...bothSizes(to(paths.matchHeatSvg, { matchId: match.id })), csv: to(paths.matchHeatCsv, { matchId: match.id }), summary: heatSummary(localised, monthly),
    rows: months.map((month, index) => ({
      month, offered: number(monthly.offeredMwh[index] ?? 0), demand: number(monthly.demandMwh[index] ?? 0),
      delivered: number(monthly.deliveredMwh[index] ?? 0),
    })),
  };
}
