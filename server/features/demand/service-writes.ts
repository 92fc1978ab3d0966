import type { CurrentUser } from '../../shared/current-user.js';
import { ConflictError, ForbiddenError, NotFoundError } from '../../shared/errors.js';
import type { Actor } from '../../shared/events.js';
import { message } from '../../shared/message.js';
import type { DemandAnswers, HourlyUpload } from './answers.js';
import { profileFigures } from './figures.js';
import type { Demand, DemandReference, DemandService, UploadChange } from './index.js';
import type { DemandChange } from './repository.js';
import { conflictWith, demandEvent, submitWorkingCopy, type SubmissionParts } from './service-submit.js';

const actorOf = (user: CurrentUser): Actor => ({ userId: user.id, label: user.name });
const WITHDRAWN = message('demand:refused.withdrawn');

function organisationOf(user: CurrentUser): string {
  if (user.role !== 'partner' || user.organisationId === null) throw new ForbiddenError(message('demand:refused.notPartner'), ['partner']);
  return user.organisationId;
}

export const workingCopy = (answers: DemandAnswers, hourly: HourlyUpload | null, upload: UploadChange) => {
  const next = upload === 'keep' ? hourly : upload === 'remove' ? null : upload;
  return { answers, figures: profileFigures(answers, next), hasChanges: true, ...(upload !== 'keep' && { hourly: next }) };
};

/** The user's own demand as the form has seen it. Throws NotFoundError, ConflictError. */
async function seenDemand({ demands }: SubmissionParts, user: CurrentUser, { demandId, revision }: DemandReference): Promise<Demand> {
  const organisationId = organisationOf(user);
  const demand = await demands.find(demandId);
  if (demand === null || demand.organisationId !== organisationId) throw new NotFoundError(message('demand:this.demand'));
  if (demand.state === 'withdrawn') throw new ConflictError(WITHDRAWN);
  if (demand.revision !== revision) throw conflictWith(demand);
  return demand;
}

async function create(parts: SubmissionParts, user: CurrentUser, id: string, content: ReturnType<typeof workingCopy>): Promise<Demand> {
  const organisationId = organisationOf(user);
  const made = await parts.demands.create({ id, organisationId, ...content, at: parts.clock.now(), actor: actorOf(user), example: false });
  const demand = await parts.demands.find(id);
  if (!made || demand === null) throw conflictWith(demand?.organisationId === organisationId ? demand : null);
  return demand;
}

async function change(parts: SubmissionParts, demand: Demand, fields: DemandChange): Promise<Demand> {
  const changed = await parts.demands.change(demand.id, demand.revision, fields);
  if (changed === null) throw conflictWith(await parts.demands.find(demand.id));
  return changed;
}

async function withdraw(parts: SubmissionParts, demand: Demand, actor: Actor, reason: string | null): Promise<Demand> {
  const at = parts.clock.now();
  const { version, answers: { name, use } } = demand;
  const withdrawn = await change(parts, demand, {
    at, actor, state: 'withdrawn', entry: { at, actor, action: 'withdrawn', version, reason },
    // A draft was never offered to anybody: there is nothing to tell.
    ...(demand.state === 'submitted' && { event: demandEvent('demand-withdrawn', demand, { at, actor, data: { name, use, version, reason } }) }),
  });
  parts.relay.wake();
  return withdrawn;
}

export function createDemandWrites(parts: SubmissionParts): Pick<DemandService, 'saveDraft' | 'keepUpload' | 'submit' | 'withdraw'> {
  const store = (user: CurrentUser, demand: Demand, answers: DemandAnswers, upload: UploadChange): Promise<Demand> =>
    change(parts, demand, { workingCopy: workingCopy(answers, demand.hourly, upload), at: parts.clock.now(), actor: actorOf(user) });
  return {
    saveDraft: async (user, reference, answers, upload) => (reference.revision === 0
      ? create(parts, user, reference.demandId, workingCopy(answers, null, upload))
      : store(user, await seenDemand(parts, user, reference), answers, upload)),
    keepUpload: async (user, reference, answers, upload) => {
      if (reference.revision === 0) return create(parts, user, reference.demandId, workingCopy(answers, null, upload));
      const demand = await seenDemand(parts, user, reference);
      return store(user, demand, { ...demand.answers, ...(answers.profileKind && { profileKind: answers.profileKind }) }, upload);
    },
    submit: async (user, reference) => submitWorkingCopy(parts, await seenDemand(parts, user, reference), actorOf(user)),
    withdraw: async (user, reference, reason) => withdraw(parts, await seenDemand(parts, user, reference), actorOf(user), reason),
  };
}
