import type { CurrentUser } from '../../shared/current-user.js';
import { NotFoundError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import type { Demand, DemandCatalogue, DemandDependencies, DemandQuery, DemandService, DemandVersion, ListedDemand } from './index.js';
import type { ListedVersion } from './repository-versions.js';
import type { SubmissionParts } from './service-submit.js';

type Reads = Pick<DemandService, 'list' | 'read' | 'readVersion' | 'organisation' | 'submitted' | 'submittedReferences' | 'demandsAtVersions'
  | 'submittedDemand' | 'demandAtVersion'>;

const WHAT = message('demand:this.demand');

/** What the site's people see: never the working copy, always what was submitted. */
function asSubmitted(demand: Demand, version: ListedVersion): Demand {
  return {
    ...demand, answers: version.answers, figures: version.figures, hasChanges: false, hourly: null, changedBy: version.submittedBy,
    changedAt: demand.state === 'withdrawn' ? demand.changedAt : version.submittedAt,
  };
}

const hoursOf = (version: DemandVersion): Demand['hourly'] => ('hourlyKw' in version.input.profile
  ? { fileName: version.hourlyFileName ?? 'hours.csv', valuesKw: version.input.profile.hourlyKw } : null);

function fits({ demand, organisationName }: ListedDemand, { state, use, text }: DemandQuery): boolean {
  const { answers } = demand;
  const words = (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const within = `${answers.name ?? ''} ${answers.address ?? ''} ${organisationName}`.toLowerCase();
  return (state === undefined || demand.state === state) && (use === undefined || answers.use === use) && words.every((word) => within.includes(word));
}

function createCatalogue({ demands, versions }: SubmissionParts): DemandCatalogue {
  return {
    submitted: async () => versions.findMany(await demands.currentVersions()),
    submittedReferences: () => demands.currentVersions(),
    demandsAtVersions: (references) => versions.findMany(references),
    submittedDemand: async (demandId) => {
      const demand = await demands.find(demandId);
      return demand?.state === 'submitted' && demand.version !== null ? versions.find(demandId, demand.version) : null;
    },
    demandAtVersion: async (demandId, number) => {
      const version = await versions.find(demandId, number);
      if (version === null) throw new NotFoundError(message('demand:this.version', { version: String(number) }));
      return version;
    },
  };
}

async function readable({ demands }: SubmissionParts, user: CurrentUser, demandId: string): Promise<Demand> {
  const demand = await demands.find(demandId);
  const isAllowed = user.role === 'partner' ? demand?.organisationId === user.organisationId : demand?.version !== null;
  if (demand === null || !isAllowed) throw new NotFoundError(WHAT);
  return demand;
}

export function createDemandReads(parts: SubmissionParts & Pick<DemandDependencies, 'accounts'>): Reads {
  const { demands, versions, accounts } = parts;

  async function visible(user: CurrentUser): Promise<readonly Demand[]> {
    if (user.role === 'partner') return user.organisationId === null ? [] : demands.ofOrganisation(user.organisationId);
    const submitted = await demands.everSubmitted();
    const listed = await versions.listMany(submitted.map(({ id, version }) => ({ demandId: id, version: version ?? 0 })));
    return submitted.flatMap((demand) => {
      const version = listed.get(`${demand.id}:${demand.version}`);
      return version === undefined ? [] : [asSubmitted(demand, version)];
    });
  }

  return {
    ...createCatalogue(parts),
    list: async (user, query) => {
      const found = await visible(user);
      const names = await accounts.organisations([...new Set(found.map(({ organisationId }) => organisationId))]);
      return found.map((demand) => ({ demand, organisationName: names.get(demand.organisationId)?.name ?? '' }))
        .filter((listed) => fits(listed, query));
    },
    read: async (user, demandId) => {
      const demand = await readable(parts, user, demandId);
      if (user.role === 'partner') return demand;
      const version = await versions.find(demandId, demand.version ?? 0);
      if (version === null) throw new NotFoundError(WHAT);
      return { ...asSubmitted(demand, version), hourly: hoursOf(version) };
    },
    readVersion: async (user, demandId, number) => {
      const demand = await readable(parts, user, demandId);
      const version = demand.history.some((entry) => entry.version === number) ? await versions.find(demandId, number) : null;
      if (version === null) throw new NotFoundError(message('demand:this.version', { version: String(number) }));
      return version;
    },
    organisation: async (organisationId) =>
      (organisationId === null ? null : (await accounts.organisations([organisationId])).get(organisationId) ?? null),
  };
}
