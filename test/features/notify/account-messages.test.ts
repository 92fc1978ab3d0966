import { expect } from 'chai';
import { createSmtpTransport } from '../../../server/adapters/smtp.js';
import type { DomainEvent } from '../../../server/shared/events.js';
import { startTestSmtpServer } from '../../support/smtp.js';
import { accountEvent, startNotifyFixture, type NotifyFixture } from './notify-fixture.js';

const INVITATION = { organisationName: 'Trout Farm', role: 'partner' };

describe('mails about accounts', () => {
  let fixture: NotifyFixture;
  afterEach(() => fixture.stop());

  const CASES: readonly [DomainEvent, string, string, string][] = [
    [accountEvent('user-signed-up'), 'verify-email', 'Confirm your e-mail address', 'https://heat.example/verify-email/token-verify-email-1\n'],
    [accountEvent('verification-requested'), 'verify-email', 'Confirm your e-mail address', 'https://heat.example/verify-email/token-verify-email-1\n'],
    [accountEvent('sign-up-repeated'), 'already-registered', 'You already have an account', 'https://heat.example/forgotten-password\n'],
    [accountEvent('password-reset-requested'), 'reset-password', 'Choose a new password', 'https://heat.example/reset-password/token-reset-password-1\n'],
    [accountEvent('password-changed'), 'password-changed', 'Your password was changed', 'https://heat.example/forgotten-password\n'],
    [accountEvent('user-invited', INVITATION), 'organisation-invitation', 'Join Trout Farm on Heatmatch', 'https://heat.example/invitations/token-invitation-1\n'],
  ];
  for (const [event, template, subject, link] of CASES) {
    it(`${event.type} causes ${template} with its link`, async () => {
      fixture = await startNotifyFixture(null);
      await fixture.tell(event);
      const mails = await fixture.notify.keptMails({});
      expect(mails.mails.map((mail) => ({ to: mail.to, template: mail.template, subject: mail.subject }))).to.deep.equal([{ to: 'kim@farm.example', template, subject }]);
      expect(mails.mails[0]?.text).to.include(link);
      expect(mails.mails[0]?.html).to.include(`href="${link.trim()}"`);
    });
    it(`${event.type} causes none once it has become needless`, async () => {
      fixture = await startNotifyFixture(null, { person: null });
      await fixture.tell(event);
      expect(await fixture.mails()).to.deep.equal([]);
    });
  }

  context('an invitation', () => {
    it('names who invites, and says when it is to run the site', async () => {
      fixture = await startNotifyFixture(null);
      await fixture.tell(accountEvent('user-invited', { organisationName: 'The Site', role: 'verifier' }));
      expect((await fixture.mails())[0]?.text).to.include('Ida Inviter invites you to join The Site on Heatmatch as one of the people who run the site.');
    });
  });

  context('an event that is told twice', () => {
    it('makes one mail, with the token of the first', async () => {
      fixture = await startNotifyFixture(null);
      await fixture.tell(accountEvent('user-signed-up'));
      await fixture.connection.collection('events').updateOne({ sequence: 1 }, { $set: { undelivered: ['notify'], deliveredTo: [] } });
      await fixture.tell();
      const { mails } = await fixture.notify.keptMails({});
      expect(mails).to.have.length(1);
      expect(mails[0]?.text).to.include('token-verify-email-1');
    });
  });

  context('once sent', () => {
    it('keep no token in the store; the recipient has it', async () => {
      const server = await startTestSmtpServer();
      const transport = createSmtpTransport(server.url, 'Heatmatch <no-reply@heatmatch.example>');
      fixture = await startNotifyFixture(transport);
      await fixture.tell(accountEvent('password-reset-requested'));
      expect(server.received[0]?.text).to.include('/reset-password/token-reset-password-1');
      const stored = JSON.stringify(await fixture.connection.collection('mails').find({}).toArray());
      expect(stored).to.include('"sent"').and.include('/reset-password/…').and.not.include('token-');
      transport.close();
      await server.stop();
    });
  });
});
