import { expect } from 'chai';
import { evaluateAsRanked, MODEL_VERSION } from '../../../server/engineering/index.js';
import { aBuilding, aDemand, aSite, MANAGER, startMatchWorld, type MatchWorld } from './match-world.js';

describe('matching: rescore', () => {
  let world: MatchWorld;
  beforeEach(async () => { world = await startMatchWorld(); });
  afterEach(() => world.stop());
  const eventTypes = () => world.events.map(({ type }) => type);

  context('buildings and demands that nobody has scored yet', () => {
    it('scores every published building with every submitted demand, best first', async () => {
      world.catalogue.building(aBuilding({ buildingId: 'hall-b', name: 'Hall B', supplyTemperatureC: 45, returnTemperatureC: 35 }));
      world.catalogue.building(aBuilding({ buildingId: 'hall-c', name: 'Hall C', published: false }));
      world.catalogue.demand(aDemand({ demandId: 'kiln', name: 'Kiln' }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
      await world.rescore();
      const matches = await world.all();
      expect(matches.map(({ buildingName, demandName }) => `${buildingName} ${demandName}`))
        .to.have.members(['Hall A Trout farm', 'Hall B Trout farm', 'Hall A Kiln', 'Hall B Kiln']);
      expect(matches.map(({ score }) => score)).to.deep.equal(matches.map(({ score }) => score).toSorted((a, b) => b - a));
      expect(matches.filter(({ demandName }) => demandName === 'Kiln').map(({ result }) => result.feasible)).to.deep.equal([false, false]);
    });
    it('keeps versions, model version, weights, year and a first entry of the history', async () => {
      await world.rescore();
      const match = await world.only();
      expect(match).to.include({
        siteVersion: 1, buildingVersion: 1, demandVersion: 1, modelVersion: MODEL_VERSION, evaluatedYear: 2028, routeLengthM: 800,
        state: 'proposed', organisationName: 'trout-company ltd', revision: 1,
      });
      expect(match.history.map(({ action, to, score }) => ({ action, to, before: score?.before }))).to.deep.equal([
        { action: 'score', to: 'proposed', before: null },
      ]);
    });
    it('takes 1.3 times the straight line where no route is given', async () => {
      world.catalogue.demand(aDemand({ version: 2, routeLengthM: null }));
      await world.rescore();
      expect((await world.only()).routeLengthM).to.be.closeTo(1.3 * 1555, 20);
      expect((await world.only()).routeGiven).to.equal(false);
    });
    it('says how far it has come', async () => {
      await world.rescore('demand:trout');
      const [recalculation] = await world.matching.recalculations();
      expect(recalculation).to.include({ scope: 'demand:trout', total: 1, done: 1, error: null });
      expect(recalculation?.finishedAt).to.be.instanceOf(Date);
    });
  });

  context('nothing has changed', () => {
    it('writes nothing the second time', async () => {
      await world.rescore();
      const before = await world.only();
      world.clock.advance({ hours: 1 });
      await world.rescore();
      expect(await world.only()).to.deep.equal(before);
      expect(eventTypes()).to.deep.equal(['match-scored']);
    });
  });

  context('an input has a newer version', () => {
    it('scores it anew, keeps the state and tells the old and the new score in the history', async () => {
      await world.rescore();
      const first = await world.only();
      await world.review.decide(MANAGER, first.id, { action: 'shortlist' });
      world.catalogue.demand(aDemand({ version: 2 }, { alternative: { costEurPerMwh: 20, emissionKgPerMwh: 100 } }));
      await world.rescore('demand:trout');
      const match = await world.only();
      expect(match).to.include({ state: 'shortlisted', demandVersion: 2, revision: 3 });
      expect(match.history.map(({ action }) => action)).to.deep.equal(['score', 'shortlist', 'rescore']);
      expect(match.history[2]?.score).to.deep.equal({ before: first.score, after: match.score });
      expect(match.score).to.be.below(first.score);
    });
    it('adds no entry when the result stays as it is', async () => {
      await world.rescore();
      world.catalogue.building(aBuilding({ version: 2, name: 'Hall A, renamed' }));
      await world.rescore('building:hall-a');
      expect(await world.only()).to.include({ buildingVersion: 2, buildingName: 'Hall A, renamed', revision: 1 });
    });
    it('works the physics out anew when the site has heat stores tried', async () => {
      const hourlyKw = Array.from({ length: 8760 }, (_, hour) => (hour % 24 === 7 ? 8000 : 400));
      world.catalogue.demand(aDemand({ version: 2 }, { profile: { hourlyKw } }));
      await world.rescore();
      const before = await world.only();
      world.catalogue.site(aSite({ version: 2, considersHeatStores: true }));
      await world.rescore('site:hamar');
      const { result } = await world.only();
      if (!result.feasible || !before.result.feasible) return expect.fail('not feasible');
      expect(result.design.storeMwh).to.be.greaterThan(0);
      expect(result.economics.npvEur).to.be.greaterThan(before.result.economics.npvEur);
    });
    it('reweighs without the physics when only the weights of the site changed, to the same result', async () => {
      await world.rescore();
      const scoreWeights = { cost: 0.1, climate: 0.1, coverage: 0.1, use: 0.5, efficiency: 0.1, readiness: 0.1 };
      world.catalogue.site(aSite({ version: 2, scoreWeights }));
      await world.rescore('site:hamar');
      const match = await world.only();
      expect(match.weights).to.deep.equal(scoreWeights);
      expect(match.result).to.deep.equal(evaluateAsRanked(await world.matching.exportCase(match.id)).result);
      expect(match.history).to.have.length(2);
    });
  });

  context('a person decides while the match is being scored', () => {
    it('loses neither the decision nor the new score', async () => {
      await world.rescore();
      const { id } = await world.only();
      const scoreWeights = { cost: 0.1, climate: 0.1, coverage: 0.1, use: 0.5, efficiency: 0.1, readiness: 0.1 };
      world.catalogue.site(aSite({ version: 2, scoreWeights }));
      let decided = false;
      world.catalogue.onSiteAtVersion = async () => {
        if (decided) return;
        decided = true;
        await world.review.decide(MANAGER, id, { action: 'decline', reason: 'Too far away' });
      };
      await world.rescore('site:hamar');
      const match = await world.only();
      expect(match).to.include({ state: 'declined', siteVersion: 2, revision: 3 });
      expect(match.history.map(({ action }) => action)).to.deep.equal(['score', 'decline', 'rescore']);
      expect(match.weights).to.deep.equal(scoreWeights);
    });
  });

  context('a job that still holds an older version', () => {
    it('never overwrites the newer result', async () => {
      const old = aDemand();
      world.catalogue.demand(aDemand({ version: 2 }, { annualDemandMwh: 30_000 }));
      await world.rescore();
      const newer = await world.only();
      const submitted = world.catalogue.submittedDemand;
      let reads = 0;
      world.catalogue.submittedDemand = (id) => (reads++ === 0 ? Promise.resolve(old) : submitted(id));
      await world.rescore('demand:trout');
      expect(await world.only()).to.deep.equal(newer);
      expect(reads).to.be.above(1);
    });
  });

  context('a pair that the model cannot read', () => {
    it('names it and scores the others', async () => {
      world.catalogue.demand(aDemand({ demandId: 'odd', name: 'Odd' }, { flowTemperatureC: 10, returnTemperatureC: 60 }));
      await world.rescore();
      expect((await world.all()).map(({ demandName }) => demandName)).to.deep.equal(['Trout farm']);
      expect((await world.matching.recalculations())[0]?.error).to.match(/^Hall A and Odd: .*temperature/i);
    });
  });

  context('many pairs that the model cannot read', () => {
    it('names the first three and counts the others', async () => {
      for (let index = 0; index < 5; index++) {
        world.catalogue.demand(aDemand({ demandId: `odd-${index}`, name: `Odd ${index}` }, { flowTemperatureC: 10, returnTemperatureC: 60 }));
      }
      await world.rescore();
      expect((await world.matching.recalculations())[0]?.error).to.match(/Odd 0.*Odd 1.*Odd 2.*; and 2 more, named in the log$/);
    });
  });

  context('the clock moves into a later year', () => {
    it('looks at that year from then on', async () => {
      await world.rescore();
      world.clock.set('2031-01-01T00:00:00Z');
      await world.rescore();
      expect((await world.only()).evaluatedYear).to.equal(2031);
    });
  });
});
