import type { Match, MatchSummary } from '../matching/index.js';
import { MONTHS } from '../../shared/format.js';
import { toCsv } from '../../shared/csv.js';
import type { Role } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import type { Table } from '../../shared/ports.js';
import type { ChoosableColumn } from './schema.js';
import { stateLabel } from './wording.js';

const QUEUE_HEADER = [
  'rank', 'matchId', 'organisation', 'demand', 'use', 'site', 'building', 'state', 'score', 'feasible', 'connection', 'deliveredMwhPerYear',
  'coverage', 'lcohEurPerMwh', 'priceFloorEurPerMwh', 'priceCeilingEurPerMwh', 'suggestedPriceEurPerMwh', 'capexEur', 'npvEur',
  'avoidedTonnesPerYear', 'energyReuseFactor', 'routeLengthM', 'evaluatedYear', 'modelVersion', 'scoredAt',
] as const;

function figures({ result }: MatchSummary): (string | number | null)[] {
  if (!result.feasible) return [null, null, null, null, null, null, null, null, null, null, null];
  const { design, annual, economics, emissions, energyReuse } = result;
  return [
    design.connection, annual.deliveredMwh, annual.coverage, economics.lcohEurPerMwh, economics.priceFloorEurPerMwh,
    economics.priceCeilingEurPerMwh, economics.suggestedPriceEurPerMwh, economics.capexEur, economics.npvEur,
    emissions.avoidedTonnesPerYear, energyReuse.erf,
  ];
}

type Column = (typeof QUEUE_HEADER)[number];
/** What a column of the list is called here. */
const OF_COLUMN: Readonly<Record<ChoosableColumn, readonly Column[]>> = {
  score: ['score'], delivered: ['deliveredMwhPerYear', 'coverage'], price: ['priceFloorEurPerMwh', 'priceCeilingEurPerMwh', 'suggestedPriceEurPerMwh'],
  lcoh: ['lcohEurPerMwh'], npv: ['npvEur', 'capexEur'], co2: ['avoidedTonnesPerYear', 'energyReuseFactor'], distance: ['routeLengthM'], updated: ['scoredAt', 'evaluatedYear', 'modelVersion'],
};

/** With columns chosen, these and those that say which match it is. */
export function withColumns(table: Table, chosen: readonly ChoosableColumn[] | undefined): Table {
  if (chosen === undefined) return table;
  const hidden = new Set(Object.entries(OF_COLUMN).flatMap(([column, names]) => (chosen.some((one) => one === column) ? [] : names)));
  const kept = table.header.flatMap((name, index) => (hidden.has(name as Column) ? [] : [index]));
  return { ...table, header: kept.map((index) => table.header[index] ?? ''), rows: table.rows.map((row) => kept.map((index) => row[index] ?? null)) };
}

/** The list as it is filtered and sorted, every page of it. A partner reads words where the site's people get codes. */
export const queueTable = ({ t }: Localised, matches: readonly MatchSummary[], role: Role): Table => ({
  name: 'Matches', header: QUEUE_HEADER,
  rows: matches.map((match, index) => [
    index + 1, match.id, match.organisationName, match.demandName, match.use, match.siteName, match.buildingName,
    role === 'partner' ? stateLabel(t, match.state, role) : match.state,
    match.result.feasible ? match.score : null, match.result.feasible, ...figures(match),
    match.routeLengthM, match.evaluatedYear, match.modelVersion, match.scoredAt,
  ]),
});

export const queueCsv = ({ header, rows }: Table): string => toCsv(header, rows);

export function heatCsv({ detail: { monthly } }: Match): string {
  return toCsv(['month', 'offeredMwh', 'demandMwh', 'deliveredMwh'], MONTHS.map((month, index) => [
    month, monthly.offeredMwh[index] ?? 0, monthly.demandMwh[index] ?? 0, monthly.deliveredMwh[index] ?? 0,
  ]));
}

export function scoreCsv({ result }: Match): string {
  const criteria = result.feasible ? result.score.criteria : [];
  return toCsv(['criterion', 'value', 'weight', 'points', 'explanation'],
    criteria.map(({ name, value, weight, points, explanation }) => [name, value, weight, points, explanation]));
}
