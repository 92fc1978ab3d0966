import { expect } from 'chai';
import { startTestApp, type TestApp } from '../support/app.js';

describe('POST /theme', () => {
  let app: TestApp;
  before(async () => { app = await startTestApp(); });
  after(() => app.stop());

  const choose = (agent: ReturnType<TestApp['agent']>, theme: string, referer?: string) => agent.request('/theme', {
    method: 'POST', body: new URLSearchParams({ theme }), headers: referer === undefined ? {} : { referer },
  });

  it('is remembered from page to page, and gives a visitor no session', async () => {
    const agent = app.agent();
    expect((await agent.get('/')).text).to.match(/<html lang="\w+">/);
    const answer = await choose(agent, 'dark', `${app.url}/surplus?year=2030`);
    expect([answer.status, answer.location]).to.deep.equal([303, '/surplus?year=2030']);
    expect(answer.headers.getSetCookie().map((cookie) => cookie.split('=')[0])).to.deep.equal(['heatmatch.theme']);
    for (const path of ['/surplus', '/login', '/nowhere']) expect((await agent.get(path)).text, path).to.include('data-theme="dark"');
    expect((await agent.get('/')).text).to.match(/value="dark" aria-pressed="true"/);
  });
  it('goes back to the system, which leaves no cookie', async () => {
    const agent = app.agent();
    await choose(agent, 'light');
    expect((await agent.get('/')).text).to.include('data-theme="light"');
    await choose(agent, 'system');
    expect(agent.cookieHeader).to.equal('');
    expect((await agent.get('/')).text).to.not.include('data-theme');
  });
  it('takes a word it does not know as the system, in the form and in the cookie', async () => {
    const agent = app.agent();
    await choose(agent, '"><script>');
    expect(agent.cookieHeader).to.equal('');
    expect((await agent.request('/', { headers: { cookie: 'heatmatch.theme="><b>' } })).text).to.not.include('data-theme');
  });
  it('sends nobody to another host', async () => {
    for (const referer of ['https://elsewhere.example/login', `${app.url}//elsewhere.example/`, 'not an address', undefined]) {
      expect((await choose(app.agent(), 'dark', referer)).location, referer).to.equal('/');
    }
  });
});

describe('GET /styleguide', () => {
  let app: TestApp;
  before(async () => { app = await startTestApp(); });
  after(() => app.stop());

  it('shows every component to everybody, gives no cookie and draws its chart', async () => {
    const page = await app.agent().get('/styleguide');
    expect(page.status).to.equal(200);
    expect(page.headers.getSetCookie()).to.deep.equal([]);
    for (const part of ['error-summary', 'has-error', 'class="notice error"', 'tag declined', '<progress', 'heat-scale', 'class="empty"', 'class="pager"', 'timeline']) {
      expect(page.text, part).to.include(part);
    }
    const pictures = [...page.text.matchAll(/(?:src|srcset)="(\/styleguide[^"]+)"/g)].map(([, path = '']) => path.replaceAll('&#x3D;', '='));
    expect(pictures.length).to.equal(2 + 2 * 9);
    for (const path of pictures) {
      const { text } = await app.agent().get(path);
      expect(text, path).to.match(/^<svg /);
      if (path.includes('months.svg')) expect(text, path).to.include('Hall A, promised');
    }
    expect((await app.agent().get('/styleguide/charts/pie')).status).to.equal(404);
  });
});
