import type { CurrentUser, Role } from '../../shared/current-user.js';
import { formatNumber, formatPercent, formatShortDate } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import { MATCH_STATES, type MatchPage, type MatchSort, type MatchSummary } from '../matching/index.js';
import { DESCENDING_FIRST, PAGE_SIZE, type QueueFilter } from './schema.js';
import { mayAct } from './transitions.js';
import { CONNECTION_NAMES, kilometres, NONE, stateLabel, stateTag, useLabel } from './wording.js';

interface Column {
  readonly label: string;
  readonly unit?: string;
  readonly sort?: MatchSort;
  readonly number?: boolean;
}

const COLUMNS: readonly Column[] = [
  { label: 'Rank', number: true }, { label: 'Heat demand' }, { label: 'Building, connection' }, { label: 'State' }, { label: 'Score', sort: 'score' },
  { label: 'Delivered', unit: 'MWh/year', sort: 'delivered', number: true }, { label: 'Price', unit: 'EUR/MWh', number: true },
  { label: 'Cost', unit: 'EUR/MWh', sort: 'lcoh', number: true }, { label: 'Value', unit: 'NPV, MEUR', sort: 'npv', number: true },
  { label: 'CO2 avoided', unit: 't/year', sort: 'co2', number: true }, { label: 'Route', unit: 'km', sort: 'distance', number: true },
  { label: 'Updated', sort: 'updated' },
];

