import { CRITERIA, type CriterionName, type FeasibleResult, type MatchResult } from '../../engineering/index.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import type { MatchSummary } from '../matching/index.js';
import { LEAST_COMPARED, MOST_COMPARED } from './schema-side-by-side.js';
import { NONE } from './wording.js';

interface Line {
  readonly label: string;
  readonly value: (result: FeasibleResult, match: MatchSummary) => number | undefined;
  readonly print: (value: number) => string;
  /** Which end is good; null where neither is. */
  readonly better: 'more' | 'less' | null;
}

const M_PER_KM = 1000;

const criterionOf = ({ score }: FeasibleResult, name: CriterionName) => score.criteria.find((criterion) => criterion.name === name);

function moneyLines({ t, number, money }: Localised): readonly Line[] {
  return [
    { label: t('desk:compare.line.cost'), value: ({ economics }) => economics.lcohEurPerMwh, print: (value) => number(value, 1), better: 'less' },
    { label: t('desk:compare.line.npv'), value: ({ economics }) => economics.npvEur, print: money, better: 'more' },
    { label: t('desk:compare.line.investment'), value: ({ economics }) => economics.capexEur, print: money, better: 'less' },
  ];
}

function heatLines({ t, number, percent, power }: Localised): readonly Line[] {
  return [
    { label: t('desk:compare.line.avoided'), value: ({ emissions }) => emissions.avoidedTonnesPerYear, print: (value) => number(value), better: 'more' },
    { label: t('desk:compare.line.delivered'), value: ({ annual }) => annual.deliveredMwh, print: (value) => number(value), better: 'more' },
    { label: t('desk:compare.line.coverage'), value: ({ annual }) => annual.coverage, print: (value) => percent(value, 1), better: 'more' },
    { label: t('desk:compare.line.capacity'), value: ({ design }) => design.capacityKw, print: power, better: null },
    { label: t('desk:compare.line.distance'), value: (_result, { routeLengthM }) => routeLengthM / M_PER_KM, print: (value) => number(value, 1), better: 'less' },
    { label: t('desk:compare.line.readiness'), value: (result) => criterionOf(result, 'readiness')?.value, print: (value) => number(value, 1), better: 'less' },
  ];
}

/** Points by criterion: a criterion that none of the matches is scored by is left out. */
const criterionLines = ({ t, number }: Localised, results: readonly FeasibleResult[]): readonly Line[] =>
  CRITERIA.filter((name) => results.some((result) => criterionOf(result, name) !== undefined)).map((name): Line => ({
    label: t('desk:compare.line.points', { criterion: t(`desk:criterion.${name}`) }), value: (result) => criterionOf(result, name)?.points,
    print: (value) => number(value, 1), better: 'more',
  }));

/** What prints the same is equally good; where all are, none is best. */
function bestPrinted({ better, print }: Line, values: readonly number[]): string | null {
  if (better === null || new Set(values.map(print)).size < 2) return null;
  return print(better === 'more' ? Math.max(...values) : Math.min(...values));
}

function presentLine(line: Line, matches: readonly MatchSummary[], labels: readonly string[]) {
  const values = matches.map((match) => (match.result.feasible ? line.value(match.result, match) : undefined));
  const best = bestPrinted(line, values.filter((value) => value !== undefined));
  return {
    label: line.label,
    cells: values.map((value, index) => {
      const text = value === undefined ? NONE : line.print(value);
      return { label: labels[index], text, isBest: value !== undefined && text === best };
    }),
  };
}

const sideBySideHref = (ids: readonly string[], back: string): string =>
  `${paths.matchComparison}?${new URLSearchParams([...ids.map((id) => ['id', id]), ...(back === paths.matches ? [] : [['back', back]])]).toString()}`;

function presentColumn({ t }: Localised, match: MatchSummary, matches: readonly MatchSummary[], back: string) {
  const label = t('desk:compare.column', { place: matches.indexOf(match) + 1, demand: match.demandName });
  const others = matches.filter(({ id }) => id !== match.id).map(({ id }) => id);
  return {
    name: t('desk:compare.match', { demand: match.demandName, building: match.buildingName }), label,
    buildingName: match.buildingName, organisationName: match.organisationName, state: t(`desk:state.${match.state}`), tag: match.state,
    connection: connectionOf(t, match.result), href: to(paths.match, { matchId: match.id }),
    without: others.length < LEAST_COMPARED ? null : sideBySideHref(others, back),
  };
}

const connectionOf = (t: Localised['t'], result: MatchResult): string =>
  (result.feasible ? t(`review:connection.${result.design.connection}`) : t('queue:row.noneWorks'));

export function presentSideBySide(localised: Localised, matches: readonly MatchSummary[], back: string) {
  const { t, number } = localised;
  const columns = matches.map((match) => presentColumn(localised, match, matches, back));
  const results = matches.map(({ result }) => result).filter((result) => result.feasible);
  const score: Line = { label: t('desk:compare.line.score'), value: (result) => result.score.total, print: (value) => number(value, 1), better: 'more' };
  const labels = columns.map(({ label }) => label);
  return {
    title: t('desk:compare.title', { count: matches.length }), refusal: null, back, columns,
    lines: [score, ...criterionLines(localised, results), ...moneyLines(localised), ...heatLines(localised)]
      .map((line) => presentLine(line, matches, labels)),
  };
}

/** Too few or too many were chosen: how many it takes, and the way back. */
export const presentRefusedComparison = ({ t }: Localised, chosen: number, back: string) => ({
  title: t('desk:compare.refused'), back,
  refusal: chosen < LEAST_COMPARED ? t('desk:compare.tooFew', { count: chosen }) : t('desk:compare.tooMany', { chosen, most: MOST_COMPARED }),
});
