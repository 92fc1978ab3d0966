import { describeCsvError, moreRows, readHourlyCsv } from '../../shared/hourly-csv.js';
import { message, type Said } from '../../shared/message.js';
import { FORM_INTENTS, type SentForm } from './form-flow.js';
import type { UploadChange } from './index.js';
import { readAnswers } from './schema.js';

/** A file as the web layer hands it over, in memory. */
export interface UploadedFile {
  readonly fieldname: string;
  readonly originalname: string;
  readonly buffer: Uint8Array;
}

const HIGHEST_KW = 1e7;
const FILE_NAME_LIMIT = 100;

type Body = Readonly<Record<string, unknown>>;

interface ReadUpload { readonly upload: UploadChange; readonly errors: readonly Said[] }

function readUpload(file: UploadedFile | undefined): ReadUpload {
  if (file === undefined || file.originalname === '') return { upload: 'keep', errors: [] };
  const read = readHourlyCsv(file.buffer, { min: 0, max: HIGHEST_KW, unit: 'kW' });
  if (read.ok) return { upload: { fileName: file.originalname.slice(0, FILE_NAME_LIMIT), valuesKw: read.values }, errors: [] };
  return { upload: 'keep', errors: [...read.errors.map(describeCsvError), ...moreRows(read.moreErrors)] };
}

const intentOf = (raw: unknown): SentForm['intent'] => FORM_INTENTS.find((intent) => intent === raw) ?? 'save';

/** Whoever sends a file means it: the choice beside it follows. */
function chosenProfile(intent: SentForm['intent'], { upload, errors }: ReadUpload): Body {
  if (intent === 'remove-upload') return { profileKind: 'archetype' };
  return upload === 'keep' && errors.length === 0 ? {} : { profileKind: 'hourly' };
}

export function readSentForm(reference: SentForm['reference'], body: unknown, files: readonly UploadedFile[]): SentForm {
  const intent = intentOf((body as Body | undefined)?.['intent']);
  const file = readUpload(files.find(({ fieldname }) => fieldname === 'hourlyFile'));
  const values = { ...(body as Body | undefined), ...chosenProfile(intent, file) };
  const { answers, errors } = readAnswers(values);
  return {
    reference, intent, values, answers, uploadErrors: file.errors,
    upload: intent === 'remove-upload' ? 'remove' : file.upload,
    errors: file.errors.length === 0 ? errors : { ...errors, hourlyFile: file.errors[0] ?? message('errors:file.notRead') },
  };
}
