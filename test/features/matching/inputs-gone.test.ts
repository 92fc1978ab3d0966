import { expect } from 'chai';
import { aDemand, aSite, inputEvent, MANAGER, PARTNER, startMatchWorld, type MatchWorld } from './match-world.js';
import { matchModel } from '../../../models/match.js';

describe('matching: inputs that go and come, and the news of it', () => {
  let world: MatchWorld;
  beforeEach(async () => {
    world = await startMatchWorld();
    await world.rescore();
  });
  afterEach(() => world.stop());
  const comeAndGo = async (id: string, scope: 'demand:trout' | 'building:hall-a'): Promise<void> => {
    world.catalogue.takeAway(id);
    await world.rescore(scope);
    world.catalogue.bringBack(id);
    await world.rescore(scope);
  };

  context('the demand is withdrawn', () => {
    it('withdraws the match and says why, and proposes it again when the demand is back', async () => {
      const { id } = await world.only();
      await world.review.decide(MANAGER, id, { action: 'invite' });
      world.catalogue.takeAway('trout');
      await world.rescore('demand:trout');
      const gone = await world.only();
      expect(gone.state).to.equal('withdrawn');
      expect(gone.history.at(-1)).to.include({ action: 'withdraw', from: 'invited', to: 'withdrawn', reason: 'The heat demand was withdrawn.' });
      expect(world.events.at(-1)?.data).to.include({ cause: 'demand-withdrawn', previousState: 'invited', organisationId: 'trout-company' });

      world.catalogue.bringBack('trout');
      await world.rescore('demand:trout');
      expect((await world.only()).state).to.equal('proposed');
      expect(world.events.at(-1)?.type).to.equal('match-returned');
    });
  });

  context('the building is no longer published', () => {
    it('withdraws the match', async () => {
      world.catalogue.takeAway('hall-a');
      await world.rescore('building:hall-a');
      expect((await world.only()).history.at(-1)?.reason).to.equal('The building is no longer published.');
    });
    it('leaves a declined match declined once it is back', async () => {
      const { id } = await world.only();
      await world.review.decide(MANAGER, id, { action: 'decline', reason: 'Too far' });
      await comeAndGo('hall-a', 'building:hall-a');
      const match = await world.only();
      expect(match.state).to.equal('declined');
      expect(match.history.map(({ to }) => to)).to.deep.equal(['proposed', 'declined', 'withdrawn', 'declined']);
    });
    it('leaves an agreed match alone: a project may stand on it', async () => {
      const { id } = await world.only();
      await world.review.decide(MANAGER, id, { action: 'invite' });
      await world.review.decide(PARTNER, id, { action: 'interested' });
      await world.review.decide(MANAGER, id, { action: 'agree' });
      world.catalogue.takeAway('hall-a');
      await world.rescore('building:hall-a');
      expect((await world.only()).state).to.equal('agreed');
    });
  });

  context('news for the managers', () => {
    const scored = () => world.events.filter(({ type }) => type === 'match-scored').map(({ data }) => [data['first'], data['aboveThreshold']]);

    it('tells a new match once, with whether it is above the site\'s threshold', async () => {
      await world.rescore();
      expect(scored()).to.deep.equal([[true, true]]);
      expect(world.events[0]?.data).to.include({ demandName: 'Trout farm', buildingName: 'Hall A', feasible: true });
    });
    it('tells when a score rises over the threshold, the first time only', async () => {
      const cheap = { costEurPerMwh: 5, emissionKgPerMwh: 10 };
      world.catalogue.demand(aDemand({ demandId: 'pool', name: 'Pool' }, { alternative: cheap }));
      await world.rescore();
      world.catalogue.demand(aDemand({ demandId: 'pool', name: 'Pool', version: 2 }));
      await world.rescore();
      world.catalogue.demand(aDemand({ demandId: 'pool', name: 'Pool', version: 3 }, { alternative: cheap }));
      await world.rescore();
      world.catalogue.demand(aDemand({ demandId: 'pool', name: 'Pool', version: 4 }));
      await world.rescore();
      expect(scored()).to.deep.equal([[true, true], [true, false], [false, true]]);
    });
    it('tells nothing of a match that cannot be connected', async () => {
      world.catalogue.demand(aDemand({ demandId: 'kiln', name: 'Kiln' }, { flowTemperatureC: 130, returnTemperatureC: 90 }));
      await world.rescore();
      expect(scored()).to.have.length(1);
    });
  });

  context('an event of supply or demand', () => {
    it('leads to a rescore of what it touches, though it arrives twice', async () => {
      world.catalogue.site(aSite({ version: 2, pue: 1.4 }));
      await matchModel(world.connection).updateOne({}, {
        $push: { pendingEvents: { $each: [inputEvent('site-changed', 'site', 'hamar'), inputEvent('site-changed', 'site', 'hamar')] } },
        $set: { hasPendingEvents: true },
      });
      await world.settle();
      expect((await world.only()).siteVersion).to.equal(2);
    });
  });
});
