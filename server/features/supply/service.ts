import { NATIONAL_CLIMATE } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import { ConflictError, ForbiddenError, NotFoundError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import { SYSTEM_ACTOR, type Actor } from '../../shared/events.js';
import { describeSeries } from './hourly-upload.js';
import type { BuildingDraft, SiteDraft, SupplyDependencies, SupplyReference, SupplyService } from './index.js';
import { createBuildingRepository, createSiteRepository } from './repository.js';
import type { BuildingContent, SiteContent } from './repository-series.js';
import { createSupplyReads, type SupplyRepositories } from './service-reads.js';
import { saveVersion, seenHead, type SaveParts } from './service-save.js';

interface Parts {
  readonly site: SaveParts<SiteContent>;
  readonly building: SaveParts<BuildingContent>;
}

function writerOf(user: CurrentUser): Actor {
  if (user.role !== 'manager' && user.role !== 'admin') throw new ForbiddenError(message('supply:fault.writersOnly'), ['manager', 'admin']);
  return { userId: user.id, label: user.name };
}

const saveParts = ({ sites, buildings }: SupplyRepositories, { clock, relay }: SupplyDependencies): Parts => ({
  site: { clock, relay, repository: sites, kind: 'site', told: ({ name, example }) => ({ name, example }) },
  building: { clock, relay, repository: buildings, kind: 'building', told: ({ name, siteId, published }) => ({ name, siteId, published }) },
});

/** Series that came without a file, as the seed's, are described too. */
function siteContent(draft: SiteDraft, example: boolean): SiteContent {
  const { electricity: { priceEurPerMwh }, hourlyTemperatureC, climateName } = draft;
  const ownClimateC = climateName === NATIONAL_CLIMATE.name ? null : hourlyTemperatureC;
  return {
    ...draft, example,
    priceFile: typeof priceEurPerMwh === 'number' ? null : draft.priceFile ?? describeSeries('Hourly prices', priceEurPerMwh),
    climateFile: ownClimateC === null ? null : draft.climateFile ?? describeSeries(climateName, ownClimateC),
  };
}

const buildingContent = (draft: BuildingDraft, siteId: string, published: boolean): BuildingContent => ({
  ...draft, siteId, published,
  utilisationFile: draft.utilisation.kind === 'hourly' ? draft.utilisationFile ?? describeSeries('Hourly utilisation', draft.utilisation.values) : null,
});

function saveSite({ site }: Parts, reference: SupplyReference, content: SiteContent, actor: Actor): Promise<void> {
  const action = reference.revision === 0 ? 'created' : 'changed';
  return saveVersion(site, reference, { content, action, eventType: 'site-changed', actor });
}

async function saveBuilding({ site, building }: Parts, reference: SupplyReference, siteId: string, draft: BuildingDraft, actor: Actor): Promise<void> {
  if (await site.repository.head(siteId) === null) throw new NotFoundError(message('supply:this.site'));
  const isNew = reference.revision === 0;
  const head = isNew ? null : await seenHead(building, reference);
  const stored = head === null ? null : await building.repository.version(reference.id, head.version);
  const content = buildingContent(draft, stored?.siteId ?? siteId, stored?.published ?? false);
  await saveVersion(building, reference, { content, action: isNew ? 'created' : 'changed', eventType: 'building-changed', actor });
}

async function setPublished({ building }: Parts, reference: SupplyReference, published: boolean, actor: Actor): Promise<void> {
  const head = await seenHead(building, reference);
  const stored = await building.repository.version(reference.id, head.version);
  if (stored === null) throw new NotFoundError(message('supply:this.building'));
  if (stored.published === published) throw new ConflictError(message(published ? 'supply:publish.conflict' : 'supply:unpublish.conflict'));
  await saveVersion(building, reference, {
    content: { ...stored, published }, action: published ? 'published' : 'unpublished',
    eventType: published ? 'building-published' : 'building-unpublished', actor,
  });
}

function createExamples(parts: Parts, reads: Pick<SupplyService, 'site' | 'building'>): Pick<SupplyService, 'registerExample'> {
  const { site: { repository: sites }, building: { repository: buildings } } = parts;
  const register = async (draft: BuildingDraft, siteId: string) => {
    const id = buildings.newId();
    await saveBuilding(parts, { id, revision: 0 }, siteId, draft, SYSTEM_ACTOR);
    await setPublished(parts, { id, revision: 1 }, true, SYSTEM_ACTOR);
    return (await reads.building(id)).current;
  };
  return {
    registerExample: async (draft, drafts) => {
      const siteId = sites.newId();
      await saveSite(parts, { id: siteId, revision: 0 }, siteContent(draft, true), SYSTEM_ACTOR);
      const registered = [];
      for (const each of drafts) registered.push(await register(each, siteId));
      return { site: (await reads.site(siteId)).current, buildings: registered };
    },
  };
}

export function createSupply(dependencies: SupplyDependencies): SupplyService {
  const { connection, clock } = dependencies;
  const repositories = { sites: createSiteRepository(connection), buildings: createBuildingRepository(connection) };
  const parts = saveParts(repositories, dependencies);
  const reads = createSupplyReads(repositories, clock);
  return {
    ...reads, ...createExamples(parts, reads),
    newReference: () => ({ id: repositories.sites.newId(), revision: 0 }),
    saveSite: async (user, reference, draft, options = {}) => {
      const actor = writerOf(user);
      const isExample = reference.revision > 0 && (await reads.site(reference.id)).current.example;
      await saveSite(parts, reference, siteContent(draft, isExample && options.noExample !== true), actor);
      return reads.site(reference.id);
    },
    saveBuilding: async (user, reference, siteId, draft) => {
      await saveBuilding(parts, reference, siteId, draft, writerOf(user));
      return reads.building(reference.id);
    },
    setPublished: async (user, reference, published) => {
      await setPublished(parts, reference, published, writerOf(user));
      return reads.building(reference.id);
    },
  };
}
