import { NotFoundError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import type { Building, BuildingVersion, Site, SiteVersion, SupplyCatalogue, SupplyDependencies, SupplyService } from './index.js';
import { siteInput, sourceInput } from './model-words.js';
import type { BuildingRepository, Head, SiteRepository, VersionedRepository } from './repository.js';
import type { BuildingContent, SiteContent } from './repository-series.js';
import type { SupplyKind } from './service-save.js';
import { surplusOverview } from './surplus.js';

export interface SupplyRepositories {
  readonly sites: SiteRepository;
  readonly buildings: BuildingRepository;
}

type Reads = Pick<SupplyService,
  'now' | 'list' | 'buildings' | 'site' | 'building' | 'siteHistory' | 'buildingHistory' | 'surplus' | 'sites' | 'currentWeights' | 'publishedBuildings'
  | 'siteAtVersion' | 'buildingAtVersion' | 'siteInput' | 'sourceInput'>;

const [SITE, BUILDING] = ['site', 'building'] as const;

const asSite = (siteId: string, version: number, content: SiteContent): Site['current'] => ({ ...content, siteId, version });
const asBuilding = (buildingId: string, version: number, content: BuildingContent): Building['current'] => ({ ...content, buildingId, version });

type Read = 'version' | 'listedVersion';
type Make<Content, Version> = (id: string, version: number, content: Content) => Version;

async function current<Content, Version>(
  repository: VersionedRepository<Content>, { id, version, ...head }: Head, make: Make<Content, Version>, read: Read, what: SupplyKind,
) {
  const content = await repository[read](id, version);
  if (content === null) throw new NotFoundError(message(`supply:versionOf.${what}`, { version: String(version) }));
  return { ...head, current: make(id, version, content) };
}

async function atVersion<Content, Version>(
  repository: VersionedRepository<Content>, id: string, version: number, make: Make<Content, Version>, what: SupplyKind,
): Promise<Version> {
  const content = await repository.version(id, version);
  if (content === null) throw new NotFoundError(message(`supply:versionOf.${what}`, { version: String(version) }));
  return make(id, version, content);
}

async function historyOf<Content, Version>(
  repository: VersionedRepository<Content>, id: string, make: Make<Content, Version>, what: SupplyKind,
) {
  const [head, versions] = await Promise.all([repository.head(id), repository.listedVersions(id)]);
  if (head === null) throw new NotFoundError(message(`supply:this.${what}`));
  return head.history.flatMap((entry) => {
    const content = versions.get(entry.version);
    return content === undefined ? [] : [{ entry, version: make(id, entry.version, content) }];
  });
}

function createCatalogue({ sites, buildings }: SupplyRepositories): Omit<SupplyCatalogue, 'siteInput' | 'sourceInput'> {
  const everySite = async (): Promise<readonly SiteVersion[]> => Promise.all((await sites.heads({}))
    .map(async (head) => (await current(sites, head, asSite, 'version', SITE)).current));
  const published = async (siteId: string): Promise<readonly BuildingVersion[]> => Promise.all((await buildings.heads({ siteId, published: true }))
    .map(async (head) => (await current(buildings, head, asBuilding, 'version', BUILDING)).current));
  return {
    sites: everySite, publishedBuildings: published,
    currentWeights: async () => new Map(await Promise.all((await sites.heads({})).map(async (head) =>
      [head.id, (await current(sites, head, asSite, 'listedVersion', SITE)).current] as const))),
    siteAtVersion: (siteId, version) => atVersion(sites, siteId, version, asSite, SITE),
    buildingAtVersion: (buildingId, version) => atVersion(buildings, buildingId, version, asBuilding, BUILDING),
  };
}

export function createSupplyReads({ sites, buildings }: SupplyRepositories, clock: SupplyDependencies['clock']): Reads {
  const catalogue = createCatalogue({ sites, buildings });
  const listed = async (siteId: string): Promise<readonly Building[]> => Promise.all((await buildings.heads({ siteId }))
    .map((head) => current(buildings, head, asBuilding, 'listedVersion', BUILDING)));
  return {
    ...catalogue, siteInput, sourceInput, now: () => clock.now(), buildings: listed,
    list: async () => Promise.all((await sites.heads({})).map(async (head) => ({
      site: await current(sites, head, asSite, 'listedVersion', SITE), buildings: await listed(head.id),
    }))),
    site: async (siteId) => {
      const head = await sites.head(siteId);
      if (head === null) throw new NotFoundError(message('supply:this.site'));
      return current(sites, head, asSite, 'version', SITE);
    },
    building: async (buildingId) => {
      const head = await buildings.head(buildingId);
      if (head === null) throw new NotFoundError(message('supply:this.building'));
      return current(buildings, head, asBuilding, 'version', BUILDING);
    },
    siteHistory: (siteId) => historyOf(sites, siteId, asSite, SITE),
    buildingHistory: (buildingId) => historyOf(buildings, buildingId, asBuilding, BUILDING),
    surplus: async (year) => {
      const found = await Promise.all((await catalogue.sites())
        .map(async (site) => ({ site, buildings: await catalogue.publishedBuildings(site.siteId) })));
      return surplusOverview(found, year, clock.now());
    },
  };
}
