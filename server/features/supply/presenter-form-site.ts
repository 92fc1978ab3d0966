import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FormValues, type FormView } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import type { Said } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import { SITE_FIELDS } from './form-fields.js';
import { CLIMATE_UPLOAD, PRICE_UPLOAD, type ReadUpload } from './hourly-upload.js';
import type { SupplyReference } from './index.js';
import { presentUpload } from './presenter-preview.js';
import { WEIGHT_NAMES, weightField } from './schema-site.js';

export interface FormNotice {
  readonly kind: 'info' | 'warning' | 'success';
  readonly text: Said;
  readonly details?: readonly string[];
  readonly link?: { readonly href: string; readonly label: Said };
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

function weightSum({ number }: Localised, values: FormValues): string | null {
  const typed = WEIGHT_NAMES.map((name) => values[weightField(name)]);
  const weights = typed.map((value) => (typeof value === 'string' ? Number(value.replace(',', '.')) : Number(value)));
  return weights.some(Number.isNaN) ? null : number(weights.reduce((sum, weight) => sum + weight, 0), 2);
}

export function presentSiteForm(localised: Localised, state: SiteFormState) {
  const { t } = localised;
  const { reference, values, errors = {}, example } = state;
  const { example: exampleFields, ...always } = SITE_FIELDS;
  const form = presentForm([...Object.values(always).flat(), ...(example ? exampleFields : [])], values, errors);
  const isNew = reference.revision === 0;
  const group = (name: keyof typeof SITE_FIELDS) => pick(form, SITE_FIELDS[name]);
  return {
    title: t(isNew ? 'supply:form.site.titleNew' : 'supply:form.site.titleEdit'), isNew, reference, form, notice: state.notice,
    lead: t(isNew ? 'supply:form.site.leadNew' : 'supply:form.site.leadEdit'),
    action: isNew ? paths.newSite : to(paths.editSite, { siteId: reference.id }),
    cancel: isNew ? paths.sites : to(paths.site, { siteId: reference.id }),
    place: group('place'), energy: group('energy'), price: group('price'), priceFile: group('priceFile'), climate: group('climate'),
    climateFile: group('climateFile'), weights: group('weights'), stores: group('stores'), people: group('people'), example: example ? group('example') : null,
    weightSum: weightSum(localised, values),
    priceUpload: presentUpload(localised, PRICE_UPLOAD, state.price, { unit: 'EUR/MWh', digits: 1 }),
    climateUpload: presentUpload(localised, CLIMATE_UPLOAD, state.climate, { unit: '°C', digits: 1 }),
  };
}
