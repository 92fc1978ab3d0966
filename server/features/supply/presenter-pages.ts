import type { CurrentUser } from '../../shared/current-user.js';
import { formatDate, formatDateTime, formatHeat, formatNumber, formatPower } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import type { FormNotice } from './presenter-form-site.js';
import type { Building, Site, SiteWithBuildings } from './index.js';
import { buildingFacts, siteFacts } from './presenter-facts.js';
import { buildingChangesSince, presentBuildingHistory, presentSiteHistory, type BuildingHistory, type SiteHistory } from './presenter-history.js';
import { presentMonths } from './presenter-surplus-months.js';
import { presentTemperatures, stateText } from './presenter-surplus-words.js';
import { buildingSurplus, yearsToShow } from './surplus.js';

export const mayWrite = (user: CurrentUser): boolean => user.role === 'manager' || user.role === 'admin';

const publication = ({ published }: Building['current']) =>
  (published ? { key: 'published', label: 'Published' } : { key: 'draft', label: 'Not published' });

const changed = ({ changedAt, changedBy }: Site | Building): string => `${formatDateTime(changedAt)} by ${changedBy.label}`;

function buildingRow(building: Building) {
  const { current } = building;
  return {
    name: current.name, href: to(paths.building, { buildingId: current.buildingId }), publication: publication(current),
    itPower: formatNumber(current.installedItKw), temperatures: presentTemperatures(current), from: formatDate(current.commissioningDate),
    committed: formatNumber(current.committedKw), version: String(current.version), changed: changed(building),
  };
}

export function presentSites(found: readonly SiteWithBuildings[], user: CurrentUser) {
  return {
    title: 'Sites', newSite: mayWrite(user) ? paths.newSite : null,
    sites: found.map(({ site, buildings }) => ({
      name: site.current.name, href: to(paths.site, { siteId: site.current.siteId }), address: site.current.place.address,
      example: site.current.example, version: String(site.current.version), changed: changed(site), buildings: buildings.map(buildingRow),
      newBuilding: mayWrite(user) ? to(paths.newBuilding, { siteId: site.current.siteId }) : null,
    })),
  };
}

export function presentSite(site: Site, buildings: readonly Building[], history: SiteHistory, user: CurrentUser) {
  const { siteId, name, version, example } = site.current;
  const writes = mayWrite(user);
  return {
    title: name, name, version: String(version), example, changed: changed(site),
    edit: writes ? to(paths.editSite, { siteId }) : null, newBuilding: writes ? to(paths.newBuilding, { siteId }) : null,
    buildings: buildings.map(buildingRow), facts: siteFacts(site.current).slice(1), history: presentSiteHistory(history),
  };
}

/** What the building gives in the first year with heat. */
function presentHeat(building: Building, site: Site, now: Date) {
  const years = yearsToShow([building.current], now);
  const all = years.map((year) => ({ year, surplus: buildingSurplus(building.current, year, now) }));
  const shown = all.find(({ surplus: { yearMwh } }) => yearMwh.free + yearMwh.committed > 0) ?? all[0];
  if (shown === undefined) return null;
  const { year, surplus } = shown;
  return {
    state: stateText(surplus), year: String(year), months: presentMonths({ site: site.current, buildings: [surplus] }, year),
    figures: [
      { value: formatPower(surplus.nowKw.free), label: 'Free right now' }, { value: formatPower(surplus.nowKw.committed), label: 'Promised right now' },
      { value: formatHeat(surplus.yearMwh.free), label: `Free in ${year}` }, { value: formatHeat(surplus.yearMwh.committed), label: `Promised in ${year}` },
    ],
  };
}

export function presentBuilding(building: Building, site: Site, history: BuildingHistory, options: { readonly user: CurrentUser; readonly now: Date }) {
  const { current } = building;
  const id = { buildingId: current.buildingId };
  const writes = mayWrite(options.user);
  return {
    title: current.name, name: current.name, version: String(current.version), publication: publication(current), changed: changed(building),
    site: { name: site.current.name, href: to(paths.site, { siteId: current.siteId }), example: site.current.example },
    edit: writes ? to(paths.editBuilding, id) : null, publish: writes && !current.published ? to(paths.buildingPublish, id) : null,
    unpublish: writes && current.published ? to(paths.buildingUnpublish, id) : null,
    matches: current.published ? `${paths.matches}?building=${current.buildingId}` : null,
    facts: buildingFacts(current).slice(1), temperatures: presentTemperatures(current), heat: presentHeat(building, site, options.now),
    history: presentBuildingHistory(history),
  };
}

/** Before a building is shown or hidden: what that means, and a button. */
export function presentPublication(building: Building, site: Site, publish: boolean, notice: FormNotice | null = null) {
  const { buildingId, name, published } = building.current;
  return {
    title: publish ? `Publish ${name}?` : `Unpublish ${name}?`, name, publish, done: published === publish, notice,
    site: { name: site.current.name, href: to(paths.site, { siteId: building.current.siteId }) },
    back: to(paths.building, { buildingId }), action: to(publish ? paths.buildingPublish : paths.buildingUnpublish, { buildingId }),
    id: buildingId, revision: building.revision, facts: buildingFacts(building.current).slice(1),
  };
}

export const publicationConflict = (message: string, history: BuildingHistory, revision: number): FormNotice =>
  ({ kind: 'warning', text: `${message} Please look at it again before you decide.`, details: buildingChangesSince(history, revision) });
