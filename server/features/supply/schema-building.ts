import { z } from 'zod';
import { isIsoDate } from '../../engineering/index.js';
import type { FieldErrors } from '../../shared/errors.js';
import { fieldErrors, formNumber, formText } from '../../shared/form.js';
import { asIssue, issue, message, type Message, type Said } from '../../shared/message.js';
import { readUpload, UTILISATION_UPLOAD, type HourlyUpload, type UploadedFile } from './hourly-upload.js';
import type { Building, BuildingDraft, Maintenance, UtilisationPlan } from './index.js';
import { readRows, rowValues, type Body } from './schema-rows.js';

const FIRST_DATE = '1990-01-01';
const LAST_DATE = '2100-12-31';
const [FIRST_YEAR, LAST_YEAR] = [1990, 2100];
const UTILISATION_KINDS = ['constant', 'ramp', 'hourly'] as const;

const date = (missing: Message) => z.string({ error: asIssue(missing) }).trim().min(1, asIssue(missing))
  .refine((text) => isIsoDate(text) && text >= FIRST_DATE && text <= LAST_DATE, {
    error: ({ input }) => issue('supply:form.building.error.date', { input: String(input), first: FIRST_DATE, last: LAST_DATE }),
  });
const fraction = () => formNumber({ min: 0, max: 1 });

const buildingFields = z.object({
  name: formText(120, message('supply:form.building.error.name')),
  installedItKw: formNumber({ min: 1, max: 1e7, unit: 'kW' }),
  utilisationKind: z.enum(UTILISATION_KINDS, { error: issue('supply:form.building.error.utilisationKind') }),
  captureFraction: formNumber({ min: 0.01, max: 1 }),
  supplyTemperatureC: formNumber({ min: 1, max: 150, unit: '°C' }),
  returnTemperatureC: formNumber({ min: 0, max: 149, unit: '°C' }),
  commissioningDate: date(message('supply:form.building.error.commissioningDate')),
  committedKw: formNumber({ min: 0, max: 1e7, unit: 'kW' }),
});

const rampRow = z.object({
  rampYear: formNumber({ min: FIRST_YEAR, max: LAST_YEAR }).refine(Number.isInteger, { error: ({ input }) => issue('supply:form.building.error.year', { input: String(input) }) }),
  rampValue: fraction(),
});
const maintenanceRow = z.object({ maintenanceFrom: date(message('supply:form.building.error.maintenanceFrom')), maintenanceTo: date(message('supply:form.building.error.maintenanceTo')) });

export interface ReadBuilding {
  readonly values: Body;
  /** Null as long as there is an error. */
  readonly draft: BuildingDraft | null;
  readonly errors: FieldErrors;
  readonly upload: HourlyUpload | null;
  readonly uploadErrors: readonly Said[];
}

type Read<T> = { readonly value: T; readonly errors: FieldErrors };

function readRamp(body: Body): Read<UtilisationPlan> {
  const { rows, errors } = readRows(body, rampRow);
  const byYear = rows.map(({ rampYear, rampValue }) => ({ year: rampYear, value: rampValue })).sort((one, other) => one.year - other.year);
  const twice = rows.find(({ rampYear, row }) => rows.some((other) => other.row < row && other.rampYear === rampYear));
  const none = rows.length === 0 && Object.keys(errors).length === 0;
  return {
    value: { kind: 'ramp', byYear },
    errors: {
      ...errors, ...(twice !== undefined && { [`rampYear${twice.row}`]: message('supply:form.building.error.yearTwice', { year: String(twice.rampYear) }) }),
      ...(none && { rampYear0: message('supply:form.building.error.noYear') }),
    },
  };
}

function readMaintenance(body: Body): Read<readonly Maintenance[]> {
  const { rows, errors } = readRows(body, maintenanceRow);
  const backwards = rows.filter(({ maintenanceFrom, maintenanceTo }) => maintenanceTo <= maintenanceFrom);
  return {
    value: rows.map(({ maintenanceFrom, maintenanceTo }) => ({ from: maintenanceFrom, to: maintenanceTo }))
      .sort((one, other) => one.from.localeCompare(other.from)),
    errors: {
      ...errors,
      ...Object.fromEntries(backwards.map(({ row, maintenanceFrom, maintenanceTo }) =>
        [`maintenanceTo${row}`, message('supply:form.building.error.backwards', { from: maintenanceFrom, to: maintenanceTo })])),
    },
  };
}

