import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { DEFAULT_CLIMATE, evaluateAsRanked, evaluateCase, HOURS_PER_YEAR, type MatchCase } from '../../../server/engineering/index.js';
import type { Match } from '../../../server/features/matching/index.js';
import { expectSameResult } from '../../engineering/same-result.js';
import { NotFoundError } from '../../../server/shared/errors.js';
import { aBuilding, aDemand, aSite, startMatchWorld, type MatchWorld } from './match-world.js';

const CLI = fileURLToPath(new URL('../../../server/cli.js', import.meta.url));

async function evaluateOnCommandLine(matchCase: MatchCase): Promise<unknown> {
  const child = spawn(process.execPath, [CLI, 'evaluate', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(matchCase));
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return JSON.parse(output);
}

const hourlyKw = Array.from({ length: HOURS_PER_YEAR }, (_, hour) => 900 + 700 * Math.sin(hour / 24) ** 2);
const colder = DEFAULT_CLIMATE.hourlyTemperatureC.map((temperatureC) => temperatureC - 3);
const hourlyPrice = Array.from({ length: HOURS_PER_YEAR }, (_, hour) => 40 + 30 * Math.cos((2 * Math.PI * hour) / HOURS_PER_YEAR));

const SITUATIONS: Readonly<Record<string, (world: MatchWorld) => void>> = {
  'a plain demand': () => undefined,
  'a demand that no way of connecting can serve': ({ catalogue }) => {
    catalogue.demand(aDemand({ version: 2 }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
  },
  'an uploaded hourly profile': ({ catalogue }) => { catalogue.demand(aDemand({ version: 2 }, { profile: { hourlyKw } })); },
  'a building that is filled year by year': ({ catalogue }) => {
    catalogue.building(aBuilding({ version: 2, utilisation: { kind: 'ramp', byYear: [{ year: 2027, value: 0.2 }, { year: 2028, value: 0.4 }] } }));
  },
  'planned maintenance and heat promised to others': ({ catalogue }) => {
    catalogue.building(aBuilding({ version: 2, maintenance: [{ from: '2028-07-01', to: '2028-07-15' }], committedKw: 19_000 }));
  },
  'a climate, hourly prices and weights of the site\'s own': ({ catalogue }) => {
    catalogue.site(aSite({
      version: 2, hourlyTemperatureC: colder, electricity: { priceEurPerMwh: hourlyPrice, emissionKgPerMwh: 17 },
      scoreWeights: { cost: 0.2, climate: 0.4, coverage: 0.1, use: 0.1, efficiency: 0.1, readiness: 0.1 },
    }));
    catalogue.demand(aDemand({ version: 2 }, { profile: { archetype: 'residential-multi-family' }, flowTemperatureC: 55, returnTemperatureC: 25 }));
  },
  'heat stores that are tried': ({ catalogue }) => {
    catalogue.site(aSite({ version: 2, considersHeatStores: true }));
    catalogue.demand(aDemand({ version: 2 }, { profile: { hourlyKw: Array.from({ length: HOURS_PER_YEAR }, (_, hour) => (hour % 24 === 7 ? 8000 : 400)) } }));
  },
  'a research demand': ({ catalogue }) => {
    catalogue.site(aSite({ version: 2, researchTopics: ['aquaculture', 'heat storage'] }));
    catalogue.demand(aDemand({ version: 2 }, { research: { topics: ['aquaculture'], readinessLevel: 5, offersData: true, budgetEur: 100_000 } }));
  },
};

function changeEverything({ catalogue, clock }: MatchWorld): void {
  catalogue.site(aSite({ version: 3, pue: 1.5, researchTopics: ['something else'] }));
  catalogue.building(aBuilding({ version: 3, supplyTemperatureC: 40, installedItKw: 5000 }));
  catalogue.demand(aDemand({ version: 3, routeLengthM: 5000 }, { annualDemandMwh: 1000 }));
  clock.set('2033-01-01T00:00:00Z');
}

describe('matching: exportCase', () => {
  let world: MatchWorld;
  beforeEach(async () => { world = await startMatchWorld(); });
  afterEach(() => world.stop());
  const scoredThenChanged = async (prepare: (world: MatchWorld) => void): Promise<Match> => {
    prepare(world);
    await world.rescore();
    changeEverything(world);
    return world.only();
  };

  for (const [name, prepare] of Object.entries(SITUATIONS)) {
    context(`${name}, and every input has changed since`, () => {
      it('gives the case that evaluates to the stored result, to the last bit in the library and on the command line, hour by hour to rounding', async () => {
        const match = await scoredThenChanged(prepare);
        const matchCase = await world.matching.exportCase(match.id);
        expect(evaluateAsRanked(matchCase)).to.deep.equal({ result: match.result, detail: match.detail });
        expectSameResult(evaluateCase(matchCase), match.result);
        expect(await evaluateOnCommandLine(matchCase)).to.deep.equal(match.result);
      });
    });
  }

  context('a match that has been scored with the newer versions', () => {
    it('gives the newer case', async () => {
      const before = await scoredThenChanged(() => undefined);
      await world.rescore();
      const match = await world.only();
      expect(match.result).not.to.deep.equal(before.result);
      expect(evaluateAsRanked(await world.matching.exportCase(match.id)).result).to.deep.equal(match.result);
    });
  });

  context('a match that does not exist', () => {
    for (const id of ['0123456789abcdef01234567', 'nonsense']) {
      it(`says so for ${id}`, async () => {
        const error: unknown = await world.matching.exportCase(id).catch((caught: unknown) => caught);
        expect(error).to.be.instanceOf(NotFoundError);
      });
    }
  });
});
