import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { safeReturnPath } from '../../../server/shared/return-path.js';
import { LIMITS } from '../../../server/web/rate-limit.js';
import { logIn, startTestApp, TEST_PASSWORD, type TestApp } from '../../support/app.js';
import { findForm } from '../../support/html-form.js';
import { comparable, signUpAndConfirm, SIGN_UP } from './accounts-app.js';

describe('logging in', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
    await signUpAndConfirm(app);
  });
  after(() => app.stop());
  const credentials = { email: SIGN_UP.email, password: TEST_PASSWORD };

  context('with e-mail and password that fit', () => {
    it('begins a session with a new id; the one from before is worth nothing', async () => {
      const visitor = app.agent();
      await visitor.get('/login');
      const before = visitor.cookieHeader;
      expect(before).to.match(/^heatmatch\.sid=/);
      expect((await visitor.submit('/login', credentials)).status).to.equal(303);
      expect(visitor.cookieHeader).to.match(/^heatmatch\.sid=/).and.not.equal(before);
      expect((await visitor.get('/account')).status).to.equal(200);
      expect((await app.agent().get('/account', { cookie: before })).location).to.equal('/login');
    });
    it('leads to the page that was wanted', async () => {
      const visitor = app.agent();
      expect((await visitor.get('/demands?state=draft')).location).to.equal('/login');
      expect((await visitor.submit('/login', credentials)).location).to.equal('/demands?state=draft');
      expect((await visitor.get('/login')).location).to.equal('/demands');
    });
    it('is asked for a page of its own host only', async () => {
      const visitor = app.agent();
      await visitor.get('/login?returnTo=https://evil.example/');
      expect((await visitor.submit('/login?returnTo=//evil.example', credentials)).location).to.equal('/demands');
    });
  });

  context('with a wrong password or an unknown address', () => {
    it('says the same for both, filled in without the password', async () => {
      const answers = await Promise.all([SIGN_UP.email, 'nobody@else.example'].map((email) => app.agent().submit('/login', { email, password: 'not the right password' })));
      const [known, unknown] = answers.map((answer, index) => ({
        ...comparable(answer), text: answer.text.replace(/(name="_csrf" value=")[^"]*/g, '$1').replaceAll([SIGN_UP.email, 'nobody@else.example'][index] ?? '', 'ADDRESS'),
      }));
      expect(known).to.deep.equal(unknown);
      expect(answers[0]?.status).to.equal(422);
      expect(answers[0]?.text).to.include('do not fit together').and.not.include('not the right password');
      expect(new Map(findForm(answers[0]?.text ?? '').entries).get('email')).to.equal(SIGN_UP.email);
    });
    it('refuses a form without its token, and one with the token of another session', async () => {
      const visitor = app.agent();
      expect((await visitor.post('/login', credentials)).status).to.equal(403);
      const page = await app.agent().get('/login');
      const stranger = app.agent();
      await stranger.get('/login');
      expect((await stranger.resubmit(page, credentials)).status).to.equal(403);
      expect((await stranger.get('/account')).location).to.equal('/login');
    });
  });

  context('logging out', () => {
    it('ends the session, by a form only', async () => {
      const visitor = app.agent();
      await logIn(visitor, SIGN_UP.email);
      const cookie = visitor.cookieHeader;
      expect((await visitor.get('/logout')).status).to.equal(404);
      expect((await visitor.post('/logout')).status).to.equal(403);
      const answer = await visitor.submit('/account', {}, { action: '/logout', follow: true });
      expect(answer.text).to.include('You are logged out').and.not.include('Tor Troutmaker');
      expect((await visitor.get('/account')).location).to.equal('/login');
      expect((await app.agent().get('/account', { cookie })).location).to.equal('/login');
    });
  });
});

describe('the limit of login attempts', () => {
  it('holds over a restart, for the account that was tried', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'heatmatch-limit-'));
    let app = await startTestApp({ dataDir });
    await signUpAndConfirm(app);
    const attempt = async (email: string, password = 'not the right password') => (await app.agent().submit('/login', { email, password })).status;
    for (let count = 0; count < LIMITS.login.byField; count++) expect(await attempt(SIGN_UP.email)).to.equal(422);
    expect(await attempt(SIGN_UP.email.toUpperCase())).to.equal(429);
    await app.stop();

    app = await startTestApp({ dataDir });
    expect(await attempt(SIGN_UP.email, TEST_PASSWORD)).to.equal(429);
    expect(await attempt('nobody@else.example')).to.equal(422);
    await app.stop();
    await rm(dataDir, { recursive: true, force: true });
  });
});

describe('the page to return to', () => {
  const CASES: readonly [string | undefined, string | null][] = [
    [undefined, null], ['', null], ['/demands', '/demands'], ['/demands?a=1&b=/x', '/demands?a=1&b=/x'], ['demands', null],
    ['//evil.example', null], ['/\\evil.example', null], ['/.//evil.example', null], ['https://evil.example/', null],
    ['javascript:alert(1)', null], ['/\t/evil.example', null],
  ];
  for (const [wanted, expected] of CASES) {
    it(`is ${expected ?? 'none'} for ${JSON.stringify(wanted) ?? 'nothing'}`, () => { expect(safeReturnPath(wanted)).to.equal(expected); });
  }
});