/** The address of the same list with other settings; '' and undefined fall out. */
export function queueHref(filter: QueueFilter, changed: Partial<QueueFilter> = {}, path: string = paths.matches): string {
  const entries = Object.entries({ ...filter, ...changed }).filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]): [string, string] => [name, String(value)]);
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries).toString()}`;
}

function presentColumn({ label, unit, sort, number = false }: Column, filter: QueueFilter) {
  if (sort === undefined) return { label, unit, number, href: null, ariaSort: null, arrow: '' };
  const current = (filter.sort ?? 'score') === sort;
  const descending = current ? (filter.dir ?? (DESCENDING_FIRST[sort] ? 'desc' : 'asc')) === 'desc' : !DESCENDING_FIRST[sort];
  return {
    label, unit, number, href: queueHref(filter, { sort, dir: descending ? 'asc' : 'desc', page: undefined }),
    ariaSort: current ? (descending ? 'descending' : 'ascending') : null,
    arrow: current ? (descending ? '↓' : '↑') : '',
  };
}

function price({ priceFloorEurPerMwh: floor, priceCeilingEurPerMwh: ceiling, suggestedPriceEurPerMwh: suggested }: {
  readonly priceFloorEurPerMwh: number; readonly priceCeilingEurPerMwh: number; readonly suggestedPriceEurPerMwh: number | null;
}) {
  return suggested === null
    ? { price: 'no deal', corridor: `${formatNumber(floor - ceiling)} too dear` }
    : { price: formatNumber(suggested), corridor: `${formatNumber(floor)} to ${formatNumber(ceiling)}` };
}

function presentFigures({ result }: MatchSummary) {
  if (!result.feasible) {
    return { connection: 'None works', delivered: NONE, coverage: '', lcoh: NONE, price: NONE, corridor: '', npv: NONE, co2: NONE };
  }
  const { design, annual, economics, emissions } = result;
  return {
    connection: CONNECTION_NAMES[design.connection], delivered: formatNumber(annual.deliveredMwh), coverage: `covers ${formatPercent(annual.coverage)}`,
    lcoh: formatNumber(economics.lcohEurPerMwh), ...price(economics), npv: formatNumber(economics.npvEur / 1e6, 2),
    co2: formatNumber(emissions.avoidedTonnesPerYear),
  };
}

function presentRow(match: MatchSummary, rank: number, role: Role) {
  return {
    ...presentFigures(match), id: match.id, rank, href: to(paths.match, { matchId: match.id }), demandName: match.demandName,
    organisationName: match.organisationName, use: useLabel(match.use), buildingName: match.buildingName, siteName: match.siteName,
    feasible: match.result.feasible, score: formatNumber(match.score), scoreValue: Math.round(match.score), example: match.example,
    route: kilometres(match.routeLengthM), updated: formatShortDate(match.scoredAt),
    state: stateLabel(match.state, role), tag: stateTag(match.state, role), revision: match.revision,
    transitions: to(paths.matchTransitions, { matchId: match.id }),
    shortlist: match.state === 'proposed' && mayAct('shortlist', role),
    answer: role === 'partner' && match.state === 'invited',
  };
}

const option = (value: string, label: string, chosen: string | undefined) => ({ value, label, selected: value === (chosen ?? '') });

function presentFilters(filter: QueueFilter, choices: QueueChoices, role: Role) {
  const states: readonly (readonly [string, string])[] = role === 'partner'
    ? [['all', 'All'], ['invited', 'Your answer is wanted'], ['interested', 'You are interested'], ['agreed', 'Agreed'], ['declined', 'Not going ahead']]
    : [['open', 'Open'], ['all', 'All'], ...MATCH_STATES.map((state): [string, string] => [state, stateLabel(state, role)])];
  return {
    action: paths.matches, reset: paths.matches, q: filter.q ?? '', min: filter.min ?? '', sort: filter.sort, dir: filter.dir,
    states: states.map(([value, label]) => option(value, label, filter.state ?? states[0]?.[0])),
    buildings: [option('', 'All', filter.building), ...choices.buildings.map(({ id, name }) => option(id, name, filter.building))],
    uses: [option('', 'All', filter.use), ...choices.uses.map((use) => option(use, useLabel(use), filter.use))],
    feasible: [option('', 'All', filter.feasible), option('yes', 'Can be connected', filter.feasible), option('no', 'Cannot be connected', filter.feasible)],
  };
}

export interface QueueChoices {
  readonly buildings: readonly { readonly id: string; readonly name: string }[];
  readonly uses: readonly string[];
}

function presentPager(filter: QueueFilter, total: number) {
  const page = filter.page ?? 1;
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  return {
    text: `Page ${page} of ${pages}`, several: pages > 1,
    previous: page > 1 ? queueHref(filter, { page: page - 1 }) : null,
    next: page < pages ? queueHref(filter, { page: page + 1 }) : null,
  };
}

export const isFiltered = ({ state, building, use, feasible, min, q }: QueueFilter): boolean =>
  [state, building, use, feasible, min, q].some((value) => value !== undefined);

const HEADINGS: Readonly<Record<'partner' | 'site', { readonly title: string; readonly lead: string }>> = {
  partner: {
    title: 'Your matches',
    lead: 'Your heat demands against the surplus heat that is published, best first. Open one to see how it could be connected and what the heat could cost.',
  },
  site: { title: 'Matches', lead: 'Every submitted heat demand against every published building, best first.' },
};

export function presentQueue(page: MatchPage, filter: QueueFilter, choices: QueueChoices, user: CurrentUser) {
  const first = ((filter.page ?? 1) - 1) * PAGE_SIZE;
  return {
    ...HEADINGS[user.role === 'partner' ? 'partner' : 'site'], partner: user.role === 'partner',
    columns: COLUMNS.map((column) => presentColumn(column, filter)),
    rows: page.matches.map((match, index) => presentRow(match, first + index + 1, user.role)),
    severalSites: new Set(page.matches.map(({ siteId }) => siteId)).size > 1,
    count: page.total === 1 ? '1 match' : `${formatNumber(page.total)} matches`,
    filters: presentFilters(filter, choices, user.role), filtered: isFiltered(filter),
    pager: presentPager(filter, page.total),
    csvHref: queueHref(filter, { page: undefined }, paths.matchesCsv), xlsxHref: queueHref(filter, { page: undefined }, paths.matchesXlsx),
    here: queueHref(filter),
    compare: user.role === 'partner' ? null : { action: paths.matchComparison, back: queueHref(filter) },
    stabilityHref: user.role === 'partner' ? null : paths.matchStability,
  };
}
