import { message, type Said } from '../../shared/message.js';
import type { Clock, Spreadsheets, SheetRead } from '../../shared/ports.js';
import { isOldWorkbook, isWorkbook, readDelimited } from './file-rows.js';
import { readColumn, readTable, type ColumnChoice, type ReadTable } from './hourly-table.js';
import type { DemandService, ReadUpload, SentFile } from './index.js';
import type { UploadRepository } from './repository-uploads.js';

export interface UploadParts {
  readonly uploads: UploadRepository;
  readonly spreadsheets: Spreadsheets;
  readonly clock: Clock;
}

const FILE_NAME_LIMIT = 100;
const refused = (...errors: readonly Said[]): ReadUpload => ({ upload: 'keep', errors, choice: null });
const NOTHING = refused();

const FAULTS: Readonly<Record<Extract<SheetRead, { ok: false }>['fault'], Said>> = {
  'unreadable': message('demand:upload.unreadable'), 'too-large': message('demand:upload.tooLarge'), 'no-numbers': message('demand:upload.noNumbers'),
};

async function readFile({ spreadsheets }: UploadParts, { name, bytes }: SentFile): Promise<ReadTable> {
  if (isOldWorkbook(bytes)) return { kind: 'refused', errors: [message('demand:upload.oldWorkbook')] };
  if (!isWorkbook(bytes)) return readTable(name, readDelimited(bytes));
  const sheet = await spreadsheets.read(bytes);
  return sheet.ok ? readTable(name, sheet.rows) : { kind: 'refused', errors: [FAULTS[sheet.fault]] };
}

/** A file with nothing to choose is taken at once; another one is kept until the choice is sent. */
async function readNew(parts: UploadParts, userId: string, demandId: string, file: SentFile): Promise<ReadUpload> {
  const fileName = file.name.slice(0, FILE_NAME_LIMIT);
  const read = await readFile(parts, { ...file, name: fileName });
  if (read.kind === 'refused') return refused(...read.errors);
  if (read.kind === 'values') return { upload: { fileName, valuesKw: read.valuesKw }, errors: [], choice: null };
  await parts.uploads.keep(userId, demandId, read.table, parts.clock.now());
  return { upload: 'keep', errors: [], choice: { table: read.table, chosen: read.proposed } };
}

async function readChosen({ uploads }: UploadParts, userId: string, demandId: string, chosen: ColumnChoice, isMeant: boolean): Promise<ReadUpload> {
  const table = await uploads.find(userId, demandId);
  if (table === null) return isMeant ? refused(message('demand:upload.gone')) : NOTHING;
  const choice = { table, chosen };
  if (!isMeant) return { upload: 'keep', errors: [], choice };
  const read = readColumn(table, chosen);
  return read.kind === 'refused'
    ? { upload: 'keep', errors: read.errors, choice }
    : { upload: { fileName: table.fileName, valuesKw: read.valuesKw }, errors: [], choice };
}

export function createUploads(parts: UploadParts): Pick<DemandService, 'readUpload' | 'forgetTable'> {
  return {
    readUpload: ({ id }, { demandId, file, chosen, isMeant }) => {
      if (file !== null) return readNew(parts, id, demandId, file);
      return chosen === null ? Promise.resolve(NOTHING) : readChosen(parts, id, demandId, chosen, isMeant);
    },
    forgetTable: ({ id }, demandId) => parts.uploads.forget(id, demandId),
  };
}
