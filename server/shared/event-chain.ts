import { createHash } from 'node:crypto';
import type { DomainEvent } from './events.js';

/** What stands before the first event. */
export const CHAIN_START = '0'.repeat(64);

export interface ChainedEvent extends DomainEvent {
  /** 1, 2, 3 ... without a gap. */
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** JSON with sorted keys: the same content gives the same text, whatever order the store returns fields in. */
export function canonicalJson(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if ('toJSON' in value) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

/** SHA-256 over the hash before and the event: nothing can be changed, taken out or put in without breaking what follows. */
export function eventHash(previousHash: string, sequence: number, event: DomainEvent): string {
  const { id, type, at, actor, subject, data } = event;
  return createHash('sha256').update(previousHash).update(canonicalJson({ sequence, id, type, at, actor, subject, data })).digest('hex');
}

export function chained(event: DomainEvent, head: Pick<ChainedEvent, 'sequence' | 'hash'>): ChainedEvent {
  const sequence = head.sequence + 1;
  return { ...event, sequence, previousHash: head.hash, hash: eventHash(head.hash, sequence, event) };
}

/** Where a chain breaks: a number is missing or follows twice, an event does not continue the one before, or was changed. */
export interface ChainFault {
  readonly kind: 'missing' | 'detached' | 'changed';
  /** The number that should come, and the one that does. */
  readonly expected: number;
  readonly found: number;
}

/** Null when the event follows its predecessor untouched; otherwise what is wrong with it. */
export function chainFault(event: ChainedEvent, head: Pick<ChainedEvent, 'sequence' | 'hash'>): ChainFault | null {
  const { sequence } = event;
  if (sequence !== head.sequence + 1) return { kind: 'missing', expected: head.sequence + 1, found: sequence };
  if (event.previousHash !== head.hash) return { kind: 'detached', expected: sequence, found: sequence };
  if (event.hash !== eventHash(head.hash, sequence, event)) return { kind: 'changed', expected: sequence, found: sequence };
  return null;
}
