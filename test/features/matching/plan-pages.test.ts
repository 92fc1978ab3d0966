import { expect } from 'chai';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import type { TestFields } from '../../support/agent.js';
import { findForm } from '../../support/html-form.js';
import { errorOf, PLAN_FORM, planIdOf, registerEmptySite, startPlanSite, type PlanSite } from './plan-site.js';

const csrfOf = async (agent: SignedInAgent): Promise<string> =>
  findForm((await agent.get('/account')).text).entries.find(([name]) => name === '_csrf')?.[1] ?? '';

describe('the pages of a plan', function planTests() {
  this.timeout(60_000);
  let world: PlanSite;
  let app: TestApp;
  let manager: SignedInAgent;
  before(async () => {
    world = await startPlanSite();
    ({ app, manager } = world);
  });
  after(() => world.stop());

  context('bad input', () => {
    const refused = async (fields: TestFields, field: string): Promise<string> => {
      const answer = await world.ask(fields);
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('Please check these answers');
      expect(findForm(answer.text, PLAN_FORM.action).entries).to.deep.include(['name', 'Test']);
      return errorOf(answer, field) ?? '';
    };
    it('says beside the budget that 0 buys nothing', async () => {
      expect(await refused({ budgetEur: '0' }, 'budgetEur')).to.include('A budget of 0 EUR buys no connection');
    });
    it('says beside both pins that they contradict each other, and keeps them', async () => {
      const [a, b] = [await world.matchOf('Trout farm', 'Hall A'), await world.matchOf('Trout farm', 'Hall B')];
      const pins = { [`pin-${a.id}`]: 'in', [`pin-${b.id}`]: 'in' };
      expect(await refused(pins, `pin-${a.id}`)).to.include('Hall A').and.include('Hall B');
      expect(await refused(pins, `pin-${b.id}`)).to.include('served by one building');
    });
    it('names numbers that cannot be read, and a mix in which nothing counts', async () => {
      expect(await refused({ gapPercent: '0' }, 'gapPercent')).to.include('0 %');
      expect(await refused({ timeLimitSeconds: 'soon' }, 'timeLimitSeconds')).to.include('soon');
      expect(await refused({ objective: 'mix', weightNpv: '0', weightCo2: '0', weightHeat: '0' }, 'weightNpv')).to.include('must count');
    });
    it('answers a budget below what the pins cost with the amount, and the next form says it beside the budget', async () => {
      const pinned = await world.matchOf('Trout farm', 'Hall A');
      const none = await world.made({ budgetEur: '1000', [`pin-${pinned.id}`]: 'in' });
      expect([none.state, none.refusal?.field]).to.deep.equal(['none', 'budgetEur']);
      const page = await manager.get(`/plan/${none.id}`);
      expect(page.text).to.include('The plan cannot be made as it was asked for').and.include('what the matches pinned in cost');
      expect(errorOf(await manager.get(`/plan?from=${none.id}`), 'budgetEur')).to.include('what the matches pinned in cost');
      const norwegian = { 'accept-language': 'nb' };
      expect(errorOf(await manager.get(`/plan?from=${none.id}`, norwegian), 'budgetEur')).to.match(/^Budsjettet må være minst \d+ EUR/);
    });
    it('answers rules that no choice keeps', async () => {
      const pinned = await world.matchOf('Trout farm', 'Hall A');
      const none = await world.made({ minimumResearchPercent: '100', [`pin-${pinned.id}`]: 'in' });
      expect((await manager.get(`/plan/${none.id}`)).text).to.include('The rules contradict each other');
      expect(none.state).to.equal('none');
    });
    it('does not know a plan or a site that is not there', async () => {
      for (const path of ['/plan/0123456789abcdef01234567', '/plan/nonsense', '/plan?site=nowhere']) expect((await manager.get(path)).status).to.equal(404);
    });
  });

  context('nothing to plan with', () => {
    it('says what is missing instead of showing a form, and refuses one that is sent all the same', async () => {
      const empty = await startTestApp();
      try {
        const other = await empty.signIn('manager');
        expect((await other.get('/plan')).text).to.include('There is no site yet');
        const { siteId } = await registerEmptySite(empty);
        const page = await other.get('/plan');
        expect(page.text).to.include('no published building').and.not.include('Make the plan');
        const sent = { _csrf: await csrfOf(other), name: 'x', objective: 'npv', gapPercent: 1, timeLimitSeconds: 10 };
        const answer = await other.post(`/plan?site=${siteId}`, sent);
        expect([answer.status, answer.text.includes('The site has no published building')]).to.deep.equal([422, true]);
      } finally {
        await empty.stop();
      }
    });
  });

  context('other roles', () => {
    it('lets a verifier read and neither make nor stop, and shows partners and visitors nothing', async () => {
      const done = await world.made();
      const { verifier, partner } = world;
      expect((await verifier.get(`/plan/${done.id}`)).status).to.equal(200);
      expect((await verifier.get('/plan')).text).to.include('Plan').and.not.include('Make the plan');
      expect((await partner.get('/plan')).status).to.equal(403);
      for (const path of ['', '/progress', '/cases.ndjson', '/plan.json', '/matches.csv', '/front.svg', '/roadmap.svg', '/left-out.csv', '/npv.svg', '/npv.csv', '/tornado.svg', '/tornado.csv']) {
        expect((await partner.get(`/plan/${done.id}${path}`)).status).to.equal(403);
      }
      const csrf = await csrfOf(verifier);
      expect((await verifier.post(`/plan?site=${world.siteId}`, { _csrf: csrf, name: 'x' })).status).to.equal(403);
      expect((await verifier.post(`/plan/${done.id}/stop`, { _csrf: csrf })).status).to.equal(403);
      expect((await app.agent().get('/plan')).location).to.equal('/login');
      expect((await verifier.get('/surplus')).text).to.include('href="/plan"');
      expect((await partner.get('/surplus')).text).not.to.include('href="/plan"');
    });
  });

  context('while it waits or runs', () => {
    it('shows how far it is, in words, with a way to refresh without script', async () => {
      const answer = await world.ask();
      const planId = planIdOf(answer);
      const page = await manager.follow(answer);
      expect(page.text).to.include('Waiting for its turn').and.include('<progress').and.include('Refresh');
      expect(JSON.parse((await manager.get(`/plan/${planId}/progress`)).text)).to.include({ running: true, parts: 0 });
      await app.settle();
      expect(JSON.parse((await manager.get(`/plan/${planId}/progress`)).text)).to.include({ running: false });
    });
    it('is stopped before it has begun, and the job is gone', async () => {
      const planId = planIdOf(await world.ask());
      const answer = await manager.submit(`/plan/${planId}`, {}, { action: '/stop' });
      const page = await manager.follow(answer);
      expect(page.text).to.include('Stopped by').and.include('before there was a plan');
      expect((await app.services.jobs.lists(['site-plan'])).waiting.total).to.equal(0);
      await app.settle();
      expect(await world.plan(planId)).to.include({ state: 'stopped', result: null });
    });
    it('is stopped in the middle, keeps what it has, and says so', async () => {
      const planId = planIdOf(await world.ask());
      const running = app.settle();
      while ((await world.plan(planId)).result === null) await manager.get(`/plan/${planId}/progress`);
      const page = await manager.submit(`/plan/${planId}`, {}, { action: '/stop', follow: true });
      await running;
      const stopped = await world.plan(planId);
      expect(stopped.state).to.equal('stopped');
      expect(stopped.result?.connections).not.to.have.length(0);
      expect(page.text).to.include('after the plan').and.include('Who is served');
      const again = await manager.post(`/plan/${planId}/stop`, { _csrf: await csrfOf(manager) });
      expect(again.status).to.equal(409);
    });
    it('is cancelled on the page of background work as well', async () => {
      const planId = planIdOf(await world.ask());
      const [job] = (await app.services.jobs.lists(['site-plan'])).waiting.jobs;
      expect((await manager.get('/admin/jobs')).text).to.include('Plan of a site').and.include(`<a href="/plan/${planId}">one plan</a>`);
      await manager.submit(`/admin/jobs/${job?.id}/cancel`, {}, { action: '/cancel' });
      expect((await world.plan(planId)).state).to.equal('stopped');
    });
  });

});
