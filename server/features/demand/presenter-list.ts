import type { CurrentUser } from '../../shared/current-user.js';
import { toCsv } from '../../shared/csv.js';
import { presentForm } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { message } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import { DEMAND_STATES } from './answers.js';
import type { ListedDemand } from './index.js';
import { useLabel, usesFor } from './labels.js';

export const PAGE_SIZE = 50;

export interface ListFilter {
  readonly state?: string | undefined;
  readonly use?: string | undefined;
  readonly q?: string | undefined;
  readonly page: number;
}

function filters(filter: ListFilter, isPartner: boolean) {
  const states = DEMAND_STATES.filter((state) => isPartner || state !== 'draft');
  return presentForm([
    { name: 'q', label: message('demand:list.search'), type: 'text' },
    { name: 'use', label: message('demand:list.use'), type: 'select', options: [{ value: '', label: message('demand:list.allUses') }, ...usesFor(false).map(({ key }) => ({ value: key, label: useLabel(key) }))] },
    { name: 'state', label: message('demand:list.state'), type: 'select', options: [{ value: '', label: message('demand:list.allStates') }, ...states.map((value) => ({ value, label: message(`demand:state.${value}`) }))] },
  ], { ...filter });
}

function query(filter: ListFilter, page: number): string {
  const parameters = new URLSearchParams();
  for (const name of ['q', 'use', 'state'] as const) if (filter[name] !== undefined) parameters.set(name, filter[name]);
  if (page > 1) parameters.set('page', String(page));
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function row({ t, number, dateTime }: Localised, { demand, organisationName }: ListedDemand) {
  const { answers } = demand;
  const name = answers.name ?? t('demand:unnamed');
  const { flowTemperatureC, returnTemperatureC } = answers;
  return {
    name, organisationName, href: to(paths.demand, { demandId: demand.id }), use: answers.use === undefined ? '' : t(`demand:use.${answers.use}`), example: demand.example,
    state: { key: demand.state, label: t(`demand:state.${demand.state}`) },
    pending: demand.state === 'submitted' && demand.hasChanges,
    heat: demand.figures === null ? '–' : number(demand.figures.annualMwh),
    temperatures: flowTemperatureC === undefined || returnTemperatureC === undefined ? '–' : `${flowTemperatureC} / ${returnTemperatureC}`,
    changed: dateTime(demand.changedAt),
    matches: demand.version === null ? null : `${paths.matches}?state=all&q=${encodeURIComponent(name)}`,
  };
}

export function presentList(localised: Localised, found: readonly ListedDemand[], filter: ListFilter, user: CurrentUser) {
  const { t } = localised;
  const isPartner = user.role === 'partner';
  const last = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
  const page = Math.min(filter.page, last);
  const isFiltered = [filter.q, filter.use, filter.state].some((value) => value !== undefined);
  return {
    title: t(isPartner ? 'demand:mine' : 'demand:all'), isPartner, isFiltered,
    rows: found.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((each) => row(localised, each)),
    filters: filters(filter, isPartner), showFilters: isFiltered || found.length > 0,
    csv: `${paths.demandsCsv}${query(filter, 1)}`,
    count: t('demand:list.count', { count: found.length }),
    pager: last === 1 ? null : {
      text: t('shared:pager.place', { page, pages: last }),
      previous: page > 1 ? `${paths.demands}${query(filter, page - 1)}` : null,
      next: page < last ? `${paths.demands}${query(filter, page + 1)}` : null,
    },
  };
}

const COLUMNS = [
  'id', 'organisation', 'name', 'use', 'state', 'version', 'address', 'latitude', 'longitude', 'routeLengthM', 'heatMwhPerYear', 'peakKw',
  'flowTemperatureC', 'returnTemperatureC', 'profile', 'startDate', 'endDate', 'heatSource', 'heatCostEurPerMwh', 'emissionKgPerMwh', 'changedAt',
] as const;

/** Names and units as in JSON; the emission is empty where it follows from the heat source. */
export const listCsv = (found: readonly ListedDemand[]): string => toCsv(COLUMNS, found.map(({ demand, organisationName }) => {
  const { answers, figures } = demand;
  return [
    demand.id, organisationName, answers.name, answers.use, demand.state, demand.version, answers.address, answers.latitude, answers.longitude,
    answers.routeLengthM, figures?.annualMwh, figures?.peakKw, answers.flowTemperatureC, answers.returnTemperatureC,
    answers.profileKind === 'hourly' ? 'hourly' : answers.archetype, answers.startDate, answers.endDate, answers.heatSource,
    answers.heatCostEurPerMwh, answers.emissionKgPerMwh, demand.changedAt,
  ];
}));

export const hoursCsv = (valuesKw: readonly number[]): string => toCsv(['hour', 'heatKw'], valuesKw.map((value, hour) => [hour, value]));
