import { isDeepStrictEqual } from 'node:util';
import type { CurrentUser } from '../../shared/current-user.js';
import { readPlace } from '../../shared/coordinates.js';
import { ConflictError } from '../../shared/errors.js';
import type { Localised } from '../../shared/i18n.js';
import { message, type Said } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import type { UploadedFile } from './hourly-upload.js';
import type { Site, SiteDraft, SupplyReference, SupplyService } from './index.js';
import type { SiteFormState } from './presenter-form-site.js';
import { siteChangesSince } from './presenter-history.js';
import type { FormIntent } from './schema.js';
import type { Body } from './schema-rows.js';
import { NEW_SITE_VALUES, readSiteForm, scaledWeightValues, siteValues, type ReadSite } from './schema-site.js';

export interface SentForm {
  readonly reference: SupplyReference;
  readonly intent: FormIntent;
  readonly body: Body;
  readonly files: readonly UploadedFile[];
}

/** Who sends a form, and the words they are answered in. */
export interface Sender {
  readonly service: SupplyService;
  readonly user: CurrentUser;
  readonly localised: Localised;
}

export type FormOutcome<State> =
  | { readonly kind: 'saved'; readonly location: string; readonly flash: Said }
  | { readonly kind: 'page'; readonly status: number; readonly state: State };

const page = (status: number, state: SiteFormState): FormOutcome<SiteFormState> => ({ kind: 'page', status, state });

const stateOf = (form: Pick<SentForm, 'reference'>, read: ReadSite, stored: Site | null): SiteFormState =>
  ({ reference: form.reference, values: read.values, price: read.price, climate: read.climate, example: stored?.current.example ?? false });

export function newSiteForm(reference: SupplyReference): SiteFormState {
  return { ...stateOf({ reference }, readSiteForm(NEW_SITE_VALUES, [], null), null), values: NEW_SITE_VALUES };
}

export function storedSiteForm(site: Site): SiteFormState {
  const values = siteValues(site.current);
  return stateOf({ reference: { id: site.current.siteId, revision: site.revision } }, readSiteForm(values, [], site.current), site);
}

function placed({ body }: SentForm, state: SiteFormState): FormOutcome<SiteFormState> {
  const { place, errors } = readPlace(body);
  return place === null ? page(422, { ...state, errors })
    : page(200, { ...state, notice: { kind: 'info', text: message('place:shown'), link: { href: '#place-choice', label: message('place:toDistances') } } });
}

function checked(form: SentForm, state: SiteFormState, read: ReadSite): FormOutcome<SiteFormState> {
  const uploads = [...read.price.errors, ...read.climate.errors];
  if (form.intent === 'scale-weights') {
    const scaled = scaledWeightValues(read.values);
    if (scaled === null) return page(422, { ...state, errors: read.errors });
    return page(200, { ...state, values: { ...read.values, ...scaled }, notice: { kind: 'info', text: message('supply:form.site.notice.scaled') } });
  }
  if (form.intent === 'place') return placed(form, state);
  if (uploads.length > 0) return page(422, { ...state, errors: read.errors });
  return page(200, { ...state, notice: { kind: 'info', text: message('supply:form.site.notice.files') } });
}

const isSame = (current: Site['current'], draft: SiteDraft): boolean =>
  Object.entries(draft).every(([name, value]) => isDeepStrictEqual(current[name as keyof SiteDraft], value));

/** The other one's values stay stored, this one's stay in the form; sending the form again then overwrites knowingly. */
async function conflict(
  { service, user, localised }: Sender, form: SentForm, read: ReadSite, error: ConflictError,
): Promise<FormOutcome<SiteFormState>> {
  const { reference: { id, revision } } = form;
  const [current, history] = await Promise.all([service.site(id), service.siteHistory(id)]);
  const location = to(paths.site, { siteId: id });
  // The same form sent twice, as by a double click: the first one has done what the second one asks for.
  if (read.draft !== null && current.changedBy.userId === user.id && isSame(current.current, read.draft)) {
    return { kind: 'saved', location, flash: message('supply:form.site.flash.saved') };
  }
  return page(409, {
    ...stateOf({ reference: { id, revision: current.revision } }, read, current),
    notice: {
      kind: 'warning', text: message('supply:conflict.compare', { what: localised.text(error.said) }),
      details: siteChangesSince(localised, history, revision), link: { href: location, label: message('supply:conflict.seeSaved') },
    },
  });
}

function flashOf(saved: Site, { revision }: SupplyReference): Said {
  if (revision === 0) return message('supply:form.site.flash.new');
  if (saved.revision === revision) return message('supply:form.same');
  return message('supply:form.site.flash.version', { version: String(saved.current.version) });
}

/** One sent form, whatever button was pressed. Throws NotFoundError, ForbiddenError. */
export async function processSiteForm(sender: Sender, form: SentForm): Promise<FormOutcome<SiteFormState>> {
  const { service, user } = sender;
  const { reference, body } = form;
  const stored = reference.revision === 0 ? null : await service.site(reference.id);
  const read = readSiteForm(body, form.files, stored?.current ?? null);
  const state = stateOf(form, read, stored);
  if (form.intent !== 'save') return checked(form, state, read);
  if (read.draft === null) return page(422, { ...state, errors: read.errors });
  try {
    const saved = await service.saveSite(user, reference, read.draft, { noExample: body['noExample'] === 'true' });
    return {
      kind: 'saved', location: to(paths.site, { siteId: reference.id }),
      flash: flashOf(saved, reference),
    };
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return conflict(sender, form, read, error);
  }
}
