import { isDeepStrictEqual } from 'node:util';
import { ConflictError, ValidationError } from '../../shared/errors.js';
import { newEvent, type Actor, type EventType } from '../../shared/events.js';
import { message } from '../../shared/message.js';
import { completeDemand, type CompleteDemand } from './complete.js';
import type { Demand, DemandDependencies, DemandVersion } from './index.js';
import type { DemandRepository } from './repository.js';
import type { DemandVersionRepository, NewVersion } from './repository-versions.js';

export interface SubmissionParts extends Pick<DemandDependencies, 'clock' | 'relay'> {
  readonly demands: DemandRepository;
  readonly versions: DemandVersionRepository;
}

export function conflictWith(demand: Demand | null): ConflictError {
  return new ConflictError(demand === null ? message('demand:conflict.there') : message('demand:conflict.changed', { who: demand.changedBy.label }));
}

export function demandEvent(type: EventType, demand: Demand, fields: { at: Date; actor: Actor; data: Record<string, unknown> }) {
  return newEvent({
    type, at: fields.at, actor: fields.actor, subject: { kind: 'demand', id: demand.id },
    data: { organisationId: demand.organisationId, example: demand.example, ...fields.data },
  });
}

function newVersion(demand: Demand, complete: CompleteDemand, at: Date, actor: Actor): NewVersion {
  const { figures, ...rest } = complete;
  return {
    ...rest, figures, demandId: demand.id, organisationId: demand.organisationId, answers: demand.answers, example: demand.example,
    hourlyFileName: demand.answers.profileKind === 'hourly' ? demand.hourly?.fileName ?? null : null, submittedAt: at, submittedBy: actor,
  };
}

const sameContent = (current: DemandVersion, next: NewVersion): boolean =>
  isDeepStrictEqual(current.answers, next.answers) && isDeepStrictEqual(current.input, next.input);

/** The version first, then the demand that names it together with the event: a crash in between leaves nothing half submitted. */
export async function submitWorkingCopy(parts: SubmissionParts, demand: Demand, actor: Actor): Promise<Demand> {
  const { demands, versions, clock, relay } = parts;
  const checked = completeDemand(demand.answers, demand.hourly);
  if (!checked.complete) throw new ValidationError(checked.errors);
  const at = clock.now();
  const next = newVersion(demand, checked.demand, at, actor);
  const current = demand.version === null ? null : await versions.find(demand.id, demand.version);
  const isUnchanged = demand.state === 'submitted' && current !== null && sameContent(current, next);
  const written = isUnchanged ? null : await versions.add(next, demand.version ?? 0);
  const first = demand.version === null;
  const submitted = await demands.change(demand.id, demand.revision, {
    at, actor, hasChanges: false,
    ...(written !== null && {
      state: 'submitted' as const, version: written.version,
      entry: { at, actor, action: first ? 'submitted' as const : 'changed' as const, version: written.version, reason: null },
      event: demandEvent(first ? 'demand-submitted' : 'demand-changed', demand, {
        at, actor, data: { name: next.name, use: next.use, version: written.version },
      }),
    }),
  });
  if (submitted === null) throw conflictWith(await demands.find(demand.id));
  if (written !== null) relay.wake();
  return submitted;
}
