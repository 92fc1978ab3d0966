import type { ChainedEvent } from '../../shared/event-chain.js';
import { EVENT_TYPES, type EventType, type SubjectKind } from '../../shared/events.js';
import { csvLine } from '../../shared/csv.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import { EVENTS_A_PAGE, SUBJECT_KINDS, type AuditQuery } from './schema.js';
import type { ChainCheck, EventPage } from './service.js';

const typeLabel = ({ t }: Localised, type: EventType): string => t(`audit:type.${type}`);
const kindLabel = ({ t }: Localised, kind: SubjectKind): string => t(`audit:kind.${kind}`);

const SUBJECT_PAGES: Partial<Record<SubjectKind, (id: string) => string>> = {
  match: (matchId) => to(paths.match, { matchId }),
  demand: (demandId) => to(paths.demand, { demandId }),
  building: (buildingId) => to(paths.building, { buildingId }),
  plan: (planId) => to(paths.plan, { planId }),
  site: (siteId) => to(paths.site, { siteId }),
};

/** The name that a person knows the subject by, as the event itself tells it. */
function subjectName({ t }: Localised, { subject, data }: ChainedEvent): string {
  if (subject.kind === 'match' && typeof data['demandName'] === 'string') {
    return t('audit:list.both', { demand: data['demandName'], building: String(data['buildingName']) });
  }
  const name = data['name'] ?? data['demandName'] ?? data['organisationName'] ?? data['email'];
  return typeof name === 'string' ? name : subject.id;
}

const storyHref = ({ subject }: ChainedEvent): string => `${paths.audit}?${new URLSearchParams({ subject: subject.id }).toString()}`;
const printed = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** The model says why there is no plan, and what is recorded is not translated afterwards. */
const MODEL_LANGUAGE = 'en';

function presentRow(localised: Localised, event: ChainedEvent) {
  const { number, dateTime } = localised;
  return {
    sequence: number(event.sequence), href: to(paths.auditEvent, { eventId: event.id }), at: dateTime(event.at),
    isoAt: event.at.toISOString(), type: typeLabel(localised, event.type), actor: event.actor.label,
    subjectKind: kindLabel(localised, event.subject.kind),
    subjectName: subjectName(localised, event), storyHref: storyHref(event), detail: storyDetail(localised, event),
    detailLanguage: event.type === 'plan-refused' ? MODEL_LANGUAGE : null,
  };
}

/** What a reader of a story wants to see beside the type: reason, note, score. */
function storyDetail({ t, number }: Localised, { data }: ChainedEvent): string {
  const score = data['score'];
  const parts = [data['reason'], typeof score === 'number' && score >= 0 ? t('audit:list.score', { score: number(score) }) : null, data['lastError']];
  return parts.filter((part): part is string => typeof part === 'string' && part !== '').join(' · ');
}

function queryString(query: AuditQuery, changed: Partial<Record<keyof AuditQuery, string>> = {}): string {
  const entries = Object.entries({ ...query, ...changed }).filter(([, value]) => value !== undefined);
  return new URLSearchParams(entries.map(([name, value]): [string, string] => [name, String(value)])).toString();
}

function presentPager(query: AuditQuery, total: number) {
  const pages = Math.max(1, Math.ceil(total / EVENTS_A_PAGE));
  const address = (page: number): string => `${paths.audit}?${queryString(query, { page: String(page) })}`;
  return {
    page: query.page, pages, several: pages > 1,
    previous: query.page > 1 ? address(query.page - 1) : null, next: query.page < pages ? address(query.page + 1) : null,
  };
}

export function presentCheck({ t, number }: Localised, check: ChainCheck) {
  const events = number(check.events);
  if (check.sound) return { kind: 'success', text: t('audit:sound', { events, hash: check.lastHash }) };
  return { kind: 'error', text: t(`audit:broken.${check.fault.kind}`, { events, event: number(check.fault.expected), found: number(check.fault.found) }) };
}

export function presentEvents(localised: Localised, { events, total }: EventPage, query: AuditQuery, check: ChainCheck | null) {
  const { t, number } = localised;
  const select = (values: readonly string[], chosen: string | undefined, label: (value: string) => string) =>
    values.map((value) => ({ value, label: label(value), selected: value === chosen }));
  return {
    title: t('audit:title'), events: events.map((event) => presentRow(localised, event)), total: number(total),
    check: check === null ? null : presentCheck(localised, check),
    types: select(EVENT_TYPES, query.type, (value) => typeLabel(localised, value as EventType)),
    kinds: select(SUBJECT_KINDS, query.kind, (value) => kindLabel(localised, value as SubjectKind)),
    filter: query, isStory: query.subject !== undefined, csvHref: `${paths.auditCsv}?${queryString({ ...query, page: 1, verify: undefined })}`,
    verifyHref: `${paths.audit}?${queryString(query, { verify: 'yes' })}`, pager: presentPager({ ...query, verify: undefined }, total),
  };
}

export function presentEvent(localised: Localised, event: ChainedEvent) {
  return {
    ...presentRow(localised, event), title: typeLabel(localised, event.type), id: event.id, subjectId: event.subject.id,
    subjectHref: SUBJECT_PAGES[event.subject.kind]?.(event.subject.id) ?? null, previousHash: event.previousHash, hash: event.hash,
    data: Object.entries(event.data).map(([name, value]) => ({ name, value: printed(value) })),
  };
}

export const EVENT_CSV_HEADER = [
  'sequence', 'id', 'at', 'type', 'actor', 'actorUserId', 'subjectKind', 'subjectId', 'data', 'previousHash', 'hash',
] as const;

/** The data as JSON, so that a verifier can compute the hashes from the file alone. */
export const eventCsvLine = ({ sequence, id, at, type, actor, subject, data, previousHash, hash }: ChainedEvent): string =>
  csvLine([sequence, id, at, type, actor.label, actor.userId, subject.kind, subject.id, JSON.stringify(data), previousHash, hash]);
