import type { CriterionName, ScoredCriterion } from '../../engineering/index.js';
import { bothSizes } from '../../shared/chart-figure.js';
import { formatNumber, formatPercent, MONTHS } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import type { Match } from '../matching/index.js';
import { CRITERION_LABELS, CRITERION_UNITS } from './wording.js';

const SHARES: readonly CriterionName[] = ['cost', 'coverage', 'use', 'research'];
const HUNDRED = 100;

const printValue = ({ name, value }: ScoredCriterion): string =>
  (SHARES.includes(name) ? formatNumber(value * HUNDRED, 1) : formatNumber(value, name === 'efficiency' ? 3 : 1));

function scoreSummary(criteria: readonly ScoredCriterion[]): string {
  const byPoints = [...criteria].sort((a, b) => b.points - a.points);
  const byMissed = [...criteria].sort((a, b) => (b.weight * HUNDRED - b.points) - (a.weight * HUNDRED - a.points));
  const [most, least] = [byPoints[0], byMissed[0]];
  if (most === undefined || least === undefined) return '';
  return `${CRITERION_LABELS[most.name]} gives most, ${formatNumber(most.points, 1)} points; most is missed at ${
    CRITERION_LABELS[least.name].toLowerCase()}, ${formatNumber(least.weight * HUNDRED - least.points, 1)} points.`;
}

/** The score, criterion by criterion. */
export function presentScore(match: Match) {
  if (!match.result.feasible) return null;
  const { criteria, total } = match.result.score;
  return {
    total: formatNumber(total, 1), summary: scoreSummary(criteria),
    ...bothSizes(to(paths.matchScoreSvg, { matchId: match.id })), csv: to(paths.matchScoreCsv, { matchId: match.id }),
    rows: criteria.map((criterion) => ({
      label: CRITERION_LABELS[criterion.name], value: printValue(criterion), unit: CRITERION_UNITS[criterion.name],
      weight: formatPercent(criterion.weight, 0), points: formatNumber(criterion.points, 1),
      fullPoints: formatNumber(criterion.weight * HUNDRED, 1), explanation: criterion.explanation,
    })),
  };
}

function heatSummary({ offeredMwh, demandMwh, deliveredMwh }: Match['detail']['monthly']): string {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  if (sum(deliveredMwh) === 0) return 'No heat can be delivered; the picture shows what is offered and what is needed.';
  const missing = demandMwh.map((demand, index) => demand - (deliveredMwh[index] ?? 0));
  const worst = missing.indexOf(Math.max(...missing));
  const short = `${formatPercent(sum(deliveredMwh) / sum(demandMwh))} of the demand is delivered over the year`;
  const gap = (missing[worst] ?? 0) < 1 ? 'every month is covered in full'
    : `most is missing in ${MONTHS[worst] ?? ''}, ${formatNumber(missing[worst] ?? 0)} MWh`;
  return `${short}; ${gap}. The building offers ${formatNumber(sum(offeredMwh))} MWh a year in all.`;
}

/** Heat by month: offered, demanded, delivered. */
export function presentHeat(match: Match) {
  const { monthly } = match.detail;
  return {
    ...bothSizes(to(paths.matchHeatSvg, { matchId: match.id })), csv: to(paths.matchHeatCsv, { matchId: match.id }), summary: heatSummary(monthly),
    rows: MONTHS.map((month, index) => ({
      month, offered: formatNumber(monthly.offeredMwh[index] ?? 0), demand: formatNumber(monthly.demandMwh[index] ?? 0),
      delivered: formatNumber(monthly.deliveredMwh[index] ?? 0),
    })),
  };
}
