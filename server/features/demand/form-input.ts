import { message } from '../../shared/message.js';
import { FORM_INTENTS, type SentForm } from './form-flow.js';
import { isHourlyUnit } from './hour-units.js';
import type { ColumnChoice } from './hourly-table.js';
import type { DemandReference, ReadUpload, SentUpload } from './index.js';
import { readAnswers } from './schema.js';

/** A file as the web layer hands it over, in memory. */
export interface UploadedFile {
  readonly fieldname: string;
  readonly originalname: string;
  readonly buffer: Uint8Array;
}

type Body = Readonly<Record<string, unknown>>;
const bodyOf = (body: unknown): Body => (body ?? {}) as Body;

const intentOf = (body: Body): SentForm['intent'] => FORM_INTENTS.find((intent) => intent === body['intent']) ?? 'save';

function chosenIn({ hourlyColumn, hourlyUnit }: Body): ColumnChoice | null {
  if (typeof hourlyColumn !== 'string' || !/^\d{1,3}$/.test(hourlyColumn)) return null;
  return { column: Number(hourlyColumn), unit: isHourlyUnit(hourlyUnit) ? hourlyUnit : 'kW' };
}

/** What the form says about hourly values, before anything of it is read. */
export function readSentUpload({ demandId }: DemandReference, sent: unknown, files: readonly UploadedFile[]): SentUpload {
  const body = bodyOf(sent);
  const intent = intentOf(body);
  const file = files.find(({ fieldname, originalname }) => fieldname === 'hourlyFile' && originalname !== '');
  // A reader who goes back to a typical year has left the table behind.
  const isLeft = intent === 'remove-upload' || (intent !== 'preview' && body['profileKind'] === 'archetype');
  return {
    demandId, file: file === undefined || intent === 'remove-upload' ? null : { name: file.originalname, bytes: file.buffer },
    chosen: isLeft ? null : chosenIn(body), isMeant: intent !== 'place' && intent !== 'apply-usual',
  };
}

/** Whoever sends a file means it: the choice beside it follows. */
function chosenProfile(intent: SentForm['intent'], { upload, errors, choice }: ReadUpload): Body {
  if (intent === 'remove-upload') return { profileKind: 'archetype' };
  return upload === 'keep' && errors.length === 0 && choice === null ? {} : { profileKind: 'hourly' };
}

function uploadErrors(intent: SentForm['intent'], { upload, errors, choice }: ReadUpload): SentForm['errors'] {
  if (errors.length > 0) return { hourlyFile: errors[0] ?? message('errors:file.notRead') };
  const isOpen = choice !== null && upload === 'keep' && intent !== 'preview';
  return isOpen ? { hourlyColumn: message('demand:upload.chooseFirst') } : {};
}

export function readSentForm(reference: SentForm['reference'], sent: unknown, read: ReadUpload): SentForm {
  const body = bodyOf(sent);
  const intent = intentOf(body);
  const values = { ...body, ...chosenProfile(intent, read) };
  const { answers, errors } = readAnswers(values);
  return {
    reference, intent, values, answers, uploadErrors: read.errors, choice: read.choice,
    upload: intent === 'remove-upload' ? 'remove' : read.upload,
    errors: { ...errors, ...uploadErrors(intent, read) },
  };
}
