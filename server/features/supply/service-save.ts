import { isDeepStrictEqual } from 'node:util';
import { ConflictError, NotFoundError } from '../../shared/errors.js';
import { newEvent, type Actor, type EventType, type SubjectKind } from '../../shared/events.js';
import { message } from '../../shared/message.js';
import type { SupplyAction, SupplyDependencies, SupplyReference } from './index.js';
import type { Head, HeadChange, VersionedRepository } from './repository.js';

export type SupplyKind = 'site' | 'building';

export interface SaveParts<Content> extends Pick<SupplyDependencies, 'clock' | 'relay'> {
  readonly repository: VersionedRepository<Content>;
  readonly kind: SubjectKind & SupplyKind;
  /** What the event tells of the content; mail and audit trail print it. */
  readonly told: (content: Content) => Readonly<Record<string, unknown>>;
}

export interface Save<Content> {
  readonly content: Content;
  readonly action: SupplyAction;
  readonly eventType: EventType;
  readonly actor: Actor;
}

export const conflictWith = (kind: SupplyKind, head: Pick<Head, 'changedBy'> | null): ConflictError => new ConflictError(head === null
  ? message(`supply:conflict.thereAlready.${kind}`)
  : message(`supply:conflict.changedBy.${kind}`, { who: head.changedBy.label }));

function changeOf<Content>({ clock, kind, told }: SaveParts<Content>, id: string, version: number, save: Save<Content>): HeadChange<Content> {
  const at = clock.now();
  const { actor, action, content, eventType } = save;
  return {
    content, entry: { at, actor, action, version },
    event: newEvent({ type: eventType, at, actor, subject: { kind, id }, data: { ...told(content), version, action } }),
  };
}

async function create<Content>(parts: SaveParts<Content>, id: string, save: Save<Content>): Promise<void> {
  const { repository, kind, clock } = parts;
  const version = await repository.addVersion(id, 0, save.content, { at: clock.now(), actor: save.actor });
  if (!await repository.create(id, changeOf(parts, id, version, save))) throw conflictWith(kind, await repository.head(id));
}

/** The working document as the form has seen it. Throws NotFoundError, ConflictError. */
export async function seenHead<Content>({ repository, kind }: SaveParts<Content>, { id, revision }: SupplyReference): Promise<Head> {
  const head = await repository.head(id);
  if (head === null) throw new NotFoundError(message(`supply:this.${kind}`));
  if (head.revision !== revision) throw conflictWith(kind, head);
  return head;
}

/**
 * The version first, then the document that names it together with history and event: a crash in between leaves nothing half
 * done. Content that equals the current version makes no new one. Throws ConflictError when somebody else was faster.
 */
export async function saveVersion<Content>(parts: SaveParts<Content>, reference: SupplyReference, save: Save<Content>): Promise<void> {
  const { repository, relay, kind, clock } = parts;
  const { id, revision } = reference;
  if (revision === 0) await create(parts, id, save);
  else {
    const head = await seenHead(parts, reference);
    if (isDeepStrictEqual(await repository.version(id, head.version), save.content)) return;
    const version = await repository.addVersion(id, head.version, save.content, { at: clock.now(), actor: save.actor });
    const changed = await repository.change(id, revision, changeOf(parts, id, version, save));
    if (changed === null) throw conflictWith(kind, await repository.head(id));
  }
  relay.wake();
}
