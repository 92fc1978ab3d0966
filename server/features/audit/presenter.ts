import type { ChainedEvent } from '../../shared/event-chain.js';
import { EVENT_TYPES, type EventType, type SubjectKind } from '../../shared/events.js';
import { csvLine } from '../../shared/csv.js';
import { formatDateTime, formatNumber } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import { EVENTS_A_PAGE, SUBJECT_KINDS, type AuditQuery } from './schema.js';
import type { ChainCheck, EventPage } from './service.js';

/** 'match-invited' -> 'Match invited' */
const typeLabel = (type: EventType): string => {
  const words = type.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const SUBJECT_PAGES: Partial<Record<SubjectKind, (id: string) => string>> = {
  match: (matchId) => to(paths.match, { matchId }),
  demand: (demandId) => to(paths.demand, { demandId }),
  building: (buildingId) => to(paths.building, { buildingId }),
  plan: (planId) => to(paths.plan, { planId }),
  site: (siteId) => to(paths.site, { siteId }),
};

/** The name that a person knows the subject by, as the event itself tells it. */
function subjectName({ subject, data }: ChainedEvent): string {
  if (subject.kind === 'match' && typeof data['demandName'] === 'string') return `${data['demandName']} and ${String(data['buildingName'])}`;
  const name = data['name'] ?? data['demandName'] ?? data['organisationName'] ?? data['email'];
  return typeof name === 'string' ? name : subject.id;
}

const storyHref = ({ subject }: ChainedEvent): string => `${paths.audit}?${new URLSearchParams({ subject: subject.id }).toString()}`;
const printed = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function presentRow(event: ChainedEvent) {
  return {
    sequence: formatNumber(event.sequence), href: to(paths.auditEvent, { eventId: event.id }), at: formatDateTime(event.at),
    isoAt: event.at.toISOString(), type: typeLabel(event.type), actor: event.actor.label, subjectKind: event.subject.kind,
    subjectName: subjectName(event), storyHref: storyHref(event), detail: storyDetail(event),
  };
}

/** What a reader of a story wants to see beside the type: reason, note, score. */
function storyDetail({ data }: ChainedEvent): string {
  const parts = [data['reason'], typeof data['score'] === 'number' && data['score'] >= 0 ? `score ${formatNumber(data['score'])}` : null, data['lastError']];
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

export function presentCheck(check: ChainCheck) {
  if (check.sound) {
    return {
      kind: 'success',
      text: `The trail is whole: ${formatNumber(check.events)} events, none missing, changed or put in. Last hash ${check.lastHash}.`,
    };
  }
  return { kind: 'error', text: `The trail is broken: ${check.fault}. The ${formatNumber(check.events)} events before it are sound.` };
}

export function presentEvents({ events, total }: EventPage, query: AuditQuery, check: ChainCheck | null) {
  const select = (values: readonly string[], chosen: string | undefined, label: (value: string) => string) =>
    values.map((value) => ({ value, label: label(value), selected: value === chosen }));
  return {
    title: 'Audit trail', events: events.map(presentRow), total: formatNumber(total), check: check === null ? null : presentCheck(check),
    types: select(EVENT_TYPES, query.type, (value) => typeLabel(value as EventType)), kinds: select(SUBJECT_KINDS, query.kind, (value) => value),
    filter: query, isStory: query.subject !== undefined, csvHref: `${paths.auditCsv}?${queryString({ ...query, page: 1, verify: undefined })}`,
    verifyHref: `${paths.audit}?${queryString(query, { verify: 'yes' })}`, pager: presentPager({ ...query, verify: undefined }, total),
  };
}

export function presentEvent(event: ChainedEvent) {
  return {
    ...presentRow(event), title: typeLabel(event.type), id: event.id, subjectId: event.subject.id,
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
