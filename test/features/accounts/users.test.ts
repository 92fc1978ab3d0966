import { expect } from 'chai';
import { logIn, startTestApp, type SignedInAgent, type TestApp } from '../../support/app.js';
import { findForm } from '../../support/html-form.js';
import { SIGN_UP, storedText } from './accounts-app.js';

const SITE = { name: 'The Site', kind: 'operator' } as const;

describe('the users page', () => {
  let app: TestApp;
  let admin: SignedInAgent;
  beforeEach(async () => {
    app = await startTestApp();
    admin = await app.signIn('admin', SITE);
  });
  afterEach(() => app.stop());
  const pageOf = ({ user }: SignedInAgent): string => `/admin/users/${user.id}`;
  const setRole = (by: SignedInAgent, of: SignedInAgent, role: string) => by.submit(pageOf(of), { role }, { action: '/role' });
  const deactivate = (by: SignedInAgent, of: SignedInAgent) => by.submit(pageOf(of), {}, { action: '/deactivate' });

  context('as a list', () => {
    it('shows everyone, and by name, role and state those who fit', async () => {
      await app.signIn('partner', 'Bakery');
      await app.agent().submit('/sign-up', SIGN_UP);
      const rows = async (query = '') => [...(await admin.get(`/admin/users${query}`)).text.matchAll(/<th scope="row"><a[^>]*>([^<]*)</g)].map(([, name]) => name?.replace(/ \d+$/, ''));
      expect(await rows()).to.deep.equal(['Tor Troutmaker', 'admin', 'partner']);
      expect(await rows('?role=partner&state=active')).to.deep.equal(['partner']);
      expect(await rows('?state=unconfirmed')).to.deep.equal(['Tor Troutmaker']);
      expect(await rows('?text=TROUT.EX')).to.deep.equal(['Tor Troutmaker']);
      expect(await rows('?role=nonsense&page=-1')).to.have.length(3);
      expect((await admin.get('/admin/users?text=nobody')).text).to.include('Nobody fits');
    });
    it('is for admins', async () => {
      for (const role of ['partner', 'manager', 'verifier'] as const) {
        const other = await app.signIn(role, role === 'partner' ? 'Bakery' : SITE);
        expect((await other.get('/admin/users')).status).to.equal(403);
        expect((await other.get(pageOf(admin))).status).to.equal(403);
      }
      expect((await app.agent().get('/admin/users')).location).to.equal('/login');
      expect((await admin.get('/admin/users/nobody')).status).to.equal(404);
    });
  });

  context('a role', () => {
    it('that is changed counts at the next request, and the trail says who did it', async () => {
      const manager = await app.signIn('manager', SITE);
      expect((await manager.get('/admin/users')).status).to.equal(403);
      const answer = await setRole(admin, manager, 'admin');
      expect((await admin.follow(answer)).text).to.include('now has the role Admin');
      expect((await manager.get('/admin/users')).status).to.equal(200);
      await setRole(admin, manager, 'verifier');
      expect((await manager.get('/admin/users')).status).to.equal(403);
      await app.settle();
      const event = await app.services.connection.collection('events').findOne({ type: 'user-role-changed' });
      expect(event?.['actor']).to.deep.equal({ userId: admin.user.id, label: admin.user.name });
      expect(event?.['data']).to.include({ role: 'admin', previousRole: 'manager' });
    });
    it('of the site is not for partners, nor the other way round', async () => {
      const partner = await app.signIn('partner', 'Bakery');
      const page = await admin.get(pageOf(partner));
      expect(page.text).to.not.include('Change the role');
      const forged = await admin.resubmit({ ...page, text: page.text.replaceAll('/deactivate', '/role') }, { role: 'manager' }, { action: '/role' });
      expect(forged.status).to.equal(422);
      expect(forged.text).to.include('Bakery is a partner organisation');
      expect(await app.services.accounts.findCurrentUser(partner.user.id)).to.include({ role: 'partner' });
    });
  });

  context('a deactivated account', () => {
    it('is logged out at once, cannot log in, gets no mail, and comes back by a click', async () => {
      const partner = await app.signIn('partner', 'Bakery');
      expect((await admin.follow(await deactivate(admin, partner))).text).to.include('every session of it has ended');
      expect((await partner.get('/account')).location).to.equal('/login');
      const refused = await app.agent().submit('/login', { email: partner.user.email, password: 'a long enough pass phrase 17' });
      expect(refused.text).to.include('was deactivated');
      await app.agent().submit('/forgotten-password', { email: partner.user.email });
      await app.settle();
      expect(await storedText(app, ['mails'])).to.not.include(partner.user.email);
      expect(await app.services.accounts.recipients({ organisationId: partner.user.organisationId ?? '' })).to.deep.equal([]);

      await admin.submit(pageOf(partner), {}, { action: '/reactivate' });
      expect((await partner.get('/account')).location).to.equal('/login');
      await logIn(app.agent(), partner.user.email);
    });
    it('is told to the second of two admins who click', async () => {
      const [partner, other] = [await app.signIn('partner', 'Bakery'), await app.signIn('admin', SITE)];
      const [one, two] = [await admin.get(pageOf(partner)), await other.get(pageOf(partner))];
      expect((await admin.resubmit(one, {}, { action: '/deactivate' })).status).to.equal(303);
      expect((await other.resubmit(two, {}, { action: '/deactivate' })).status).to.equal(409);
    });
  });

  context('the last admin', () => {
    it('keeps role and account', async () => {
      for (const answer of [await setRole(admin, admin, 'manager'), await deactivate(admin, admin)]) {
        expect(answer.status).to.equal(422);
        expect(answer.text).to.include('This is the last admin');
      }
      expect((await admin.get('/admin/users')).status).to.equal(200);
    });
    it('is counted without those who are deactivated', async () => {
      const other = await app.signIn('admin', SITE);
      expect((await deactivate(admin, other)).status).to.equal(303);
      expect((await setRole(admin, admin, 'manager')).status).to.equal(422);
      await admin.submit(pageOf(other), {}, { action: '/reactivate' });
      expect((await setRole(admin, admin, 'manager')).status).to.equal(303);
      expect((await admin.get('/admin/users')).status).to.equal(403);
    });
    it('stays when two remove each other at the same moment', async () => {
      const other = await app.signIn('admin', SITE);
      const [one, two] = [await admin.get(pageOf(other)), await other.get(pageOf(admin))];
      const answers = await Promise.all([
        admin.resubmit(one, {}, { action: '/deactivate' }), other.resubmit(two, { role: 'verifier' }, { action: '/role' }),
      ]);
      expect(answers.filter(({ status }) => status === 303).length).to.be.at.most(1);
      const { total } = await app.services.accounts.accounts({ role: 'admin', state: 'active' });
      expect(total).to.be.at.least(1);
    });
  });

  context('a form without its token', () => {
    it('changes nothing', async () => {
      const manager = await app.signIn('manager', SITE);
      const { action } = findForm((await admin.get(pageOf(manager))).text, '/role');
      expect((await admin.post(action, { role: 'admin' })).status).to.equal(403);
      expect(await app.services.accounts.findCurrentUser(manager.user.id)).to.include({ role: 'manager' });
    });
  });
});
