import type { CurrentUser, Role } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import { MATCH_STATES, type MatchPage, type MatchSort, type MatchSummary } from '../matching/index.js';
import { CHOOSABLE_COLUMNS, DESCENDING_FIRST, PAGE_SIZE, type QueueFilter } from './schema.js';
import type { QueueView } from './service-views.js';
import { mayAct } from './transitions.js';
import { kilometres, NONE, stateLabel, stateTag, useLabel } from './wording.js';

interface Column {
  readonly key: 'rank' | 'demand' | 'building' | 'state' | 'price' | MatchSort;
  readonly sorts?: true;
  readonly number?: true;
}

const COLUMNS: readonly Column[] = [
  { key: 'rank', number: true }, { key: 'demand' }, { key: 'building' }, { key: 'state' }, { key: 'score', sorts: true },
  { key: 'delivered', sorts: true, number: true }, { key: 'price', number: true }, { key: 'lcoh', sorts: true, number: true },
  { key: 'npv', sorts: true, number: true }, { key: 'co2', sorts: true, number: true }, { key: 'distance', sorts: true, number: true },
  { key: 'updated', sorts: true },
];

function unitOf({ t }: Localised, key: Column['key']): string | undefined {
  if (key === 'price' || key === 'lcoh') return 'EUR/MWh';
  if (key === 'distance') return 'km';
  return key === 'delivered' || key === 'npv' || key === 'co2' ? t(`queue:unit.${key}`) : undefined;
}

/** The address of the same list with other settings; '' and undefined fall out. */
export function queueHref(filter: QueueFilter, changed: Partial<QueueFilter> = {}, path: string = paths.matches): string {
  const entries = Object.entries({ ...filter, ...changed }).filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]): [string, string] => [name, String(value)]);
  return entries.length === 0 ? path : `${path}?${new URLSearchParams(entries).toString()}`;
}

const isSort = ({ sorts }: Column, key: Column['key']): key is MatchSort => sorts === true && key in DESCENDING_FIRST;

function presentColumn(localised: Localised, column: Column, filter: QueueFilter) {
  const { key: sort, number = false } = column;
  const [label, unit] = [localised.t(`queue:column.${sort}`), unitOf(localised, sort)];
  if (!isSort(column, sort)) return { label, unit, number, href: null, ariaSort: null, arrow: '' };
  const current = (filter.sort ?? 'score') === sort;
  const descending = current ? (filter.dir ?? (DESCENDING_FIRST[sort] ? 'desc' : 'asc')) === 'desc' : !DESCENDING_FIRST[sort];
  return {
    label, unit, number, href: queueHref(filter, { sort, dir: descending ? 'asc' : 'desc', page: undefined }),
    ariaSort: current ? (descending ? 'descending' : 'ascending') : null,
    arrow: current ? (descending ? '↓' : '↑') : '',
  };
}

function price({ t, number }: Localised, { priceFloorEurPerMwh: floor, priceCeilingEurPerMwh: ceiling, suggestedPriceEurPerMwh: suggested }: {
  readonly priceFloorEurPerMwh: number; readonly priceCeilingEurPerMwh: number; readonly suggestedPriceEurPerMwh: number | null;
}) {
  return suggested === null
    ? { price: t('queue:row.noDeal'), corridor: t('queue:row.tooDear', { price: number(floor - ceiling) }) }
    : { price: number(suggested), corridor: t('queue:row.corridor', { floor: number(floor), ceiling: number(ceiling) }) };
}

function presentFigures(localised: Localised, { result }: MatchSummary) {
  const { t, number, percent } = localised;
  if (!result.feasible) {
    return { connection: t('queue:row.noneWorks'), delivered: NONE, coverage: '', lcoh: NONE, price: NONE, corridor: '', npv: NONE, co2: NONE };
  }
  const { design, annual, economics, emissions } = result;
  return {
    connection: t(`review:connection.${design.connection}`), delivered: number(annual.deliveredMwh), coverage: t('queue:row.covers', { share: percent(annual.coverage) }),
    lcoh: number(economics.lcohEurPerMwh), ...price(localised, economics), npv: number(economics.npvEur / 1e6, 2), co2: number(emissions.avoidedTonnesPerYear),
  };
}

function presentRow(localised: Localised, match: MatchSummary, rank: number, role: Role) {
  const { t, number, shortDate } = localised;
  return {
    ...presentFigures(localised, match), id: match.id, rank, href: to(paths.match, { matchId: match.id }), demandName: match.demandName,
    organisationName: match.organisationName, use: useLabel(t, match.use), buildingName: match.buildingName, siteName: match.siteName,
    feasible: match.result.feasible, score: number(match.score), scoreValue: Math.round(match.score), example: match.example,
    route: kilometres(localised, match.routeLengthM), updated: shortDate(match.scoredAt),
    state: stateLabel(t, match.state, role), tag: stateTag(match.state, role), revision: match.revision,
    transitions: to(paths.matchTransitions, { matchId: match.id }),
    shortlist: match.state === 'proposed' && mayAct('shortlist', role),
    answer: role === 'partner' && match.state === 'invited',
  };
}

