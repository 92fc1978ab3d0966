import type { FeasibleResult, MatchEvaluation, MatchResult } from '../../engineering/index.js';
import { formatHeat, formatMoney, formatNumber, formatPower, formatUnit } from '../../shared/format.js';
import type { Match } from '../matching/index.js';
import { NONE_WORKS, verdict } from './presenter-verdict.js';
import { CONNECTION_NAMES, NONE } from './wording.js';

interface Line {
  readonly label: string;
  readonly value: (result: FeasibleResult) => number;
  readonly print: (value: number) => string;
  /** A difference of a percentage is in points; everything else prints as the figure itself. */
  readonly printDifference?: (value: number) => string;
}

const HUNDRED = 100;

const LINES: readonly Line[] = [
  { label: 'Score', value: ({ score }) => score.total, print: (value) => `${formatNumber(value, 1)} points` },
  { label: 'Net present value', value: ({ economics }) => economics.npvEur, print: formatMoney },
  { label: 'Cost of heat', value: ({ economics }) => economics.lcohEurPerMwh, print: (value) => formatUnit(value, 'EUR/MWh', 1) },
  { label: 'Investment', value: ({ economics }) => economics.capexEur, print: formatMoney },
  { label: 'Delivered a year', value: ({ annual }) => annual.deliveredMwh, print: formatHeat },
  {
    label: 'Covered of the demand', value: ({ annual }) => annual.coverage * HUNDRED, print: (value) => formatUnit(value, '%', 1),
    printDifference: (value) => `${formatNumber(value, 1)} points`,
  },
  { label: 'CO2 avoided a year', value: ({ emissions }) => emissions.avoidedTonnesPerYear, print: (value) => formatUnit(value, 't') },
  { label: 'Capacity', value: ({ design }) => design.capacityKw, print: formatPower },
];

/** A figure that prints as nothing but zeros is no difference. */
const isNothing = (printed: string): boolean => !/[1-9]/.test(printed.replace(/CO2/g, ''));

function difference({ value, print, printDifference = print }: Line, before: FeasibleResult, after: FeasibleResult): string {
  const change = value(after) - value(before);
  const printed = printDifference(Math.abs(change));
  if (isNothing(printed)) return 'same';
  return `${change > 0 ? '+' : '-'}${printed}`;
}

const figureOf = (line: Line, result: MatchResult): string => (result.feasible ? line.print(line.value(result)) : NONE);
const connectionOf = (result: MatchResult): string => (result.feasible ? CONNECTION_NAMES[result.design.connection] : 'None works');

function connectionLine(stored: MatchResult, other: MatchResult | null) {
  const [before, after] = [connectionOf(stored), other === null ? '' : connectionOf(other)];
  return { label: 'Connection', stored: before, whatIf: after, difference: before === after ? 'same' : 'another' };
}

const lines = (stored: MatchResult, other: MatchResult | null) => [
  connectionLine(stored, other),
  ...LINES.map((line) => ({
    label: line.label, stored: figureOf(line, stored), whatIf: other === null ? '' : figureOf(line, other),
    difference: stored.feasible && other?.feasible === true ? difference(line, stored, other) : NONE,
  })),
];

const sentence = (result: MatchResult, routeLengthM: number): string => (result.feasible ? verdict({ result, routeLengthM }) : NONE_WORKS);

/** The stored result and the other one side by side; the stored one alone where nothing is changed. */
export function presentComparison({ result, routeLengthM }: Match, evaluation: MatchEvaluation | null, otherRouteLengthM: number) {
  const other = evaluation?.result ?? null;
  return {
    compared: other !== null, storedVerdict: sentence(result, routeLengthM),
    verdict: other === null ? null : sentence(other, otherRouteLengthM),
    reasons: other === null || other.feasible ? [] : other.reasons,
    lines: lines(result, other),
  };
}
