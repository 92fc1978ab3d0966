import { expect } from 'chai';
import type { Plan } from '../../../server/features/matching/index.js';
import type { SignedInAgent } from '../../support/app.js';
import type { TestResponse } from '../../support/agent.js';
import { findForm } from '../../support/html-form.js';
import { allocateOnCommandLine, PLAN_FORM, startPlanSite, type PlanSite } from './plan-site.js';

describe('the plan of a site', function planTests() {
  this.timeout(60_000);
  let world: PlanSite;
  let manager: SignedInAgent;
  let done: Plan;
  before(async () => {
    world = await startPlanSite();
    ({ manager } = world);
    done = await world.made({ name: 'Best value' });
  });
  after(() => world.stop());

  context('made for the highest value', () => {
    let page: TestResponse;
    before(async () => { page = await manager.get(`/plan/${done.id}`); });

    it('is done, with a proof, and every step has its outcome', () => {
      expect([done.state, done.result?.proof.proven, done.result?.violations]).to.deep.equal(['done', true, []]);
      expect(done.result?.connections).not.to.have.length(0);
      expect(done.leftOut?.map(({ demandName }) => demandName)).to.include('Kiln');
      expect(done.pins).to.deep.equal([]);
      expect(done.front?.end).to.equal('complete');
    });
    it('shows what is chosen, each with a link to its match', async () => {
      for (const { demandName, sourceName } of done.result?.connections ?? []) {
        const { id } = await world.matchOf(demandName, sourceName);
        expect(page.text).to.include(`<a href="/matches/${id}">${demandName}</a>`);
      }
      expect(page.text).to.include('Against the ranking by score').and.include('Year by year').and.include('Money against climate');
      expect(page.text).to.include('Kiln').and.include('Cannot be connected').and.include('no building gives more heat than it has');
      expect(page.text).to.match(/id="proof">Proven/);
      expect(page.text).to.include('What this plan does not count').and.include(`that of ${done.inputs.year} in every year`);
    });
    it('is worth no less than going down the ranking', () => {
      expect(done.result?.proof.value).to.be.at.least((done.result?.greedy.value ?? 0) - 1e-6);
    });
    it('is worked out again from its export by the command, figure by figure', async () => {
      const cases = await manager.get(`/plan/${done.id}/cases.ndjson`);
      expect(cases.headers.get('content-type')).to.include('ndjson');
      const { pareto, ...exported } = JSON.parse((await manager.get(`/plan/${done.id}/plan.json`)).text) as Record<string, unknown>;
      expect(await allocateOnCommandLine(cases.text)).to.deep.equal(exported);
      expect(pareto).to.have.property('points').that.has.length(done.front?.points.length ?? 0);
    });
    it('has a front that falls in money and rises in climate, best value first', () => {
      const points = done.front?.points ?? [];
      expect(points.length).to.be.at.least(2);
      expect(points[0]?.npvEur).to.be.at.least(done.result?.totals.npvEur ?? Infinity).and.at.most(done.result?.proof.bound ?? 0);
      points.slice(1).forEach((point, index) => {
        expect(point.npvEur).to.be.below(points[index]?.npvEur ?? 0);
        expect(point.avoidedTonnes).to.be.above(points[index]?.avoidedTonnes ?? Infinity);
      });
    });
    it('draws its pictures and gives its tables as files', async () => {
      for (const name of ['front.svg', 'roadmap.svg', 'front.svg?size=narrow', 'roadmap.svg?size=narrow']) {
        const picture = await manager.get(`/plan/${done.id}/${name}`);
        expect(picture.headers.get('content-type')).to.include('image/svg+xml');
        expect(picture.text).to.match(/^<svg/);
      }
      const csv = await manager.get(`/plan/${done.id}/matches.csv`);
      expect(csv.text.trim().split('\r\n')).to.have.length(1 + (done.result?.connections.length ?? 0));
      expect((await manager.get(`/plan/${done.id}/roadmap.csv`)).text.trim().split('\r\n')).to.have.length(1 + (done.result?.roadmap.length ?? 0));
      expect((await manager.get(`/plan/${done.id}/front.csv`)).text).to.include('eurPerTonne');
      expect((await manager.get(`/plan/${done.id}/left-out.csv`)).text).to.include('Kiln');
    });
    it('shares each year\'s heat out among the buildings', () => {
      for (const year of done.result?.roadmap ?? []) {
        expect(year.reusedMwhByBuilding.reduce((sum, heat) => sum + heat, 0)).to.be.closeTo(year.reusedMwh, 1e-6 * (1 + year.reusedMwh));
      }
    });
    it('says how sure it is: a chance, a spread, what moves it, and each partner', async () => {
      expect(done.certainty?.members.map(({ id }) => id)).to.have.members(done.result?.connections.map(({ demandName }) => demandName) ?? []);
      expect(done.certainty?.planNpvEur).to.equal(done.result?.totals.npvEur);
      expect(page.text).to.include('How sure is it?').and.include('Chance that it pays').and.include('Partner by partner');
      expect(page.text).to.include(`/plan/${done.id}/npv.svg`).and.include(`/plan/${done.id}/tornado.svg`);
      for (const name of ['npv.svg', 'tornado.svg?size=narrow']) expect((await manager.get(`/plan/${done.id}/${name}`)).text).to.match(/^<svg/);
      const draws = (await manager.get(`/plan/${done.id}/npv.csv`)).text.trim().split('\r\n').slice(1).map((line) => Number(line.split(',')[2]));
      expect(draws.reduce((sum, count) => sum + count, 0)).to.equal(done.certainty?.draws);
      expect((await manager.get(`/plan/${done.id}/tornado.csv`)).text.trim().split('\r\n')).to.have.length(1 + 5);
    });
    it('stands in the list and in the audit trail', async () => {
      expect((await manager.get('/plan')).text).to.include(`<a href="/plan/${done.id}">Best value</a>`);
      const trail = await world.verifier.get(`/audit?subject=${done.id}`);
      expect(trail.text).to.include('Plan requested').and.include('Plan made').and.include('Best value');
    });
    it('does not say that its inputs changed', () => {
      expect(page.text).not.to.include('older than what it was made from');
    });
  });

  context('for another objective, with a budget and with pins', () => {
    it('reuses at least as much heat when heat is what counts', async () => {
      const heat = await world.made({ objective: 'heat' });
      expect(heat.result?.totals.reusedMwh).to.be.at.least((done.result?.totals.reusedMwh ?? Infinity) * (1 - 0.02));
    });
    it('takes the weights of a mix', async () => {
      const mixed = await world.made({ objective: 'mix', weightNpv: '0', weightCo2: '1', weightHeat: '' });
      expect(mixed.result?.objective).to.deep.equal({ npv: 0, co2EurPerTonne: 1, heatEurPerMwh: 0 });
      expect(mixed.result?.proof.value).to.equal(mixed.result?.totals.avoidedTonnes);
      expect(mixed.result?.totals.avoidedTonnes).to.be.above(done.result?.totals.avoidedTonnes ?? Infinity);
    });
    it('keeps a budget below what the best plan costs', async () => {
      const budgetEur = Math.floor((done.result?.totals.investmentEur ?? 0) * 0.6);
      const kept = await world.made({ budgetEur: String(budgetEur) });
      expect(kept.result?.totals.investmentEur).to.be.at.most(budgetEur);
      expect(kept.result?.proof.value).to.be.at.most(done.result?.proof.bound ?? 0);
    });
    it('keeps pins, prices each, and shows the form as it was sent for the next plan', async () => {
      const [first] = done.result?.connections ?? [];
      const out = await world.matchOf(first?.demandName ?? '', first?.sourceName ?? '');
      const pinned = await world.made({ [`pin-${out.id}`]: 'out' });
      expect(pinned.result?.connections.some((each) => each.demandName === out.demandName && each.sourceName === out.buildingName)).to.equal(false);
      const [price] = pinned.pins ?? [];
      expect(price?.price).to.be.closeTo((done.result?.totals.npvEur ?? 0) - (pinned.result?.totals.npvEur ?? 0), 1);
      const page = await manager.get(`/plan/${pinned.id}`);
      expect(page.text).to.include('What the pins cost').and.include('Pinned out');
      const form = findForm((await manager.get(`/plan?from=${pinned.id}`)).text, PLAN_FORM.action);
      expect(form.entries).to.deep.include([`pin-${out.id}`, 'out']);
    });
  });

  context('after an input has changed', () => {
    it('says what changed, and gives the cases as they were', async () => {
      const cases = (await manager.get(`/plan/${done.id}/cases.ndjson`)).text;
      const { supply } = world.app.services;
      const [building] = (await supply.buildings(world.siteId)).filter(({ current }) => current.name === 'Hall B');
      if (building === undefined) throw new Error('no Hall B');
      await supply.saveBuilding(manager.user, { id: building.current.buildingId, revision: building.revision }, world.siteId, { ...building.current, installedItKw: 1500 });
      expect((await manager.get(`/plan/${done.id}`)).text).to.include('older than what it was made from').and.include('1 building changed');
      expect((await manager.get(`/plan/${done.id}/cases.ndjson`)).text).to.equal(cases);
    });
  });
});
