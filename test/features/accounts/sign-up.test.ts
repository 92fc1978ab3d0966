import { expect } from 'chai';
import { startTestApp, TEST_PASSWORD, type TestApp } from '../../support/app.js';
import { movableClock, type MovableClock } from '../../support/clock.js';
import { findForm } from '../../support/html-form.js';
import { comparable, errorOf, mailedLink, mailsTo, SIGN_UP, signUpAndConfirm, storedText } from './accounts-app.js';

describe('signing up', () => {
  let app: TestApp;
  let clock: MovableClock;
  beforeEach(async () => {
    clock = movableClock();
    app = await startTestApp({ clock });
  });
  afterEach(() => app.stop());

  context('with everything in order', () => {
    it('leads over the mailed link and a button to the login', async () => {
      const visitor = app.agent();
      const sent = await visitor.submit('/sign-up', SIGN_UP, { follow: true });
      expect(sent.text).to.include('Look into your mail').and.include('/dev/mail');
      const link = await mailedLink(app, SIGN_UP.email, 'verify-email');
      const page = await visitor.get(link);
      expect(page.text).to.include('tor@trout.example').and.include('Tor Troutmaker').and.include('Trout Farm');
      expect(page.headers.get('cache-control')).to.equal('no-store');
      const login = await visitor.resubmit(page, {}, { follow: true });
      expect(login.text).to.include('Your address is confirmed');
      const demands = await visitor.resubmit(login, { email: 'Tor@Trout.example ', password: TEST_PASSWORD }, { follow: true });
      expect(demands.path).to.equal('/demands');
      expect(demands.text).to.include('Tor Troutmaker').and.include('Log out');
      expect((await visitor.get('/organisation')).text).to.include('Trout Farm').and.include('Industry');
    });
    it('refuses the login before the address is confirmed, and says how to go on', async () => {
      const visitor = app.agent();
      await visitor.submit('/sign-up', SIGN_UP);
      const page = await visitor.submit('/login', { email: SIGN_UP.email, password: TEST_PASSWORD });
      expect(page.status).to.equal(422);
      expect(page.text).to.include('not confirmed yet').and.include('href="/verify-email"');
    });
    it('keeps password and token out of store and trail; the token stands in the mail alone', async () => {
      await app.agent().submit('/sign-up', SIGN_UP);
      const token = (await mailedLink(app, SIGN_UP.email, 'verify-email')).split('/').at(-1) ?? '';
      expect(token).to.match(/^[\w-]{43}$/);
      const stored = await storedText(app, ['users', 'organisations', 'events', 'sessions', 'agendaJobs']);
      expect(stored).to.include('user-signed-up').and.include('$argon2id$v=19$m=19456,t=2,p=1$');
      expect(stored).to.not.include(token).and.not.include(TEST_PASSWORD);
      expect(await storedText(app, ['events'])).to.not.include(SIGN_UP.email);
    });
  });

  context('the mailed link', () => {
    it('is not used up by being opened', async () => {
      await app.agent().submit('/sign-up', SIGN_UP);
      const link = await mailedLink(app, SIGN_UP.email, 'verify-email');
      for (let opened = 0; opened < 3; opened++) expect((await app.agent().get(link)).status).to.equal(200);
      expect((await app.agent().submit(link)).location).to.equal('/login');
    });
    it('works once, then says that all is done', async () => {
      await app.agent().submit('/sign-up', SIGN_UP);
      const link = await mailedLink(app, SIGN_UP.email, 'verify-email');
      const [first, second] = [app.agent(), app.agent()];
      const pages = [await first.get(link), await second.get(link)];
      expect((await first.resubmit(pages[0]!)).status).to.equal(303);
      const late = await second.resubmit(pages[1]!);
      expect(late.status).to.equal(410);
      expect(late.text).to.include('confirmed already');
    });
    it('expires after three days; a new one can be sent', async () => {
      await app.agent().submit('/sign-up', SIGN_UP);
      const link = await mailedLink(app, SIGN_UP.email, 'verify-email');
      clock.advance({ hours: 71, minutes: 59 });
      expect((await app.agent().get(link)).status).to.equal(200);
      clock.advance({ minutes: 1 });
      const late = await app.agent().get(link);
      expect(late.status).to.equal(410);
      expect(late.text).to.include('has expired').and.include('Send me a new link');
      await app.agent().submit('/verify-email', { email: SIGN_UP.email });
      const renewed = await mailedLink(app, SIGN_UP.email, 'verify-email');
      expect(renewed).to.not.equal(link);
      expect((await app.agent().submit(renewed)).location).to.equal('/login');
    });
    it('says what may be wrong when it is cut', async () => {
      const page = await app.agent().get('/verify-email/AAAA');
      expect(page.status).to.equal(404);
      expect(page.text).to.include('not complete');
    });
  });

  context('with an address that has an account', () => {
    it('answers as for a new one, and mails the owner', async () => {
      await signUpAndConfirm(app);
      const [known, fresh] = [app.agent(), app.agent()];
      const other = { ...SIGN_UP, organisationName: 'Another Farm', name: 'Somebody', password: 'quite another pass phrase 23' };
      const answers = [await known.submit('/sign-up', other), await fresh.submit('/sign-up', { ...other, email: 'new@trout.example' })];
      expect(comparable(answers[0]!)).to.deep.equal(comparable(answers[1]!));
      const pages = [await known.follow(answers[0]!), await fresh.follow(answers[1]!)];
      expect(comparable(pages[0]!)).to.deep.equal(comparable(pages[1]!));
      expect((await mailsTo(app, SIGN_UP.email))[0]).to.include({ template: 'already-registered' });
      expect(await app.services.accounts.authenticate(SIGN_UP.email, other.password)).to.deep.equal({ refused: 'wrong' });
    });
    it('tells nothing by a second sign-up for the same organisation either', async () => {
      await signUpAndConfirm(app);
      const of = (email: string) => ({ ...SIGN_UP, email, organisationName: `Farm of ${email}`.replace('@', ' ') });
      for (const email of [SIGN_UP.email, 'new@trout.example']) {
        const answers = [await app.agent().submit('/sign-up', of(email)), await app.agent().submit('/sign-up', of(email))];
        expect(answers.map(({ status, location }) => [status, location])).to.deep.equal([[303, '/sign-up/sent'], [303, '/sign-up/sent']]);
      }
    });
    it('gives the same answer to a request for a new link, whatever the address', async () => {
      await signUpAndConfirm(app);
      await app.agent().submit('/sign-up', { ...SIGN_UP, email: 'waiting@trout.example', organisationName: 'Waiting' });
      const answers = await Promise.all([SIGN_UP.email, 'waiting@trout.example', 'nobody@trout.example'].map((email) => app.agent().submit('/verify-email', { email }, { follow: true })));
      expect(new Set(answers.map((answer) => JSON.stringify(comparable(answer))))).to.have.property('size', 1);
      expect((await mailsTo(app, 'waiting@trout.example')).map(({ template }) => template)).to.deep.equal(['verify-email', 'verify-email']);
      expect(await mailsTo(app, 'nobody@trout.example')).to.deep.equal([]);
    });
  });

  context('twice with the same address at the same moment', () => {
    it('makes one account and says the same to both', async () => {
      const agents = [app.agent(), app.agent()];
      const pages = await Promise.all(agents.map((agent) => agent.get('/sign-up')));
      const answers = await Promise.all(agents.map((agent, index) =>
        agent.resubmit(pages[index]!, { ...SIGN_UP, name: `Racer ${index}`, organisationName: `Farm ${index}` })));
      expect(answers.map(({ status, location }) => [status, location])).to.deep.equal([[303, '/sign-up/sent'], [303, '/sign-up/sent']]);
      expect(await app.services.accounts.accounts({})).to.have.property('total', 1);
      expect((await mailsTo(app, SIGN_UP.email)).map(({ template }) => template).sort()).to.deep.equal(['already-registered', 'verify-email']);
    });
  });

  context('for an organisation that is here already', () => {
    it('is refused with the way to go on, whatever the spelling and whether or not the address is known', async () => {
      await signUpAndConfirm(app);
      for (const email of ['stranger@else.example', SIGN_UP.email]) {
        const page = await app.agent().submit('/sign-up', { ...SIGN_UP, email, organisationName: '  TROUT   farm ' });
        expect(page.status).to.equal(422);
        expect(errorOf(page, 'organisationName')).to.include('Ask a colleague');
      }
      expect(await app.services.accounts.accounts({})).to.have.property('total', 1);
    });
    it('asks for another name when two signed up before either had confirmed', async () => {
      await app.agent().submit('/sign-up', SIGN_UP);
      await app.agent().submit('/sign-up', { ...SIGN_UP, email: 'second@else.example' });
      const second = await mailedLink(app, 'second@else.example', 'verify-email');
      await app.agent().submit(await mailedLink(app, SIGN_UP.email, 'verify-email'));
      const visitor = app.agent();
      const refused = await visitor.submit(second);
      expect(refused.status).to.equal(422);
      expect(errorOf(refused, 'organisationName')).to.include('is here already');
      expect((await visitor.resubmit(refused, { organisationName: 'Trout Farm Hamar' })).location).to.equal('/login');
      const { accounts } = await app.services.accounts.accounts({});
      expect(accounts.map(({ organisationName }) => organisationName).sort()).to.deep.equal(['Trout Farm', 'Trout Farm Hamar']);
    });
  });

  context('with answers that do not do', () => {
    it('comes back filled in, without the password, each error beside its field', async () => {
      const page = await app.agent().submit('/sign-up', { ...SIGN_UP, email: 'tor at trout', password: 'too short' });
      expect(page.status).to.equal(422);
      expect(errorOf(page, 'email')).to.equal("'tor at trout' is not an e-mail address.");
      const entries = new Map(findForm(page.text).entries);
      expect(['organisationName', 'organisationKind', 'name', 'email', 'password'].map((name) => entries.get(name)))
        .to.deep.equal(['Trout Farm', 'industry', 'Tor Troutmaker', 'tor at trout', '']);
      expect(errorOf(page, 'password')).to.include('9 of at least 12');
      expect(page.text).to.not.include('value="too short"');
    });
    const CASES: readonly [string, string, string, RegExp][] = [
      ['a short password', 'password', 'elevenchars', /11 of at least 12/],
      ['a common password', 'password', 'password1234', /Too easy to guess/],
      ['a password made of the address', 'password', 'tor@trout.example1', /Too easy to guess/],
      ['the operator as kind', 'organisationKind', 'operator', /Choose what kind/],
      ['a link as name', 'name', 'See https://evil.example', /without links/],
      ['no organisation', 'organisationName', '  ', /name of the organisation/],
    ];
    for (const [what, field, value, message] of CASES) {
      it(`refuses ${what}`, async () => {
        const page = await app.agent().submit('/sign-up', { ...SIGN_UP, [field]: value });
        expect(page.status).to.equal(422);
        expect(errorOf(page, field)).to.match(message);
        expect(await app.services.accounts.isEmpty()).to.equal(true);
      });
    }
    it('refuses a form without its token', async () => {
      const answer = await app.agent().post('/sign-up', SIGN_UP);
      expect(answer.status).to.equal(403);
      expect(await app.services.accounts.isEmpty()).to.equal(true);
    });
  });
});