function readUtilisation(body: Body, upload: HourlyUpload | null): Read<UtilisationPlan> {
  if (body['utilisationKind'] === 'ramp') return readRamp(body);
  if (body['utilisationKind'] === 'hourly') {
    return { value: { kind: 'hourly', values: upload?.values ?? [] }, errors: upload === null ? { utilisationFile: message('supply:form.hourlyFile') } : {} };
  }
  const parsed = z.object({ utilisationValue: fraction() }).safeParse(body);
  return { value: { kind: 'constant', value: parsed.data?.utilisationValue ?? 0 }, errors: parsed.success ? {} : fieldErrors(parsed.error) };
}

function temperatureErrors({ supplyTemperatureC, returnTemperatureC }: z.output<typeof buildingFields>): FieldErrors {
  return returnTemperatureC < supplyTemperatureC ? {}
    : { returnTemperatureC: message('supply:form.building.error.warmReturn', { back: returnTemperatureC, supply: supplyTemperatureC }) };
}

/** Whoever sends a file means it: the choice beside it follows. */
const withChosenKind = (body: Body, files: readonly UploadedFile[]): Body =>
  (files.some(({ fieldname, originalname }) => fieldname === UTILISATION_UPLOAD.field && originalname !== '') ? { ...body, utilisationKind: 'hourly' } : body);

export const storedUtilisation = (building: Building['current'] | null): HourlyUpload | null =>
  (building?.utilisation.kind === 'hourly' && building.utilisationFile
    ? { file: building.utilisationFile, values: building.utilisation.values, isFresh: false } : null);

export function readBuildingForm(sent: Body, files: readonly UploadedFile[], stored: Building['current'] | null): ReadBuilding {
  const body = withChosenKind(sent, files);
  const { upload, errors: uploadErrors } = readUpload(UTILISATION_UPLOAD, body, files, storedUtilisation(stored));
  const parsed = buildingFields.safeParse(body);
  const [utilisation, maintenance] = [readUtilisation(body, upload), readMaintenance(body)];
  const errors: FieldErrors = {
    ...(parsed.success ? temperatureErrors(parsed.data) : fieldErrors(parsed.error)),
    ...utilisation.errors, ...maintenance.errors, ...(uploadErrors[0] !== undefined && { utilisationFile: uploadErrors[0] }),
  };
  if (!parsed.success || Object.keys(errors).length > 0) return { values: body, draft: null, errors, upload, uploadErrors };
  const { utilisationKind, ...fields } = parsed.data;
  const utilisationFile = utilisationKind === 'hourly' ? upload?.file ?? null : null;
  return { values: body, draft: { ...fields, utilisation: utilisation.value, utilisationFile, maintenance: maintenance.value }, errors, upload, uploadErrors };
}

const utilisationValues = (plan: UtilisationPlan): Record<string, string> => ({
  utilisationKind: plan.kind, ...(plan.kind === 'constant' && { utilisationValue: String(plan.value) }),
  ...(plan.kind === 'ramp' && rowValues(plan.byYear.map(({ year, value }) => ({ rampYear: year, rampValue: value })))),
});

/** A stored building as form values. */
export const buildingValues = ({ utilisation, maintenance, ...building }: BuildingDraft): Record<string, unknown> => ({
  name: building.name, installedItKw: building.installedItKw, captureFraction: building.captureFraction,
  supplyTemperatureC: building.supplyTemperatureC, returnTemperatureC: building.returnTemperatureC,
  commissioningDate: building.commissioningDate, committedKw: building.committedKw, ...utilisationValues(utilisation),
  ...rowValues(maintenance.map(({ from, to }) => ({ maintenanceFrom: from, maintenanceTo: to }))),
});

/** What a new building's form starts with. */
export const NEW_BUILDING_VALUES: Readonly<Record<string, unknown>> = { utilisationKind: 'constant', captureFraction: 0.9, committedKw: 0 };
