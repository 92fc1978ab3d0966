import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FormValues, type FormView } from '../../shared/field.js';
import { formatNumber } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import { SITE_FIELDS } from './form-fields.js';
import { CLIMATE_UPLOAD, PRICE_UPLOAD, type ReadUpload } from './hourly-upload.js';
import type { SupplyReference } from './index.js';
import { presentUpload } from './presenter-preview.js';
import { WEIGHT_NAMES, weightField } from './schema-site.js';

export interface FormNotice {
  readonly kind: 'info' | 'warning' | 'success';
  readonly text: string;
  readonly details?: readonly string[];
  readonly link?: { readonly href: string; readonly label: string };
}

export interface SiteFormState {
  readonly reference: SupplyReference;
  /** What stands in the fields: as typed, or as stored. */
  readonly values: FormValues;
  readonly price: ReadUpload;
  readonly climate: ReadUpload;
  readonly example: boolean;
  readonly errors?: FieldErrors;
  readonly notice?: FormNotice;
}

const pick = (form: FormView, definitions: readonly { readonly name: string }[]) => definitions.map(({ name }) => form.fields[name]);

function weightSum(values: FormValues): string | null {
  const typed = WEIGHT_NAMES.map((name) => values[weightField(name)]);
  const weights = typed.map((value) => (typeof value === 'string' ? Number(value.replace(',', '.')) : Number(value)));
  return weights.some(Number.isNaN) ? null : formatNumber(weights.reduce((sum, weight) => sum + weight, 0), 2);
}

export function presentSiteForm(state: SiteFormState) {
  const { reference, values, errors = {}, example } = state;
  const { example: exampleFields, ...always } = SITE_FIELDS;
  const form = presentForm([...Object.values(always).flat(), ...(example ? exampleFields : [])], values, errors);
  const isNew = reference.revision === 0;
  const group = (name: keyof typeof SITE_FIELDS) => pick(form, SITE_FIELDS[name]);
  return {
    title: isNew ? 'New site' : 'Edit site', isNew, reference, form, notice: state.notice,
    lead: isNew ? 'What holds for all its buildings: place, electricity, climate, and what counts in a match.'
      : 'Saving makes a new version. Matches of published buildings are then worked out again.',
    action: isNew ? paths.newSite : to(paths.editSite, { siteId: reference.id }),
    cancel: isNew ? paths.sites : to(paths.site, { siteId: reference.id }),
    place: group('place'), energy: group('energy'), price: group('price'), priceFile: group('priceFile'), climate: group('climate'),
    climateFile: group('climateFile'), weights: group('weights'), stores: group('stores'), people: group('people'), example: example ? group('example') : null,
    weightSum: weightSum(values),
    priceUpload: presentUpload(PRICE_UPLOAD, state.price, { unit: 'EUR/MWh', digits: 1 }),
    climateUpload: presentUpload(CLIMATE_UPLOAD, state.climate, { unit: '°C', digits: 1 }),
  };
}
