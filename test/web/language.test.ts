import { expect } from 'chai';
import { errorOf, mailsTo, signUpAndConfirm, SIGN_UP } from '../features/accounts/accounts-app.js';
import { logIn, startTestApp, type Agent, type TestApp } from '../support/app.js';

const NORWEGIAN = { 'accept-language': 'nb-NO,nb;q=0.9,en;q=0.5' };
const languageOf = (html: string): string | undefined => /<html lang="(\w+)">/.exec(html)?.[1];
const choose = (agent: Agent, path: string, language: string) => agent.submit(path, { language }, { action: '/language' });

describe('the language of a page', () => {
  let app: TestApp;
  before(async () => { app = await startTestApp(); });
  after(() => app.stop());

  context('for a visitor', () => {
    for (const [asked, given] of [['nb-NO', 'nb'], ['no', 'nb'], ['nn-NO,en;q=0.5', 'nb'], ['en-GB,nb;q=0.5', 'en'], ['de', 'en'], ['de,nb;q=0.3', 'nb'], ['', 'en']] as const) {
      it(`that asks for '${asked}' is ${given}`, async () => {
        const page = await app.agent().get('/login', { 'accept-language': asked });
        expect(languageOf(page.text)).to.equal(given);
        expect(page.headers.get('content-language')).to.equal(given);
        expect(page.headers.get('vary')).to.match(/Accept-Language/).and.match(/Cookie/);
      });
    }

    it('is what was chosen, on the page it was chosen on, without a session', async () => {
      const visitor = app.agent();
      const answer = await choose(visitor, '/forgotten-password/sent?x=1', 'nb');
      expect([answer.status, answer.location]).to.deep.equal([303, '/forgotten-password/sent?x=1']);
      expect(visitor.cookieHeader).to.equal('lang=nb');
      expect((await visitor.follow(answer)).text).to.include('Se i e-posten din');
      await choose(visitor, '/login', 'en');
      expect(languageOf((await visitor.get('/login', NORWEGIAN)).text)).to.equal('en');
    });

    it('stays when the choice is no language, and never leads to another host', async () => {
      const visitor = app.agent();
      expect((await visitor.post('/language', { language: 'xx', returnTo: '//evil.example' })).location).to.equal('/');
      expect(visitor.cookieHeader).to.equal('');
    });

    it('cannot be changed from another site', async () => {
      const body = new URLSearchParams({ language: 'nb' });
      const answer = await app.agent().request('/language', { method: 'POST', body, headers: { 'sec-fetch-site': 'cross-site' } });
      expect(answer.status).to.equal(403);
      expect(answer.headers.getSetCookie()).to.deep.equal([]);
    });
  });

  context('for a user', () => {
    it('is the stored choice, also in another browser', async () => {
      const partner = await app.signIn('partner');
      await choose(partner, '/account', 'nb');
      const elsewhere = app.agent();
      await logIn(elsewhere, partner.user.email);
      expect((await elsewhere.get('/account', { 'accept-language': 'en' })).text).to.include('<h1>Kontoen din</h1>');
    });
  });

  context('in Norwegian', () => {
    it('covers what is wrong with a form, beside the field and in the summary', async () => {
      const visitor = app.agent();
      await choose(visitor, '/login', 'nb');
      const page = await visitor.submit('/sign-up', { ...SIGN_UP, name: '', password: 'kort' });
      expect(page.status).to.equal(422);
      expect([errorOf(page, 'name'), errorOf(page, 'password')]).to.deep.equal(['Skriv inn navnet ditt.', 'For kort: 4 av minst 12 tegn.']);
      expect(page.text).to.include('Navnet ditt: Skriv inn navnet ditt.');
    });

    it('covers errors, as page and as JSON', async () => {
      const visitor = app.agent();
      expect((await visitor.get('/nowhere', NORWEGIAN)).text).to.include('Denne siden ble ikke funnet.');
      const problem = await visitor.get('/nowhere', { ...NORWEGIAN, accept: 'application/json' });
      expect((JSON.parse(problem.text) as { detail: string }).detail).to.include('Denne siden ble ikke funnet.');
    });

    it('goes on in the mails to who signed up or was invited in it', async () => {
      const fields = { ...SIGN_UP, organisationName: 'Ørretoppdrett', email: 'kari@orret.example' };
      const visitor = app.agent();
      await choose(visitor, '/login', 'nb');
      await visitor.submit('/sign-up', fields);
      const [mail] = await mailsTo(app, fields.email);
      expect(mail?.subject).to.equal('Bekreft e-postadressen din');
      expect(mail?.text).to.include('Hei Tor Troutmaker,').and.include('Svar til denne adressen blir ikke lest.');
      expect(mail?.html).to.include('<html lang="nb">');

      await choose(visitor, '/login', 'en');
      await signUpAndConfirm(app);
      const partner = app.agent();
      await logIn(partner, SIGN_UP.email);
      await choose(partner, '/account', 'nb');
      await partner.submit('/organisation', { email: 'ola@orret.example' }, { action: 'invitations' });
      expect((await mailsTo(app, 'ola@orret.example'))[0]?.subject).to.equal('Bli med i Trout Farm på Heatmatch');
    });
  });
});
