import { expect } from 'chai';
import { evaluateCase, evaluateMatch, HOURS_PER_YEAR } from '../../../server/engineering/index.js';
import type { DemandVersion } from '../../../server/features/demand/index.js';
import type { Pair } from '../../../server/features/matching/pair.js';
import { matchRepository } from '../../../server/features/matching/repository.js';
import { scoreBatch, type BatchWork } from '../../../server/features/matching/rescore-batch.js';
import { createScorer } from '../../../server/features/matching/scoring.js';
import { createLogger } from '../../../server/shared/logger.js';
import { expectSameAs, expectSameResult } from '../../engineering/same-result.js';
import { aBuilding, aDemand, aSite, MANAGER, startMatchWorld, type MatchWorld } from './match-world.js';

const uploaded = (index: number): number[] =>
  Array.from({ length: HOURS_PER_YEAR }, (_, hour) => 400 + 200 * index + 300 * Math.sin((hour + index) / 24) ** 2);

/** Of every kind: archetypes of several sizes, uploads, one that cannot be connected, one without a route. */
const DEMANDS: readonly DemandVersion[] = [
  aDemand(),
  aDemand({ demandId: 'town', name: 'Town' }, { profile: { archetype: 'residential-multi-family' }, flowTemperatureC: 55, returnTemperatureC: 25 }),
  aDemand({ demandId: 'kiln', name: 'Kiln' }, { flowTemperatureC: 130, returnTemperatureC: 90 }),
  aDemand({ demandId: 'far', name: 'Far', routeLengthM: null }, { annualDemandMwh: 300_000 }),
  ...[1, 2, 3, 4].map((index) => aDemand({ demandId: `plant-${index}`, name: `Plant ${index}` }, { profile: { hourlyKw: uploaded(index) } })),
];

describe('matching: a batch of a rescore', () => {
  let world: MatchWorld;
  beforeEach(async () => {
    world = await startMatchWorld();
    for (const demand of DEMANDS.slice(1)) world.catalogue.demand(demand);
  });
  afterEach(() => world.stop());

  /** `meanwhile` happens once, after the batch has read what is stored. */
  const workWith = (meanwhile?: () => Promise<unknown>): BatchWork => {
    const matches = matchRepository(world.connection);
    let pending = meanwhile;
    return {
      clock: world.clock, logger: createLogger('silent'), supply: world.catalogue, demand: world.catalogue, organisationNames: new Map(),
      score: createScorer(world.catalogue),
      matches: {
        ...matches,
        async findPairs(...wanted) {
          const found = await matches.findPairs(...wanted);
          const now = pending;
          pending = undefined;
          await now?.();
          return found;
        },
      },
    };
  };
  const pairsOf = (demands: readonly DemandVersion[] = DEMANDS, building = aBuilding()): readonly Pair[] =>
    demands.map((demand) => ({ site: aSite(), building, demand }));
  const histories = async () => Object.fromEntries(await Promise.all((await world.all()).map(async ({ id, demandId }) =>
    [demandId, (await world.matching.match(id)).history.map(({ action }) => action)] as const)));
  const each = <T>(value: T) => Object.fromEntries(DEMANDS.map(({ demandId }) => [demandId, value]));
  const hotter = () => {
    const building = aBuilding({ version: 2, supplyTemperatureC: 45, returnTemperatureC: 35 });
    world.catalogue.building(building);
    return building;
  };

  it('gives every pair the result of the hourly calculation, with the working behind it', async () => {
    await scoreBatch(pairsOf(), workWith());
    const matches = await world.all();
    expect(matches.map(({ demandId }) => demandId)).to.have.members(DEMANDS.map(({ demandId }) => demandId));
    for (const { id } of matches) {
      const match = await world.matching.match(id);
      const matchCase = await world.matching.exportCase(id);
      expectSameResult(match.result, evaluateCase(matchCase));
      expectSameAs(match.detail, evaluateMatch(matchCase).detail, match.result);
    }
  });

  context('another worker scores the same new pairs meanwhile', () => {
    it('makes each once', async () => {
      await scoreBatch(pairsOf(), workWith(() => scoreBatch(pairsOf().slice(2, 6), workWith())));
      expect(await histories()).to.deep.equal(each(['score']));
      expect((await world.all()).map(({ revision }) => revision)).to.deep.equal(DEMANDS.map(() => 1));
    });
  });

  context('another worker rescores the same matches meanwhile', () => {
    it('writes each change once', async () => {
      await scoreBatch(pairsOf(), workWith());
      const building = hotter();
      await scoreBatch(pairsOf(DEMANDS, building), workWith(() => scoreBatch(pairsOf(DEMANDS, building).slice(0, 3), workWith())));
      expect(await histories()).to.deep.equal({ ...each(['score', 'rescore']) });
      expect((await world.all()).map(({ buildingVersion }) => buildingVersion)).to.deep.equal(DEMANDS.map(() => 2));
    });
  });

  context('people decide on some of the matches meanwhile', () => {
    it('loses neither a decision nor a score', async () => {
      await scoreBatch(pairsOf(), workWith());
      const building = hotter();
      const idOf = async (demandId: string) => (await world.all()).find((one) => one.demandId === demandId)?.id ?? '';
      const [town, plant] = [await idOf('town'), await idOf('plant-2')];
      await scoreBatch(pairsOf(DEMANDS, building), workWith(async () => {
        await world.review.decide(MANAGER, town, { action: 'shortlist' });
        await world.review.decide(MANAGER, plant, { action: 'decline', reason: 'Too far' });
      }));
      expect(await world.matching.match(town)).to.include({ state: 'shortlisted', buildingVersion: 2, revision: 3 });
      expect(await world.matching.match(plant)).to.include({ state: 'declined', buildingVersion: 2, revision: 3 });
      expect(await histories()).to.deep.equal({
        ...each(['score', 'rescore']), town: ['score', 'shortlist', 'rescore'], 'plant-2': ['score', 'decline', 'rescore'],
      });
    });
  });

  context('a demand changes and is scored by another worker meanwhile', () => {
    it('keeps the newer result and stores the others', async () => {
      await scoreBatch(pairsOf(), workWith());
      const building = hotter();
      const changed = aDemand({ demandId: 'town', name: 'Town', version: 2 }, { annualDemandMwh: 7000 });
      await scoreBatch(pairsOf(DEMANDS, building), workWith(async () => {
        world.catalogue.demand(changed);
        await scoreBatch(pairsOf([changed], building), workWith());
      }));
      const matches = await world.all();
      expect(matches.map(({ buildingVersion }) => buildingVersion)).to.deep.equal(DEMANDS.map(() => 2));
      const town = matches.find(({ demandId }) => demandId === 'town');
      expect(town).to.include({ demandVersion: 2, revision: 2 });
      if (town !== undefined) expectSameResult(town.result, evaluateCase(await world.matching.exportCase(town.id)));
    });
  });

  context('run again with nothing changed', () => {
    it('writes nothing', async () => {
      await scoreBatch(pairsOf(), workWith());
      const before = await world.all();
      world.clock.advance({ hours: 2 });
      await scoreBatch(pairsOf(), workWith());
      expect(await world.all()).to.deep.equal(before);
    });
  });
});
