import { expect } from 'chai';
import { startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { aDemand } from '../../support/builders.js';

describe('a heat demand after it was registered', () => {
  let app: TestApp;
  let partner: SignedInAgent;
  let colleague: SignedInAgent;
  let stranger: SignedInAgent;
  let manager: SignedInAgent;
  let verifier: SignedInAgent;
  before(async () => {
    app = await startTestApp();
    partner = await app.signIn('partner', 'Growers');
    colleague = await app.signIn('partner', 'Growers');
    stranger = await app.signIn('partner', 'Others');
    manager = await app.signIn('manager');
    verifier = await app.signIn('verifier');
  });
  after(() => app.stop());
  const submitted = (name: string) => aDemand().with({ name }).submitted(app, partner.user);
  const eventsOf = async (demandId: string): Promise<string[]> => {
    await app.settle();
    return (await app.services.connection.collection('events').find({ 'subject.id': demandId }).sort({ sequence: 1 }).toArray())
      .map((event) => String(event['type']));
  };

  context('as a draft', () => {
    it('is seen by its own organisation and by nobody else', async () => {
      const id = await aDemand().with({ name: 'Secret glass' }).drafted(app, partner.user);
      expect((await colleague.get(`/demands/${id}`)).text).to.include('Secret glass');
      for (const other of [stranger, manager, verifier]) {
        expect((await other.get(`/demands/${id}`)).status).to.equal(404);
        expect((await other.get('/demands')).text).to.not.include('Secret glass');
      }
      expect(await eventsOf(id)).to.deep.equal([]);
    });
  });

  context('submitted', () => {
    it('is read by the site, not by another partner, and the site cannot change it', async () => {
      const { demandId } = await submitted('Open glass');
      expect((await manager.get(`/demands/${demandId}`)).text).to.include('Open glass').and.include('Growers');
      expect((await verifier.get(`/demands/${demandId}`)).status).to.equal(200);
      expect((await stranger.get(`/demands/${demandId}`)).status).to.equal(404);
      expect((await manager.get(`/demands/${demandId}/edit`)).status).to.equal(403);
      expect((await stranger.get(`/demands/${demandId}/edit`)).status).to.equal(404);
    });
    it('becomes a new version when it is edited; the site goes on seeing the submitted one until then', async () => {
      const { demandId } = await submitted('Growing glass');
      await partner.submit(`/demands/${demandId}/edit`, { annualDemandMwh: 4444, intent: 'save' }, { action: '/edit' });
      expect((await partner.get(`/demands/${demandId}`)).text).to.include('4\u202f444');
      expect((await manager.get(`/demands/${demandId}`)).text).to.not.include('4\u202f444');
      await partner.submit(`/demands/${demandId}/edit`, { intent: 'submit' }, { action: '/edit' });
      expect((await manager.get(`/demands/${demandId}`)).text).to.include('4\u202f444').and.include('version 2');
      expect((await manager.get(`/demands/${demandId}/versions/1`)).text).to.not.include('4\u202f444');
      expect(await eventsOf(demandId)).to.deep.equal(['demand-submitted', 'demand-changed']);
    });
    it('tells the second of two colleagues who edit at once, keeps both sets of values, and overwrites nothing', async () => {
      const { demandId } = await submitted('Shared glass');
      const [first, second] = await Promise.all([partner.get(`/demands/${demandId}/edit`), colleague.get(`/demands/${demandId}/edit`)]);
      await partner.resubmit(first, { address: 'Written by the first', intent: 'save' }, { action: '/edit' });
      const told = await colleague.resubmit(second, { address: 'Written by the second', intent: 'save' }, { action: '/edit' });
      expect(told.status).to.equal(409);
      expect(told.text).to.include('Written by the second').and.include(partner.user.name);
      expect((await app.services.demand.read(partner.user, demandId)).answers.address).to.equal('Written by the first');
    });
    it('is copied as a draft of its own', async () => {
      const { demandId } = await submitted('Copied glass');
      const answer = await partner.submit(`/demands/${demandId}`, {}, { action: '/copy' });
      expect(answer.status).to.equal(303);
      expect(answer.location).to.not.include(demandId);
      expect((await partner.follow(answer)).text).to.include('Copied glass (copy)');
    });
  });

  context('withdrawn', () => {
    it('asks first, stays readable with its reason, and can be edited no more', async () => {
      const { demandId } = await submitted('Old glass');
      const page = await partner.get(`/demands/${demandId}/withdraw`);
      expect(page.text).to.include('cannot be undone');
      const answer = await partner.resubmit(page, { reason: 'Sold' }, { action: '/withdraw', follow: true });
      expect(answer.text).to.include('Withdrawn').and.include('Sold');
      expect((await partner.get(`/demands/${demandId}/edit`)).status).to.equal(303);
      expect(await app.services.demand.submittedDemand(demandId)).to.equal(null);
      expect(await eventsOf(demandId)).to.deep.equal(['demand-submitted', 'demand-withdrawn']);
    });
    it('is not withdrawn by somebody else, nor twice', async () => {
      const { demandId } = await submitted('Kept glass');
      expect((await stranger.get(`/demands/${demandId}/withdraw`)).status).to.equal(404);
      expect((await manager.get(`/demands/${demandId}/withdraw`)).status).to.equal(403);
      await partner.submit(`/demands/${demandId}/withdraw`, {}, { action: '/withdraw' });
      expect((await partner.get(`/demands/${demandId}/withdraw`)).status).to.equal(409);
    });
  });

  context('in a list', () => {
    it('is found by its words and by its state, and downloaded as it is shown', async () => {
      await submitted('Findable glass');
      const found = await manager.get('/demands?q=findable');
      expect(found.text).to.include('Findable glass').and.not.include('Open glass');
      const csv = await manager.get('/demands.csv?q=findable');
      expect(csv.headers.get('content-type')).to.include('text/csv');
      expect(csv.text.trim().split('\r\n')).to.have.length(2);
    });
    it('whose name begins like a formula is text in a spreadsheet', async () => {
      await submitted('=1+1');
      expect((await manager.get('/demands.csv?q=%3D1%2B1')).text).to.include("'=1+1");
    });
  });

  context('without a login', () => {
    it('leads to the login and back', async () => {
      const { demandId } = await submitted('Guarded glass');
      expect((await app.agent().get(`/demands/${demandId}`)).location).to.equal('/login');
    });
  });
});
