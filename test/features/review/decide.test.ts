import { expect } from 'chai';
import type { CurrentUser } from '../../../server/shared/current-user.js';
import { AppError } from '../../../server/shared/errors.js';
import type { Decision } from '../../../server/features/review/service.js';
import { aDemand, MANAGER, OTHER_MANAGER, PARTNER, startMatchWorld, type MatchWorld } from '../matching/match-world.js';

describe('review: decide', () => {
  let world: MatchWorld;
  let matchId: string;
  beforeEach(async () => {
    world = await startMatchWorld();
    await world.rescore();
    matchId = (await world.only()).id;
  });
  afterEach(() => world.stop());
  const decide = (user: CurrentUser, decision: Decision) => world.review.decide(user, matchId, decision);
  const refusal = async (user: CurrentUser, decision: Decision): Promise<unknown> =>
    decide(user, decision).then((outcome) => outcome.kind, (error: unknown) => (error instanceof AppError ? error.status : error));

  it('writes state, history and event, and tells the event what a mail needs', async () => {
    await decide(MANAGER, { action: 'invite', reason: 'We would like to talk.', internalNote: 'Ask for the pipe route' });
    const match = await world.only();
    expect(match).to.include({ state: 'invited', revision: 2 });
    expect(match.history.at(-1)).to.deep.include({
      action: 'invite', from: 'proposed', to: 'invited', reason: 'We would like to talk.', internalNote: 'Ask for the pipe route',
      actor: { userId: MANAGER.id, label: MANAGER.name },
    });
    await world.settle();
    const event = world.events.at(-1);
    expect(event?.type).to.equal('match-invited');
    expect(event?.data).to.include({
      matchId, organisationId: 'trout-company', demandName: 'Trout farm', buildingName: 'Hall A', note: 'We would like to talk.',
      score: match.score,
    });
    expect(JSON.stringify(event)).not.to.include('pipe route');
  });
  it('leads from proposal to agreement', async () => {
    await decide(MANAGER, { action: 'shortlist' });
    await decide(MANAGER, { action: 'invite' });
    await decide(PARTNER, { action: 'interested' });
    const outcome = await decide(MANAGER, { action: 'agree' });
    expect(outcome).to.have.property('kind', 'done');
    expect(outcome.match.state).to.equal('agreed');
    await world.settle();
    expect(world.events.map(({ type }) => type))
      .to.deep.equal(['match-scored', 'match-shortlisted', 'match-invited', 'match-interested', 'match-agreed']);
  });
  it('records an undo as one more entry', async () => {
    await decide(MANAGER, { action: 'decline', reason: 'Too far' });
    await decide(OTHER_MANAGER, { action: 'undo' });
    const { state, history } = await world.only();
    expect(state).to.equal('proposed');
    expect(history.map(({ action }) => action)).to.deep.equal(['score', 'decline', 'undo']);
  });
  it('wants a reason for a decline, from either side', async () => {
    expect(await refusal(MANAGER, { action: 'decline' })).to.equal(422);
    await decide(MANAGER, { action: 'invite' });
    expect(await refusal(PARTNER, { action: 'not-now' })).to.equal(422);
  });
  it('keeps a partner\'s decisions from managers, and managers\' from partners and verifiers', async () => {
    const verifier: CurrentUser = { ...MANAGER, role: 'verifier' };
    expect(await refusal(verifier, { action: 'shortlist' })).to.equal(403);
    expect(await refusal(PARTNER, { action: 'shortlist' })).to.equal(403);
    await decide(MANAGER, { action: 'invite' });
    expect(await refusal(MANAGER, { action: 'interested' })).to.equal(403);
  });
  it('knows no match of another organisation', async () => {
    expect(await refusal({ ...PARTNER, organisationId: 'somebody-else' }, { action: 'interested' })).to.equal(404);
    expect(await refusal({ ...PARTNER, organisationId: null }, { action: 'interested' })).to.equal(404);
  });

  context('two managers act on the same page', () => {
    it('tells the second what the first did, and overwrites nothing', async () => {
      await decide(MANAGER, { action: 'decline', reason: 'Too far', revision: 1 });
      const outcome = await decide(OTHER_MANAGER, { action: 'shortlist', revision: 1 });
      expect(outcome.kind).to.equal('conflict');
      if (outcome.kind !== 'conflict') return;
      expect(outcome.since.map(({ action, actor, reason }) => [action, actor.label, reason])).to.deep.equal([['decline', 'Kari Berg', 'Too far']]);
      expect((await world.only()).state).to.equal('declined');
    });
    it('lets exactly one of twenty simultaneous decisions through', async () => {
      const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) =>
        decide(index % 2 === 0 ? MANAGER : OTHER_MANAGER, { action: 'shortlist', revision: 1 })));
      expect(outcomes.filter(({ kind }) => kind === 'done')).to.have.length(1);
      expect(await world.only()).to.include({ revision: 2, state: 'shortlisted' });
    });
    it('tells a manager whose page shows an older score', async () => {
      world.catalogue.demand(aDemand({ version: 2 }, { alternative: { costEurPerMwh: 20, emissionKgPerMwh: 100 } }));
      await world.rescore();
      const outcome = await decide(MANAGER, { action: 'shortlist', revision: 1 });
      expect(outcome.kind === 'conflict' && outcome.since.map(({ action }) => action)).to.deep.equal(['rescore']);
    });
  });

  context('decisions and recalculations at the same time', () => {
    it('keeps every decision that went through and the newest version of the demand', async () => {
      for (let version = 2; version <= 8; version++) {
        world.catalogue.demand(aDemand({ version }, { annualDemandMwh: 20_000 + 1000 * version }));
        await Promise.all([world.rescore('demand:trout'), decide(MANAGER, { action: version % 2 === 0 ? 'shortlist' : 'remove-from-shortlist' })]);
      }
      const match = await world.only();
      expect(match.demandVersion).to.equal(8);
      expect(match.revision).to.equal(match.history.length);
      const path = match.history.filter(({ from, to }) => from !== to);
      for (const [index, entry] of path.entries()) if (index > 0) expect(entry.from).to.equal(path[index - 1]?.to);
      expect(match.state).to.equal(path.at(-1)?.to);
    });
  });
});
