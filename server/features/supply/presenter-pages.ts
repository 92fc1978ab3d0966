import type { CurrentUser } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import type { Said } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import type { FormNotice } from './presenter-form-site.js';
import type { Building, Site, SiteWithBuildings } from './index.js';
import { buildingFacts, siteFacts } from './presenter-facts.js';
import { buildingChangesSince, presentBuildingHistory, presentSiteHistory, type BuildingHistory, type SiteHistory } from './presenter-history.js';
import { presentMonths } from './presenter-surplus-months.js';
import { presentTemperatures, stateText } from './presenter-surplus-words.js';
import { presentYear } from './presenter-year.js';
import { buildingSurplus, yearsToShow } from './surplus.js';

export const mayWrite = (user: CurrentUser): boolean => user.role === 'manager' || user.role === 'admin';

function publication({ t }: Localised, { published }: Building['current']) {
  const key = published ? 'published' : 'draft';
  return { key, label: t(`supply:publication.${key}`) };
}

const changed = ({ t, dateTime }: Localised, { changedAt, changedBy }: Site | Building): string =>
  t('supply:changed', { when: dateTime(changedAt), who: changedBy.label });

function buildingRow(localised: Localised, building: Building) {
  const { number, date } = localised;
  const { current } = building;
  return {
    name: current.name, href: to(paths.building, { buildingId: current.buildingId }), publication: publication(localised, current),
    itPower: number(current.installedItKw), temperatures: presentTemperatures(localised, current), from: date(current.commissioningDate),
    committed: number(current.committedKw), changed: changed(localised, building),
  };
}

export function presentSites(localised: Localised, found: readonly SiteWithBuildings[], user: CurrentUser) {
  return {
    title: localised.t('supply:sites.title'), newSite: mayWrite(user) ? paths.newSite : null,
    sites: found.map(({ site, buildings }) => ({
      name: site.current.name, href: to(paths.site, { siteId: site.current.siteId }), address: site.current.place.address,
      example: site.current.example, version: String(site.current.version), changed: changed(localised, site),
      buildings: buildings.map((building) => buildingRow(localised, building)),
      newBuilding: mayWrite(user) ? to(paths.newBuilding, { siteId: site.current.siteId }) : null,
    })),
  };
}

export function presentSite(
  localised: Localised, site: Site, buildings: readonly Building[], { history, user }: { readonly history: SiteHistory; readonly user: CurrentUser },
) {
  const { siteId, name, version, example } = site.current;
  const writes = mayWrite(user);
  return {
    title: name, name, version: String(version), example, changed: changed(localised, site),
    edit: writes ? to(paths.editSite, { siteId }) : null, newBuilding: writes ? to(paths.newBuilding, { siteId }) : null,
    buildings: buildings.map((building) => buildingRow(localised, building)), facts: siteFacts(localised, site.current).slice(1),
    history: presentSiteHistory(localised, history),
  };
}

/** What the building gives in the first year with heat. */
function presentHeat(localised: Localised, building: Building, site: Site, now: Date) {
  const { t, power, heat } = localised;
  const years = yearsToShow([building.current], now);
  const all = years.map((year) => ({ year, surplus: buildingSurplus(building.current, year, now) }));
  const shown = all.find(({ surplus: { yearMwh } }) => yearMwh.free + yearMwh.committed > 0) ?? all[0];
  if (shown === undefined) return null;
  const { year, surplus } = shown;
  return {
    state: stateText(localised, surplus), year: String(year), months: presentMonths(localised, { site: site.current, buildings: [surplus] }, year),
    figures: [
      { value: power(surplus.nowKw.free), label: t('supply:figure.freeNow') },
      { value: power(surplus.nowKw.committed), label: t('supply:figure.promisedNow') },
      { value: heat(surplus.yearMwh.free), label: t('supply:figure.freeIn', { year: String(year) }) },
      { value: heat(surplus.yearMwh.committed), label: t('supply:figure.promisedIn', { year: String(year) }) },
    ],
  };
}

export interface BuildingPage {
  readonly building: Building;
  readonly site: Site;
  readonly history: BuildingHistory;
}

export function presentBuilding(
  localised: Localised, { building, site, history }: BuildingPage, options: { readonly user: CurrentUser; readonly now: Date },
) {
  const { current } = building;
  const id = { buildingId: current.buildingId };
  const writes = mayWrite(options.user);
  return {
    title: current.name, name: current.name, version: String(current.version), publication: publication(localised, current),
    changed: changed(localised, building),
    site: { name: site.current.name, href: to(paths.site, { siteId: current.siteId }), example: site.current.example },
    edit: writes ? to(paths.editBuilding, id) : null, publish: writes && !current.published ? to(paths.buildingPublish, id) : null,
    unpublish: writes && current.published ? to(paths.buildingUnpublish, id) : null,
    matches: current.published ? `${paths.matches}?building=${current.buildingId}` : null,
    facts: buildingFacts(localised, current).slice(1), temperatures: presentTemperatures(localised, current),
    heat: presentHeat(localised, building, site, options.now), hours: presentYear(localised, current, options.now), history: presentBuildingHistory(localised, history),
  };
}

/** Before a building is shown or hidden: what that means, and a button. */
export function presentPublication(
  localised: Localised, { building, site }: Omit<BuildingPage, 'history'>, publish: boolean, notice: FormNotice | null = null,
) {
  const { buildingId, name, published } = building.current;
  return {
    title: localised.t(publish ? 'supply:publish.title' : 'supply:unpublish.title', { name }), name, publish, done: published === publish, notice,
    site: { name: site.current.name, href: to(paths.site, { siteId: building.current.siteId }) },
    back: to(paths.building, { buildingId }), action: to(publish ? paths.buildingPublish : paths.buildingUnpublish, { buildingId }),
    id: buildingId, revision: building.revision, facts: buildingFacts(localised, building.current).slice(1),
  };
}

export const publicationConflict = (localised: Localised, said: Said, history: BuildingHistory, revision: number): FormNotice => ({
  kind: 'warning', text: localised.t('supply:conflict.lookAgain', { what: localised.text(said) }), details: buildingChangesSince(localised, history, revision),
});
