import { expect } from 'chai';
import { ObjectId } from 'mongodb';
import { logIn, startTestApp, TEST_PASSWORD, type SignedInAgent, type TestApp } from '../../support/app.js';
import { movableClock, type MovableClock } from '../../support/clock.js';
import { findForm, formsOf } from '../../support/html-form.js';
import { errorOf, mailedLink, mailsTo, SIGN_UP, storedText } from './accounts-app.js';

const COLLEAGUE = 'kim@trout.example';
const ACCEPTED = { name: 'Kim Kipper', password: 'words of another kind 52' };

describe('invitations to an organisation', () => {
  let app: TestApp;
  let clock: MovableClock;
  let partner: SignedInAgent;
  beforeEach(async () => {
    clock = movableClock();
    app = await startTestApp({ clock });
    partner = await app.signIn('partner', 'Trout Farm');
  });
  afterEach(() => app.stop());
  const invite = async (email = COLLEAGUE): Promise<string> => {
    const answer = await partner.submit('/organisation', { email }, { action: '/organisation/invitations' });
    expect(answer.status).to.equal(303);
    return mailedLink(app, email.trim(), 'organisation-invitation');
  };

  context('sent by a partner', () => {
    it('lead over name and password straight into the organisation, the address confirmed', async () => {
      const link = await invite();
      expect((await partner.get('/organisation')).text).to.include(COLLEAGUE).and.include('until 29 January 2027');
      const visitor = app.agent();
      const page = await visitor.get(link);
      expect(page.text).to.include('Join Trout Farm').and.include(COLLEAGUE).and.include(partner.user.name);
      const welcome = await visitor.resubmit(page, ACCEPTED, { follow: true });
      expect(welcome.path).to.equal('/demands');
      expect(welcome.text).to.include('Welcome, Kim Kipper.');
      const organisation = await visitor.get('/organisation');
      expect(organisation.text).to.include('Trout Farm').and.include(partner.user.email).and.include('No invitation waits');
      const user = await app.services.accounts.accountByEmail(COLLEAGUE);
      expect(user).to.include({ role: 'partner', state: 'active', organisationId: partner.user.organisationId });
      await logIn(app.agent(), COLLEAGUE, ACCEPTED.password);
    });
    it('begin a session with a new id', async () => {
      const visitor = app.agent();
      const page = await visitor.get(await invite());
      const before = visitor.cookieHeader;
      await visitor.resubmit(page, ACCEPTED);
      expect(visitor.cookieHeader).to.not.equal(before);
    });
    it('keep token and address out of the trail', async () => {
      const token = (await invite()).split('/').at(-1) ?? '';
      expect(await storedText(app, ['invitations', 'users', 'events', 'sessions'])).to.not.include(token);
      expect(await storedText(app, ['events'])).to.include('user-invited').and.not.include(COLLEAGUE);
    });
    it('are sent once more to an address that is invited already, as one invitation', async () => {
      const first = await invite();
      clock.advance({ days: 13 });
      const second = await invite(` ${COLLEAGUE} `);
      expect(second).to.not.equal(first);
      expect(formsOf((await partner.get('/organisation')).text).filter(({ action }) => action.endsWith('/withdraw'))).to.have.length(1);
      clock.advance({ days: 13 });
      expect((await app.agent().get(second)).status).to.equal(200);
      expect((await app.agent().submit(second, ACCEPTED)).status).to.equal(303);
    });
    it('are refused for a colleague and for what is no address', async () => {
      const again = await partner.submit('/organisation', { email: partner.user.email }, { action: '/organisation/invitations' });
      expect(again.status).to.equal(422);
      expect(errorOf(again, 'email')).to.include('is a colleague already');
      const wrong = await partner.submit('/organisation', { email: 'kim' }, { action: '/organisation/invitations' });
      expect(errorOf(wrong, 'email')).to.equal("'kim' is not an e-mail address.");
      expect(new Map(findForm(wrong.text, '/organisation/invitations').entries).get('email')).to.equal('kim');
    });
  });

  context('whose link works no more', () => {
    it('because it was accepted, says so and leads to the login', async () => {
      const link = await invite();
      await app.agent().submit(link, ACCEPTED);
      const page = await app.agent().get(link);
      expect(page.status).to.equal(410);
      expect(page.text).to.include('accepted already').and.include('href="/login"');
    });
    it('because two weeks are over, says so', async () => {
      const link = await invite();
      clock.advance({ days: 14 });
      const page = await app.agent().get(link);
      expect(page.status).to.equal(410);
      expect(page.text).to.include('has expired').and.include('send it again');
      expect((await partner.get('/organisation')).text).to.include('expired on 29 January 2027');
    });
    it('because it was withdrawn, says so, also to somebody whose page is open', async () => {
      const visitor = app.agent();
      const page = await visitor.get(await invite());
      const gone = await partner.submit('/organisation', {}, { action: '/withdraw', follow: true });
      expect(gone.text).to.include('is withdrawn').and.not.include(COLLEAGUE);
      const late = await visitor.resubmit(page, ACCEPTED);
      expect(late.status).to.equal(410);
      expect(late.text).to.include('was withdrawn');
      expect(await app.services.accounts.accountByEmail(COLLEAGUE)).to.equal(null);
    });
  });

  context('accepted twice at the same moment', () => {
    it('make one account', async () => {
      const link = await invite();
      const agents = [app.agent(), app.agent()];
      const pages = await Promise.all(agents.map((agent) => agent.get(link)));
      const answers = await Promise.all(agents.map((agent, index) => agent.resubmit(pages[index]!, { ...ACCEPTED, name: `Racer ${index}` })));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([303, 410]);
      const { accounts } = await app.services.accounts.accounts({ text: COLLEAGUE });
      expect(accounts.map(({ name }) => name)).to.deep.equal([`Racer ${answers.findIndex(({ status }) => status === 303)}`]);
    });
    it('and withdrawn at that moment, end one way for both', async () => {
      const link = await invite();
      const visitor = app.agent();
      const [page, list] = [await visitor.get(link), await partner.get('/organisation')];
      const [accepted, withdrawn] = await Promise.all([visitor.resubmit(page, ACCEPTED), partner.resubmit(list, {}, { action: '/withdraw' })]);
      const isMember = await app.services.accounts.accountByEmail(COLLEAGUE) !== null;
      expect([accepted.status, withdrawn.status]).to.deep.equal(isMember ? [303, 409] : [410, 303]);
    });
  });

  context('an acceptance that was cut short before the account was there', () => {
    it('is taken up again by the same link', async () => {
      const link = await invite();
      await app.services.connection.collection('invitations').updateOne(
        { email: COLLEAGUE }, { $set: { state: 'accepted', acceptedUserId: new ObjectId() } },
      );
      expect((await app.agent().submit(link, ACCEPTED)).status).to.equal(303);
      expect((await app.agent().get(link)).status).to.equal(410);
    });
  });

  context('to an address that has an account', () => {
    it('of another organisation, tell its owner only', async () => {
      const other = await app.signIn('partner', 'Bakery');
      const link = await invite(other.user.email);
      const page = await app.agent().get(link);
      expect(page.text).to.include('belongs to one organisation').and.not.include('name="password"');
      expect(await app.services.accounts.findCurrentUser(other.user.id)).to.include({ organisationId: other.user.organisationId });
    });
    it('that was opened meanwhile, are not taken out of its hands', async () => {
      const visitor = app.agent();
      const page = await visitor.get(await invite());
      await app.services.accounts.createVerifiedAccount({
        email: COLLEAGUE, name: 'Kim', password: TEST_PASSWORD, role: 'partner', organisation: { name: 'Bakery', kind: 'industry' },
      });
      const answer = await visitor.resubmit(page, ACCEPTED);
      expect(answer.status).to.equal(409);
      expect(answer.text).to.include('belongs to one organisation');
      expect(await app.services.accounts.authenticate(COLLEAGUE, ACCEPTED.password)).to.deep.equal({ refused: 'wrong' });
    });
    it('that was never confirmed, replace what a stranger may have typed in', async () => {
      await app.agent().submit('/sign-up', { ...SIGN_UP, organisationName: 'Mine now', email: COLLEAGUE });
      const confirmation = await mailedLink(app, COLLEAGUE, 'verify-email');
      expect((await app.agent().submit(await invite(), ACCEPTED)).status).to.equal(303);
      expect(await app.services.accounts.accountByEmail(COLLEAGUE)).to.include({ name: ACCEPTED.name, organisationName: 'Trout Farm' });
      expect(await app.services.accounts.authenticate(COLLEAGUE, TEST_PASSWORD)).to.deep.equal({ refused: 'wrong' });
      expect((await app.agent().get(confirmation)).status).to.equal(410);
    });
  });

  context('of others', () => {
    it('cannot be withdrawn, nor sent by people of the site', async () => {
      await invite();
      const action = findForm((await partner.get('/organisation')).text, '/withdraw').action;
      const stranger = await app.signIn('partner', 'Bakery');
      const form = await stranger.get('/organisation');
      expect((await stranger.resubmit({ ...form, text: form.text.replaceAll('/organisation/invitations"', `${action}"`) }, {}, { action })).status).to.equal(404);
      const manager = await app.signIn('manager');
      const page = await manager.get('/organisation');
      expect(page.text).to.include('An admin invites').and.not.include('/organisation/invitations');
      const account = await manager.get('/account');
      expect((await manager.resubmit({ ...account, text: account.text.replaceAll('/account/name', '/organisation/invitations') }, { email: COLLEAGUE }, { action: '/organisation/invitations' })).status).to.equal(403);
      expect(await mailsTo(app, COLLEAGUE)).to.have.length(1);
    });
  });

  context('to people who run the site', () => {
    it('are sent by an admin with a role', async () => {
      const admin = await app.signIn('admin', { name: 'The Site', kind: 'operator' });
      const sent = await admin.submit('/admin/users', { email: 'vera@site.example', staffRole: 'verifier' }, { action: '/admin/users/invitations', follow: true });
      expect(sent.text).to.include('on its way to vera@site.example').and.include('Open invitations');
      expect((await mailsTo(app, 'vera@site.example'))[0]?.text).to.include('one of the people who run the site');
      const visitor = app.agent();
      const welcome = await visitor.submit(await mailedLink(app, 'vera@site.example', 'organisation-invitation'), ACCEPTED, { follow: true });
      expect(welcome.path).to.equal('/matches');
      expect(await app.services.accounts.accountByEmail('vera@site.example')).to.include({ role: 'verifier', organisationName: 'The Site' });
      expect((await visitor.get('/admin/users')).status).to.equal(403);
    });
    it('need a role of theirs', async () => {
      const admin = await app.signIn('admin', { name: 'The Site', kind: 'operator' });
      const page = await admin.submit('/admin/users', { email: 'vera@site.example', staffRole: 'partner' }, { action: '/admin/users/invitations' });
      expect(page.status).to.equal(422);
      expect(errorOf(page, 'staffRole')).to.equal('Choose a role.');
    });
  });
});
