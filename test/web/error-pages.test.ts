import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';
import { isEmbedded, startTestStore } from '../support/store.js';

describe('error pages', () => {
  let app: TestApp;
  before(async () => { app = await startTestApp(); });
  after(() => app.stop());

  context('a page for another role', () => {
    it('says which role it takes, whom to ask and where to go on', async () => {
      const page = await (await app.signIn('partner')).get('/sites');
      expect(page.status).to.equal(403);
      expect(page.text).to.include('Manager, Verifier, or Admin accounts; yours is a Partner account').and.include('ask an admin of the site')
        .and.include('href="/demands"').and.include('href="/account"');
    });
    it('tells staff of partner accounts where one is needed', async () => {
      const page = await (await app.signIn('verifier')).get('/demands/new');
      expect(page.status).to.equal(403);
      expect(page.text).to.include('Partner accounts belong to organisations that need heat').and.include('href="/audit"');
    });
  });
  it('says of an address that is not there what to do', async () => {
    const page = await app.agent().get('/nowhere');
    expect(page.status).to.equal(404);
    expect(page.text).to.include('Check the address').and.include('href="/"');
  });
  it('says after too many attempts when to come back, also in the header', async () => {
    const agent = app.agent();
    for (let attempt = 0; attempt < 10; attempt += 1) await agent.submit('/login', { email: 'nobody@example.org', password: 'wrong' });
    const answer = await agent.submit('/login', { email: 'nobody@example.org', password: 'wrong' });
    expect(answer.status).to.equal(429);
    expect(Number(answer.headers.get('retry-after'))).to.be.within(1, 15 * 60);
  });
  it('asks to reload a form that was open for too long, without talk of rights', async () => {
    const page = await app.agent().request('/login', { method: 'POST', body: new URLSearchParams({ email: 'a@example.org', password: 'b' }) });
    expect(page.status).to.equal(403);
    expect(page.text).to.include('The form was open for too long').and.not.include('Your account may not');
  });
});

describe('a store that does not answer', function () {
  this.timeout(60_000);
  before(function () { if (!isEmbedded) this.skip(); });

  it('is told on a page of its own with 503 and Retry-After, to visitors, to those logged in and to programs', async () => {
    const store = await startTestStore();
    const app = await startTestApp({ mongodbUri: store.uri });
    const manager = await app.signIn('manager');
    await store.stop();
    try {
      for (const page of [await app.agent().get('/'), await manager.get('/matches')]) {
        expect(page.status, page.path).to.equal(503);
        expect(page.headers.get('retry-after'), page.path).to.equal('30');
        expect(page.text, page.path).to.include('Not reachable at the moment').and.include('What was saved before is safe').and.include('site-footer');
      }
      const answer = await app.agent().request('/surplus', { headers: { accept: 'application/json' } });
      expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([503, 'application/problem+json; charset=utf-8']);
      // These need nothing from the store, the second not even where the session of its form cannot be kept.
      for (const path of ['/css/tokens.css', '/login']) expect((await app.agent().get(path)).status, path).to.equal(200);
    } finally {
      await app.stop();
    }
  });
});
