import { NotFoundError, ValidationError } from '../../shared/errors.js';
import { SYSTEM_ACTOR } from '../../shared/events.js';
import type { DemandDependencies, DemandService } from './index.js';
import { createDemandRepository } from './repository.js';
import { createUploadRepository } from './repository-uploads.js';
import { createDemandVersionRepository } from './repository-versions.js';
import { readAnswers } from './schema.js';
import { createDemandReads } from './service-reads.js';
import { submitWorkingCopy, type SubmissionParts } from './service-submit.js';
import { createUploads } from './service-uploads.js';
import { createDemandWrites, workingCopy } from './service-writes.js';

function createExamples(parts: SubmissionParts): Pick<DemandService, 'registerExample'> {
  const { demands, versions, clock } = parts;
  return {
    registerExample: async (given, organisationId, hourly) => {
      const { answers, errors } = readAnswers(given);
      if (Object.keys(errors).length > 0) throw new ValidationError(errors);
      const id = demands.newId();
      const copy = workingCopy(answers, null, hourly ?? 'remove');
      await demands.create({ id, organisationId, ...copy, at: clock.now(), actor: SYSTEM_ACTOR, example: true });
      const demand = await demands.find(id);
      if (demand === null) throw new NotFoundError('The example demand');
      const submitted = await submitWorkingCopy(parts, demand, SYSTEM_ACTOR);
      const version = await versions.find(id, submitted.version ?? 0);
      if (version === null) throw new NotFoundError('The example demand');
      return version;
    },
  };
}

export function createDemand({ connection, clock, relay, accounts, spreadsheets }: DemandDependencies): DemandService {
  const demands = createDemandRepository(connection);
  const parts: SubmissionParts = { demands, versions: createDemandVersionRepository(connection), clock, relay };
  const writes = createDemandWrites(parts);
  const reads = createDemandReads({ ...parts, accounts });
  return {
    ...reads, ...writes, ...createExamples(parts), ...createUploads({ uploads: createUploadRepository(connection), spreadsheets, clock }),
    newReference: () => ({ demandId: demands.newId(), revision: 0 }),
    today: () => clock.now().toISOString().slice(0, 10),
    copy: async (user, demandId) => {
      const original = await reads.read(user, demandId);
      const name = `${original.answers.name ?? 'Heat demand'} (copy)`.slice(0, 120);
      return writes.saveDraft(user, { demandId: demands.newId(), revision: 0 }, { ...original.answers, name }, original.hourly ?? 'remove');
    },
  };
}
