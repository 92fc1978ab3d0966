import { expect } from 'chai';
import { logIn, startTestApp, TEST_PASSWORD, type TestApp } from '../../support/app.js';
import { movableClock, type MovableClock } from '../../support/clock.js';
import { comparable, errorOf, mailedLink, mailsTo, SIGN_UP, signUpAndConfirm, storedText } from './accounts-app.js';

const NEW_PASSWORD = 'completely other words 48';

describe('passwords', () => {
  let app: TestApp;
  let clock: MovableClock;
  beforeEach(async () => {
    clock = movableClock();
    app = await startTestApp({ clock });
    await signUpAndConfirm(app);
  });
  afterEach(() => app.stop());
  const askForLink = async (): Promise<string> => {
    await app.agent().submit('/forgotten-password', { email: SIGN_UP.email });
    return mailedLink(app, SIGN_UP.email, 'reset-password');
  };

  context('forgotten', () => {
    it('says the same whether or not the address has an account', async () => {
      const answers = await Promise.all([SIGN_UP.email, 'nobody@else.example'].map((email) => app.agent().submit('/forgotten-password', { email })));
      expect(comparable(answers[0]!)).to.deep.equal(comparable(answers[1]!));
      expect(answers[0]?.location).to.equal('/forgotten-password/sent');
      expect(await mailsTo(app, 'nobody@else.example')).to.deep.equal([]);
      expect((await mailsTo(app, SIGN_UP.email))[0]).to.include({ template: 'reset-password', subject: 'Choose a new password' });
    });
    it('is replaced through the mailed link, which ends every session', async () => {
      const elsewhere = app.agent();
      await logIn(elsewhere, SIGN_UP.email);
      const visitor = app.agent();
      const answer = await visitor.submit(await askForLink(), { password: NEW_PASSWORD }, { follow: true });
      expect(answer.text).to.include('Your password is changed');
      expect((await elsewhere.get('/account')).location).to.equal('/login');
      expect((await visitor.submit('/login', { email: SIGN_UP.email, password: TEST_PASSWORD })).status).to.equal(422);
      await logIn(visitor, SIGN_UP.email, NEW_PASSWORD);
      expect((await mailsTo(app, SIGN_UP.email))[0]).to.include({ template: 'password-changed' });
    });
    it('keeps the token out of store and trail', async () => {
      const token = (await askForLink()).split('/').at(-1) ?? '';
      expect(token).to.match(/^[\w-]{43}$/);
      expect(await storedText(app, ['users', 'events', 'sessions'])).to.not.include(token);
    });
    it('works once, also for two at the same moment', async () => {
      const link = await askForLink();
      const agents = [app.agent(), app.agent()];
      const pages = await Promise.all(agents.map((agent) => agent.get(link)));
      const answers = await Promise.all(agents.map((agent, index) => agent.resubmit(pages[index]!, { password: `${NEW_PASSWORD} ${index}` })));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 410]);
      const late = await app.agent().get(link);
      expect(late.status).to.equal(410);
      expect(late.text).to.include('used already');
    });
    it('makes every other link void once one was used', async () => {
      const links = [await askForLink(), await askForLink()];
      expect(links[0]).to.not.equal(links[1]);
      await app.agent().submit(links[0]!, { password: NEW_PASSWORD });
      expect((await app.agent().get(links[1]!)).status).to.equal(410);
    });
    it('expires after an hour', async () => {
      const link = await askForLink();
      clock.advance({ minutes: 59 });
      const visitor = app.agent();
      const page = await visitor.get(link);
      expect(page.status).to.equal(200);
      clock.advance({ minutes: 1 });
      const late = await visitor.resubmit(page, { password: NEW_PASSWORD });
      expect(late.status).to.equal(410);
      expect(late.text).to.include('has expired').and.include('/forgotten-password');
      await logIn(app.agent(), SIGN_UP.email);
    });
    it('refuses a password that is easy to guess, and the link stays good', async () => {
      const visitor = app.agent();
      const refused = await visitor.submit(await askForLink(), { password: 'troutmaker2027' });
      expect(refused.status).to.equal(422);
      expect(errorOf(refused, 'password')).to.include('Too easy to guess');
      expect((await visitor.resubmit(refused, { password: NEW_PASSWORD })).location).to.equal('/login');
    });
    it('leads an account that was never confirmed to its confirmation', async () => {
      await app.agent().submit('/sign-up', { ...SIGN_UP, email: 'new@else.example', organisationName: 'Else' });
      const visitor = app.agent();
      await visitor.submit('/forgotten-password', { email: 'new@else.example' });
      const answer = await visitor.submit(await mailedLink(app, 'new@else.example', 'reset-password'), { password: NEW_PASSWORD }, { follow: true });
      expect(answer.text).to.include('One step is left').and.include('Yes, this is my address');
      expect((await visitor.resubmit(answer)).location).to.equal('/login');
      await logIn(visitor, 'new@else.example', NEW_PASSWORD);
    });
  });

  context('changed on the account page', () => {
    it('ends the other sessions and keeps this one under a new id', async () => {
      const [here, elsewhere] = [app.agent(), app.agent()];
      await logIn(here, SIGN_UP.email);
      await logIn(elsewhere, SIGN_UP.email);
      const before = here.cookieHeader;
      const answer = await here.submit('/account', { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD }, { action: '/account/password', follow: true });
      expect(answer.text).to.include('logged out everywhere else');
      expect(here.cookieHeader).to.not.equal(before);
      expect((await elsewhere.get('/account')).location).to.equal('/login');
      expect((await mailsTo(app, SIGN_UP.email))[0]).to.include({ template: 'password-changed' });
      await logIn(app.agent(), SIGN_UP.email, NEW_PASSWORD);
    });
    it('needs the present one', async () => {
      const here = app.agent();
      await logIn(here, SIGN_UP.email);
      const page = await here.submit('/account', { currentPassword: 'guessed by a thief', newPassword: NEW_PASSWORD }, { action: '/account/password' });
      expect(page.status).to.equal(422);
      expect(errorOf(page, 'currentPassword')).to.include('not your present password');
      expect(page.text).to.not.include(NEW_PASSWORD).and.not.include('guessed by a thief');
    });
    it('makes mailed links void', async () => {
      const link = await askForLink();
      const here = app.agent();
      await logIn(here, SIGN_UP.email);
      await here.submit('/account', { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD }, { action: '/account/password' });
      expect((await app.agent().get(link)).status).to.equal(410);
    });
  });

  context('the name', () => {
    it('is changed on the account page and shown at once', async () => {
      const here = app.agent();
      await logIn(here, SIGN_UP.email);
      const page = await here.submit('/account', { name: ' Tor  Salmonmaker ' }, { action: '/account/name', follow: true });
      expect(page.text).to.include('Your name is changed').and.include('<a href="/account">Tor Salmonmaker</a>');
      const refused = await here.submit('/account', { name: '<b>' }, { action: '/account/name' });
      expect(refused.status).to.equal(422);
      expect(errorOf(refused, 'name')).to.include('without links');
    });
  });
});
