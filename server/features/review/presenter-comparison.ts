import type { FeasibleResult, MatchEvaluation, MatchResult } from '../../engineering/index.js';
import type { Localised } from '../../shared/i18n.js';
import type { Match } from '../matching/index.js';
import { verdict } from './presenter-verdict.js';
import { reasonsWords } from './presenter-why.js';
import { NONE } from './wording.js';

interface Line {
  readonly label: string;
  readonly value: (result: FeasibleResult) => number;
  readonly print: (value: number) => string;
  /** A difference of a percentage is in points; everything else prints as the figure itself. */
  readonly printDifference?: (value: number) => string;
}

const HUNDRED = 100;

function linesIn({ t, number, money, unit, heat, power }: Localised): readonly Line[] {
  return [
    { label: t('review:line.score'), value: ({ score }) => score.total, print: (value) => t('review:line.points', { value: number(value, 1) }) },
    { label: t('review:line.npv'), value: ({ economics }) => economics.npvEur, print: money },
    { label: t('review:line.lcoh'), value: ({ economics }) => economics.lcohEurPerMwh, print: (value) => unit(value, 'EUR/MWh', 1) },
    { label: t('review:line.capex'), value: ({ economics }) => economics.capexEur, print: money },
    { label: t('review:line.delivered'), value: ({ annual }) => annual.deliveredMwh, print: heat },
    {
      label: t('review:line.coverage'), value: ({ annual }) => annual.coverage * HUNDRED, print: (value) => unit(value, '%', 1),
      printDifference: (value) => t('review:line.percentPoints', { value: number(value, 1) }),
    },
    { label: t('review:line.avoided'), value: ({ emissions }) => emissions.avoidedTonnesPerYear, print: (value) => unit(value, 't') },
    { label: t('review:line.capacity'), value: ({ design }) => design.capacityKw, print: power },
  ];
}

/** A figure that prints as nothing but zeros is no difference. */
const isNothing = (printed: string): boolean => !/[1-9]/.test(printed.replace(/CO2/g, ''));

function difference({ t }: Localised, { value, print, printDifference = print }: Line, before: FeasibleResult, after: FeasibleResult): string {
  const change = value(after) - value(before);
  const printed = printDifference(Math.abs(change));
  if (isNothing(printed)) return t('review:line.same');
  return `${change > 0 ? '+' : '-'}${printed}`;
}

const figureOf = (line: Line, result: MatchResult): string => (result.feasible ? line.print(line.value(result)) : NONE);
const connectionOf = ({ t }: Localised, result: MatchResult): string =>
  t(result.feasible ? `review:connection.${result.design.connection}` : 'review:line.noneWorks');

function connectionLine(localised: Localised, stored: MatchResult, other: MatchResult | null) {
  const { t } = localised;
  const [before, after] = [connectionOf(localised, stored), other === null ? '' : connectionOf(localised, other)];
  return { label: t('review:line.connection'), stored: before, whatIf: after, difference: t(before === after ? 'review:line.same' : 'review:line.another') };
}

const lines = (localised: Localised, stored: MatchResult, other: MatchResult | null) => [
  connectionLine(localised, stored, other),
  ...linesIn(localised).map((line) => ({
    label: line.label, stored: figureOf(line, stored), whatIf: other === null ? '' : figureOf(line, other),
    difference: stored.feasible && other?.feasible === true ? difference(localised, line, stored, other) : NONE,
  })),
];

const sentence = (localised: Localised, result: MatchResult, routeLengthM: number): string =>
  (result.feasible ? verdict(localised, { result, routeLengthM }) : localised.t('review:verdict.none'));

/** The stored result and the other one side by side; the stored one alone where nothing is changed. */
export function presentComparison(localised: Localised, { result, routeLengthM }: Match, evaluation: MatchEvaluation | null, otherRouteLengthM: number) {
  const other = evaluation?.result ?? null;
  return {
    compared: other !== null, storedVerdict: sentence(localised, result, routeLengthM),
    verdict: other === null ? null : sentence(localised, other, otherRouteLengthM),
    reasons: evaluation === null || evaluation.result.feasible ? [] : reasonsWords(localised, evaluation.detail.options),
    lines: lines(localised, result, other),
  };
}
