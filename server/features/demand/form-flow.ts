import { isDeepStrictEqual } from 'node:util';
import type { CurrentUser } from '../../shared/current-user.js';
import { readPlace, splitPastedCoordinates } from '../../shared/coordinates.js';
import { ConflictError, ValidationError, type FieldErrors } from '../../shared/errors.js';
import type { FormValues } from '../../shared/field.js';
import { message, type Said } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import type { DemandAnswers } from './answers.js';
import type { Demand, DemandReference, DemandService, UploadChange, UploadChoice } from './index.js';
import type { DemandFormState } from './presenter-form.js';
import { usualAnswers } from './usual-values.js';

export const FORM_INTENTS = ['save', 'submit', 'apply-usual', 'preview', 'place', 'remove-upload'] as const;

/** A form as it came in. */
export interface SentForm {
  readonly reference: DemandReference;
  readonly intent: (typeof FORM_INTENTS)[number];
  readonly values: FormValues;
  readonly answers: DemandAnswers;
  readonly errors: FieldErrors;
  readonly upload: UploadChange;
  readonly uploadErrors: readonly Said[];
  /** A table of which column and unit are still to be said, or were said in this form. */
  readonly choice: UploadChoice | null;
}

export type FormOutcome =
  | { readonly kind: 'done'; readonly location: string; readonly flash: Said }
  | { readonly kind: 'page'; readonly status: number; readonly state: DemandFormState };

const CONFLICT = 409;

interface Flow { readonly service: DemandService; readonly user: CurrentUser; readonly isResearchGroup: boolean; readonly stored: Demand | null }
type PageFields = Partial<Pick<DemandFormState, 'errors' | 'notice' | 'values' | 'answers'>>;

function page(flow: Flow, form: SentForm, stored: Demand | null, status: number, fields: PageFields = {}): FormOutcome {
  const isTaken = form.upload !== 'keep' && status !== CONFLICT;
  const reference = stored === null ? form.reference : { demandId: stored.id, revision: stored.revision };
  return {
    kind: 'page', status,
    state: {
      reference, values: form.values, answers: form.answers, uploadErrors: form.uploadErrors, hourly: stored?.hourly ?? null,
      choice: isTaken ? null : form.choice, isResearchGroup: flow.isResearchGroup, submittedVersion: stored?.state === 'submitted' ? stored.version : null, ...fields,
    },
  };
}

const done = (demand: Demand, flash: Said): FormOutcome => ({ kind: 'done', location: to(paths.demand, { demandId: demand.id }), flash });

/** A file that can be read is stored at once: a form that is rejected for another reason does not ask for it again. */
async function keepFile({ service, user, stored }: Flow, form: SentForm): Promise<Demand | null> {
  return form.upload === 'keep' ? stored : service.keepUpload(user, form.reference, form.answers, form.upload);
}

async function applyUsual(flow: Flow, form: SentForm): Promise<FormOutcome> {
  const usual = usualAnswers(form.answers.use);
  const overlaid = { ...form.values, ...usual, efficiency: '', emissionKgPerMwh: '' };
  return page(flow, form, await keepFile(flow, form), 200, {
    values: overlaid, answers: { ...form.answers, ...usual, efficiency: undefined, emissionKgPerMwh: undefined },
    notice: { kind: 'info', text: message('demand:notice.usual') },
  });
}

async function showDistances(flow: Flow, form: SentForm): Promise<FormOutcome> {
  const stored = await keepFile(flow, form);
  const { place, errors } = readPlace(form.values);
  if (place === null) return page(flow, form, stored, 422, { errors });
  const notice = { kind: 'info', text: message('place:shown'), link: { href: '#place-choice', label: message('place:toDistances') } } as const;
  return page(flow, form, stored, 200, { values: splitPastedCoordinates(form.values), notice });
}

const CHOOSE = { kind: 'info', text: message('demand:upload.choose'), link: { href: '#hourly-choice', label: message('demand:upload.toChoice') } } as const;

async function preview(flow: Flow, form: SentForm): Promise<FormOutcome> {
  if (form.upload === 'keep' && form.choice !== null) return page(flow, form, flow.stored, 200, { notice: CHOOSE });
  if (form.upload === 'keep') return page(flow, form, flow.stored, 422, { errors: { hourlyFile: message('demand:notice.fileFirst') } });
  const stored = await keepFile(flow, form);
  const isRemoved = form.upload === 'remove';
  return page(flow, form, stored, 200, {
    notice: isRemoved
      ? { kind: 'info', text: message('demand:notice.fileRemoved') }
      : { kind: 'success', text: message('demand:notice.fileFine') },
  });
}

/** What is said when a demand is submitted, for the first time or again. */
export const submittedWords = ({ version }: Pick<Demand, 'version'>): Said =>
  (version === 1 ? message('demand:done.submitted') : message('demand:done.submittedAgain', { version: String(version) }));

async function submit(flow: Flow, form: SentForm, saved: Demand): Promise<FormOutcome> {
  try {
    const submitted = await flow.service.submit(flow.user, { demandId: saved.id, revision: saved.revision });
    return done(submitted, submittedWords(submitted));
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return page(flow, form, saved, 422, { errors: error.fields, notice: { kind: 'info', text: message('demand:notice.attention') } });
  }
}

async function save(flow: Flow, form: SentForm): Promise<FormOutcome> {
  if (form.intent === 'place') return showDistances(flow, form);
  if (form.intent === 'apply-usual') return applyUsual(flow, form);
  if (Object.keys(form.errors).length > 0) {
    const stored = await keepFile(flow, form);
    const isKept = form.upload !== 'keep' && form.upload !== 'remove';
    return page(flow, form, stored, 422, { errors: form.errors, ...(isKept && { notice: { kind: 'info', text: message('demand:notice.fileKept') } }) });
  }
  if (form.intent === 'preview' || form.intent === 'remove-upload') return preview(flow, form);
  const saved = await flow.service.saveDraft(flow.user, form.reference, form.answers, form.upload);
  return form.intent === 'submit' ? submit(flow, form, saved) : done(saved, message('demand:done.draft'));
}

/** The other one's values stay stored, this one's stay in the form; sending the form again then overwrites knowingly. */
async function conflict(flow: Flow, form: SentForm, current: Demand, error: ConflictError): Promise<FormOutcome> {
  // The same form sent twice, as by a double click: the first one has done what the second one asks for.
  if (form.upload === 'keep' && isDeepStrictEqual(current.answers, form.answers) && current.changedBy.userId === flow.user.id) {
    return form.intent === 'submit' ? submit(flow, form, current) : done(current, message('demand:done.saved'));
  }
  return page(flow, form, current, CONFLICT, {
    notice: {
      kind: 'warning', text: message(form.upload === 'keep' ? 'demand:conflict.compare' : 'demand:conflict.compareFile', { what: error.said }),
      link: { href: to(paths.demand, { demandId: current.id }), label: message('demand:conflict.see') },
    },
  });
}

/** One sent form, whatever button was pressed. Throws NotFoundError, and ConflictError for a withdrawn demand. */
export async function processDemandForm(service: DemandService, user: CurrentUser, form: SentForm): Promise<FormOutcome> {
  const organisation = await service.organisation(user.organisationId);
  const stored = form.reference.revision === 0 ? null : await service.read(user, form.reference.demandId);
  const flow: Flow = { service, user, stored, isResearchGroup: organisation?.kind === 'research' };
  try {
    return await save(flow, form);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const current = await service.read(user, form.reference.demandId);
    if (current.state === 'withdrawn') throw error;
    return await conflict(flow, form, current, error);
  }
}
