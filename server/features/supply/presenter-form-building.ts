import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FormValues, type FormView } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import { BUILDING_FIELDS, maintenanceFields, rampFields } from './form-fields.js';
import { UTILISATION_UPLOAD, type ReadUpload } from './hourly-upload.js';
import type { Site, SupplyReference } from './index.js';
import type { FormNotice } from './presenter-form-site.js';
import { presentUpload } from './presenter-preview.js';
import { filledRows, MOST_ROWS } from './schema-rows.js';

export interface BuildingFormState {
  readonly reference: SupplyReference;
  readonly site: Pick<Site['current'], 'siteId' | 'name'>;
  readonly values: FormValues;
  readonly utilisation: ReadUpload;
  readonly published: boolean;
  /** Empty rows to type into, beside those that are filled. */
  readonly spareRows?: number;
  readonly errors?: FieldErrors;
  readonly notice?: FormNotice;
}

const SPARE_ROWS = 2;

function rowsOf(form: FormView, count: number, fields: typeof rampFields) {
  return Array.from({ length: count }, (_, row) => fields(row).map(({ name }) => form.fields[name]));
}

export function presentBuildingForm(localised: Localised, state: BuildingFormState) {
  const { t } = localised;
  const { reference, site, values, errors = {}, spareRows = SPARE_ROWS } = state;
  const rows = (...fields: readonly string[]): number => Math.min(MOST_ROWS, filledRows(values, fields) + spareRows);
  const [ramp, maintenance] = [rows('rampYear', 'rampValue'), rows('maintenanceFrom', 'maintenanceTo')];
  const every = (count: number, fields: typeof rampFields) => Array.from({ length: count }, (_, row) => fields(row)).flat();
  const form = presentForm(
    [...Object.values(BUILDING_FIELDS).flat(), ...every(ramp, rampFields), ...every(maintenance, maintenanceFields)], values, errors,
  );
  const isNew = reference.revision === 0;
  const group = (name: keyof typeof BUILDING_FIELDS) => BUILDING_FIELDS[name].map((field) => form.fields[field.name]);
  return {
    title: t(isNew ? 'supply:form.building.titleNew' : 'supply:form.building.titleEdit'), isNew, reference, form, notice: state.notice,
    site: { name: site.name, href: to(paths.site, { siteId: site.siteId }) },
    lead: t(state.published ? 'supply:form.building.leadPublished' : 'supply:form.building.leadDraft'),
    action: isNew ? to(paths.newBuilding, { siteId: site.siteId }) : to(paths.editBuilding, { buildingId: reference.id }),
    cancel: isNew ? to(paths.site, { siteId: site.siteId }) : to(paths.building, { buildingId: reference.id }),
    name: group('name'), power: group('power'), constant: group('constant'), hourly: group('hourly'), capture: group('capture'),
    temperature: group('temperature'), start: group('start'), committed: group('committed'),
    ramp: rowsOf(form, ramp, rampFields), maintenance: rowsOf(form, maintenance, maintenanceFields),
    upload: presentUpload(localised, UTILISATION_UPLOAD, state.utilisation, { unit: '', digits: 2 }),
  };
}
