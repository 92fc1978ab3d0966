import { isDeepStrictEqual } from 'node:util';
import { ConflictError } from '../../shared/errors.js';
import { message, type Said } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import type { FormOutcome, Sender, SentForm } from './form-flow-site.js';
import type { Building, BuildingDraft, Site, SupplyReference } from './index.js';
import type { BuildingFormState } from './presenter-form-building.js';
import { buildingChangesSince } from './presenter-history.js';
import { buildingValues, NEW_BUILDING_VALUES, readBuildingForm, type ReadBuilding } from './schema-building.js';

type Outcome = FormOutcome<BuildingFormState>;

const SPARE_ROWS_WANTED = 8;

const page = (status: number, state: BuildingFormState): Outcome => ({ kind: 'page', status, state });

const stateOf = (reference: SupplyReference, site: Site, read: ReadBuilding, stored: Building | null): BuildingFormState => ({
  reference, site: site.current, values: read.values, utilisation: { upload: read.upload, errors: read.uploadErrors },
  published: stored?.current.published ?? false,
});

export const newBuildingForm = (reference: SupplyReference, site: Site): BuildingFormState =>
  stateOf(reference, site, readBuildingForm(NEW_BUILDING_VALUES, [], null), null);

export function storedBuildingForm(building: Building, site: Site): BuildingFormState {
  const { current, revision } = building;
  return stateOf({ id: current.buildingId, revision }, site, readBuildingForm(buildingValues(current), [], current), building);
}

function checked({ intent }: SentForm, state: BuildingFormState, read: ReadBuilding): Outcome {
  if (intent === 'more-rows') {
    return page(200, { ...state, spareRows: SPARE_ROWS_WANTED, notice: { kind: 'info', text: message('supply:form.building.notice.moreRows') } });
  }
  if (read.uploadErrors.length > 0) return page(422, { ...state, errors: read.errors });
  if (read.upload === null) return page(422, { ...state, errors: { utilisationFile: message('supply:form.building.error.noFile') } });
  return page(200, { ...state, notice: { kind: 'success', text: message('supply:form.building.notice.file', { file: read.upload.file.name }) } });
}

const isSame = (current: Building['current'], draft: BuildingDraft): boolean =>
  Object.entries(draft).every(([name, value]) => isDeepStrictEqual(current[name as keyof BuildingDraft], value));

/** The other one's values stay stored, this one's stay in the form; sending the form again then overwrites knowingly. */
async function conflict(
  { service, user, localised }: Sender, { reference: { id, revision } }: SentForm, read: ReadBuilding, error: ConflictError,
): Promise<Outcome> {
  const [current, history] = await Promise.all([service.building(id), service.buildingHistory(id)]);
  const site = await service.site(current.current.siteId);
  const location = to(paths.building, { buildingId: id });
  // The same form sent twice, as by a double click: the first one has done what the second one asks for.
  if (read.draft !== null && current.changedBy.userId === user.id && isSame(current.current, read.draft)) {
    return { kind: 'saved', location, flash: message('supply:form.building.flash.saved') };
  }
  return page(409, {
    ...stateOf({ id, revision: current.revision }, site, read, current),
    notice: {
      kind: 'warning', text: message('supply:conflict.compare', { what: localised.text(error.said) }),
      details: buildingChangesSince(localised, history, revision), link: { href: location, label: message('supply:conflict.seeSaved') },
    },
  });
}

function flashOf(saved: Building, { revision }: SupplyReference): Said {
  if (revision === 0) return message('supply:form.building.flash.new');
  if (saved.revision === revision) return message('supply:form.same');
  const version = String(saved.current.version);
  return message(saved.current.published ? 'supply:form.building.flash.versionPublished' : 'supply:form.building.flash.version', { version });
}

/** One sent form, whatever button was pressed; `siteId` counts for a new building only. Throws NotFoundError, ForbiddenError. */
export async function processBuildingForm(sender: Sender, form: SentForm, siteId: string): Promise<Outcome> {
  const { service, user } = sender;
  const { reference } = form;
  const stored = reference.revision === 0 ? null : await service.building(reference.id);
  const site = await service.site(stored?.current.siteId ?? siteId);
  const read = readBuildingForm(form.body, form.files, stored?.current ?? null);
  const state = stateOf(reference, site, read, stored);
  if (form.intent !== 'save') return checked(form, state, read);
  if (read.draft === null) return page(422, { ...state, errors: read.errors });
  try {
    const saved = await service.saveBuilding(user, reference, site.current.siteId, read.draft);
    return { kind: 'saved', location: to(paths.building, { buildingId: reference.id }), flash: flashOf(saved, reference) };
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return conflict(sender, form, read, error);
  }
}