const option = (value: string, label: string, chosen: string | undefined) => ({ value, label, selected: value === (chosen ?? '') });

const PARTNER_CHOICES = ['invited', 'interested', 'agreed', 'declined'] as const;

/** The first is what an unfiltered list shows. */
function stateChoices(t: Localised['t'], role: Role): readonly (readonly [value: string, label: string])[] {
  const partner = role === 'partner';
  const states = (partner ? PARTNER_CHOICES : MATCH_STATES).map((state): [string, string] => [state, stateLabel(t, state, role)]);
  return [...(partner ? [] : [['open', t('queue:filter.open')] as const]), ['all', t('queue:filter.all')], ...states];
}

function presentFilters({ t }: Localised, filter: QueueFilter, choices: QueueChoices, role: Role) {
  const states = stateChoices(t, role);
  const all = t('queue:filter.all');
  return {
    action: paths.matches, reset: paths.matches, q: filter.q ?? '', min: filter.min ?? '', sort: filter.sort, dir: filter.dir,
    states: states.map(([value, label]) => option(value, label, filter.state ?? states[0]?.[0])),
    buildings: [option('', all, filter.building), ...choices.buildings.map(({ id, name }) => option(id, name, filter.building))],
    uses: [option('', all, filter.use), ...choices.uses.map((use) => option(use, useLabel(t, use), filter.use))],
    feasible: [option('', all, filter.feasible), ...(['yes', 'no'] as const).map((answer) => option(answer, t(`queue:filter.${answer}`), filter.feasible))],
  };
}

export interface QueueChoices {
  readonly buildings: readonly { readonly id: string; readonly name: string }[];
  readonly uses: readonly string[];
}

function presentPager({ t }: Localised, filter: QueueFilter, total: number) {
  const page = filter.page ?? 1;
  const pages = Math.max(1, Math.ceil(total / PAGE_SIZE));
  return {
    text: t('shared:pager.place', { page, pages }), several: pages > 1,
    previous: page > 1 ? queueHref(filter, { page: page - 1 }) : null,
    next: page < pages ? queueHref(filter, { page: page + 1 }) : null,
  };
}

export const isFiltered = ({ state, building, use, feasible, min, q }: QueueFilter): boolean =>
  [state, building, use, feasible, min, q].some((value) => value !== undefined);

const isShown = (filter: QueueFilter, key: Column['key']): boolean =>
  !CHOOSABLE_COLUMNS.some((one) => one === key) || filter.col === undefined || filter.col.some((one) => one === key);

/** Which columns there are to choose from, and the lists this user has saved. */
function presentSaved({ t }: Localised, filter: QueueFilter, views: readonly QueueView[]) {
  const here = queueHref(filter, { page: undefined });
  const query = here.split('?')[1] ?? '';
  return {
    query, action: paths.queueViews, remove: paths.removeQueueView,
    views: views.map((view) => ({ ...view, href: view.query === '' ? paths.matches : `${paths.matches}?${view.query}`, current: view.query === query, here: query })),
    columns: CHOOSABLE_COLUMNS.map((value) => ({ value, label: t(`queue:column.${value}`), checked: isShown(filter, value) })),
    columnsChosen: filter.col !== undefined,
  };
}

export function presentQueue(
  localised: Localised, page: MatchPage, filter: QueueFilter, { choices, views }: { readonly choices: QueueChoices; readonly views: readonly QueueView[] }, { role }: CurrentUser,
) {
  const { t } = localised;
  const first = ((filter.page ?? 1) - 1) * PAGE_SIZE;
  const partner = role === 'partner';
  return {
    title: t(partner ? 'queue:titlePartner' : 'queue:title'), lead: t(partner ? 'queue:leadPartner' : 'queue:lead'), partner,
    columns: COLUMNS.filter(({ key }) => isShown(filter, key)).map((column) => presentColumn(localised, column, filter)),
    shown: Object.fromEntries(COLUMNS.map(({ key }) => [key, isShown(filter, key)])), saved: presentSaved(localised, filter, views),
    rows: page.matches.map((match, index) => presentRow(localised, match, first + index + 1, role)),
    severalSites: new Set(page.matches.map(({ siteId }) => siteId)).size > 1,
    count: t('queue:count', { count: page.total }),
    filters: presentFilters(localised, filter, choices, role), filtered: isFiltered(filter),
    pager: presentPager(localised, filter, page.total),
    csvHref: queueHref(filter, { page: undefined }, paths.matchesCsv), xlsxHref: queueHref(filter, { page: undefined }, paths.matchesXlsx),
    here: queueHref(filter),
    compare: partner ? null : { action: paths.matchComparison, back: queueHref(filter) },
    decide: mayAct('shortlist', role) ? paths.decideSeveral : null,
    stabilityHref: partner ? null : paths.matchStability,
  };
}
