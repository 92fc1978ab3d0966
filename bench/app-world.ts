import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Types } from 'mongoose';
import { demandModel } from '../models/demand.js';
import { demandVersionModel } from '../models/demand-version.js';
import { matchModel } from '../models/match.js';
import { readConfig } from '../server/config.js';
import { DEFAULT_SCORE_WEIGHTS } from '../server/engineering/index.js';
import { createServices, type Services } from '../server/services.js';
import type { CurrentUser } from '../server/shared/current-user.js';
import { archetypeDemand } from './demands.js';

export const PASSWORD = 'only for this bench, 17 times';
export const MANAGER_EMAIL = 'manager@example.org';
const DEMANDS_A_WRITE = 1000;
/** Nobody is to be mailed ten thousand times. */
const MAIL_THRESHOLD = 100;
export interface AppWorld {
  readonly dataDir: string;
  readonly siteId: string;
  readonly buildingId: string;
  readonly firstScoringSeconds: number;
}

async function publishBuilding({ supply }: Services, manager: CurrentUser): Promise<{ siteId: string; buildingId: string }> {
  const { current: { siteId } } = await supply.saveSite(manager, supply.newReference(), {
    name: 'Campus', place: { latitude: 60.83, longitude: 11.17, address: 'Hamar' }, pue: 1.2,
    electricity: { priceEurPerMwh: 60, emissionKgPerMwh: 17 }, groundTemperatureC: 6, hourlyTemperatureC: null, climateName: 'Skien 2018',
    scoreWeights: DEFAULT_SCORE_WEIGHTS, researchTopics: [], mailThreshold: MAIL_THRESHOLD,
  });
  const { current: { buildingId }, revision } = await supply.saveBuilding(manager, supply.newReference(), siteId, {
    name: 'Hall A', installedItKw: 30_000, utilisation: { kind: 'constant', value: 0.75 }, captureFraction: 0.9, supplyTemperatureC: 45,
    returnTemperatureC: 35, commissioningDate: '2027-01-01', maintenance: [], committedKw: 0,
  });
  await supply.setPublished(manager, { id: buildingId, revision }, true);
  return { siteId, buildingId };
}

/** One demand the usual way; the others as the store holds it, each with a demand of its own. */
async function submitDemands({ demand, accounts, connection }: Services, demands: number): Promise<void> {
  const partner = await accounts.createVerifiedAccount({
    email: 'partner@example.org', name: 'Siri Moe', password: PASSWORD, role: 'partner', organisation: { name: 'Partners', kind: 'industry' },
  });
  const { id: demandId, revision } = await demand.saveDraft(partner, demand.newReference(), {
    use: 'greenhouse', name: 'Pattern', address: 'Vangsvegen 1, 2317 Hamar', latitude: 60.79, longitude: 11.05, annualDemandMwh: 3000,
    flowTemperatureC: 45, returnTemperatureC: 30, profileKind: 'archetype', archetype: 'greenhouse', startDate: '2027-03-01', heatSource: 'lpg',
    heatCostEurPerMwh: 90, offersData: false,
  }, 'keep');
  await demand.submit(partner, { demandId, revision });
  const [heads, versions] = [demandModel(connection), demandVersionModel(connection)];
  const [head, version] = [await heads.findById(demandId).lean(), await versions.findOne({ demandId }).lean()];
  if (head === null || version === null) throw new Error('the demand is not stored');
  for (let from = 0; from < demands - 1; from += DEMANDS_A_WRITE) {
    const copies = Array.from({ length: Math.min(DEMANDS_A_WRITE, demands - 1 - from) }, (_, at) => {
      const { routeLengthM, ...input } = archetypeDemand(from + at);
      return { id: new Types.ObjectId(), routeLengthM, input };
    });
    await versions.collection.insertMany(copies.map(({ id, routeLengthM, input }) => ({
      ...version, _id: new Types.ObjectId(), demandId: id, content: { ...version.content, name: input.name, routeLengthM, input },
    })));
    await heads.collection.insertMany(copies.map(({ id, input: { name } }) => ({
      ...head, _id: id, answers: { ...head.answers, name }, pendingEvents: [], hasPendingEvents: false,
    })));
  }
}

/** A store with a published building and demands, every pair scored by the services themselves; nobody waits to be told of it. */
export async function makeAppWorld(demands: number): Promise<AppWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'heatmatch-bench-'));
  const services = await createServices(readConfig({ DATA_DIR: dataDir, SEED_EXAMPLE: 'false', LOG_LEVEL: 'error' }));
  try {
    const manager = await services.accounts.createVerifiedAccount({
      email: MANAGER_EMAIL, name: 'Kari Berg', password: PASSWORD, role: 'manager', organisation: { name: 'Site', kind: 'operator' },
    });
    await submitDemands(services, demands);
    const ids = await publishBuilding(services, manager);
    const start = performance.now();
    await services.matching.requestRescore('all');
    await services.jobs.idle();
    const firstScoringSeconds = (performance.now() - start) / 1000;
    await matchModel(services.connection).collection.updateMany({}, { $unset: { pendingEvents: 1, hasPendingEvents: 1 } });
    await services.relay.drain();
    await services.jobs.idle();
    return { dataDir, ...ids, firstScoringSeconds };
  } finally {
    await services.stop();
  }
}
