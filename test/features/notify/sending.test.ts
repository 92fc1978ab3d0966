import { expect } from 'chai';
import { createSmtpTransport } from '../../../server/adapters/smtp.js';
import { RETRY_MINUTES } from '../../../server/features/notify/sender.js';
import type { MailTransport } from '../../../server/shared/ports.js';
import { startTestSmtpServer, type TestSmtpServer } from '../../support/smtp.js';
import { ADMIN, GATHER_SECONDS, matchEvent, startNotifyFixture, type Addresses, type NotifyFixture } from './notify-fixture.js';

const FROM = 'Heatmatch <no-reply@heatmatch.example>';

describe('sending mail', () => {
  let server: TestSmtpServer;
  let transport: MailTransport;
  let fixture: NotifyFixture;
  const start = async (addresses: Addresses = {}): Promise<void> => {
    server = await startTestSmtpServer();
    transport = createSmtpTransport(server.url, FROM);
    fixture = await startNotifyFixture(transport, addresses);
  };
  beforeEach(() => start());
  afterEach(async () => {
    await fixture.stop();
    transport.close();
    await server.stop();
  });
  const onlyMail = async () => {
    const mails = await fixture.mails();
    expect(mails).to.have.length(1);
    return mails[0]!;
  };

  context('a mail server that answers', () => {
    it('receives the mail with subject, text, html, sender and Message-ID', async () => {
      await fixture.tell(matchEvent('match-invited', { note: 'Kom innom på fredag' }));
      const [mail] = server.received;
      expect(server.received).to.have.length(1);
      expect(server.envelopes).to.deep.equal([['partner@farm.example']]);
      expect(mail?.from?.text).to.include('no-reply@heatmatch.example');
      expect(mail?.subject).to.equal('Surplus heat for Hatchery: an invitation');
      expect(mail?.text).to.include('Kom innom på fredag');
      expect(mail?.html).to.include('Kom innom på fredag');
      expect(mail?.messageId).to.match(/^<[0-9a-f-]{36}@heatmatch\.example>$/);
      expect(mail?.headers.get('auto-submitted')).to.equal('auto-generated');
      expect(await onlyMail()).to.include({ state: 'sent', attempts: 1, lastError: null, messageId: mail?.messageId });
    });

    it('receives no header that a name was made to smuggle in', async () => {
      await fixture.tell(matchEvent('match-interested', { organisationName: 'Evil\r\nBcc: victim@example.org\r\nX-Evil: yes\r\n\r\nbody' }));
      const [mail] = server.received;
      expect(server.envelopes).to.deep.equal([['manager@site.example']]);
      expect(mail?.headers.has('bcc')).to.equal(false);
      expect(mail?.headers.has('x-evil')).to.equal(false);
      expect(mail?.subject).to.equal('Evil Bcc: victim@example.org X-Evil: yes body is interested');
    });
  });

  context('a mail server that is down and comes back', () => {
    it('receives the mail at the next attempt, after the pause and not before', async () => {
      const { port } = server;
      await server.stop();
      await fixture.tell(matchEvent('match-invited'));
      const waiting = await onlyMail();
      expect(waiting).to.include({ state: 'queued', attempts: 1 });
      expect(waiting.lastError).to.match(/ECONNREFUSED/);
      expect(waiting.nextAttemptAt).to.deep.equal(new Date('2027-01-15T10:01:00Z'));

      server = await startTestSmtpServer(port);
      fixture.clock.advance({ seconds: 59 });
      await fixture.send();
      expect(server.received).to.have.length(0);
      fixture.clock.advance({ seconds: 1 });
      await fixture.send();
      expect(server.received).to.have.length(1);
      expect(await onlyMail()).to.include({ state: 'sent', attempts: 2 });
    });

    it('waits longer each time, and gives up after the last attempt with an event', async () => {
      await server.stop();
      await fixture.tell(matchEvent('match-invited'));
      for (const minutes of RETRY_MINUTES) {
        const { nextAttemptAt, state } = await onlyMail();
        expect(state).to.equal('queued');
        expect((nextAttemptAt!.getTime() - fixture.clock.now().getTime()) / 60_000).to.equal(minutes);
        fixture.clock.advance({ minutes });
        await fixture.send();
      }
      expect(await onlyMail()).to.include({ state: 'failed', attempts: RETRY_MINUTES.length + 1, nextAttemptAt: null });
      await fixture.tell();
      const event = await fixture.connection.collection('events').findOne({ type: 'mail-failed' });
      expect(event?.['data']).to.include({ template: 'match-invitation' });
      server = await startTestSmtpServer();
    });
  });

  context('a server that refuses one of three recipients for good', () => {
    beforeEach(async () => {
      await fixture.stop();
      await server.stop();
      await start({ partners: ['one@farm.example', 'gone@farm.example', 'three@farm.example'] });
      server.refuse('gone@farm.example', 550, 'No such mailbox here');
      await fixture.tell(matchEvent('match-invited'));
    });

    it('delivers to the others', () => {
      expect(server.envelopes.flat().sort()).to.deep.equal(['one@farm.example', 'three@farm.example']);
    });
    it("marks the refused one as failed at once, with the server's words", async () => {
      const failed = (await fixture.mails()).filter(({ state }) => state === 'failed');
      expect(failed.map(({ to, attempts }) => ({ to, attempts }))).to.deep.equal([{ to: 'gone@farm.example', attempts: 1 }]);
      expect(failed[0]?.lastError).to.include('550').and.include('No such mailbox here');
    });
    it('is sent once an admin asks again after the cause is mended, and the trail names the admin', async () => {
      server.acceptAll();
      expect(await fixture.notify.retryAllFailed(ADMIN)).to.equal(1);
      await fixture.tell();
      expect(server.envelopes.flat()).to.include('gone@farm.example');
      expect((await fixture.mails()).map(({ state }) => state)).to.deep.equal(['sent', 'sent', 'sent']);
      const event = await fixture.connection.collection('events').findOne({ type: 'mail-retried' });
      expect(event?.['actor']).to.deep.equal({ userId: ADMIN.id, label: ADMIN.name });
    });
    it('cannot be asked again twice', async () => {
      const failed = (await fixture.mails()).find(({ state }) => state === 'failed');
      await fixture.notify.retry(ADMIN, failed?.id ?? '');
      const refusal = await fixture.notify.retry(ADMIN, failed?.id ?? '').then(() => null, (error: Error) => error.name);
      expect(refusal).to.equal('ConflictError');
    });
  });

  context('a server that refuses a recipient for now', () => {
    it('is asked again', async () => {
      server.refuse('partner@farm.example', 450, 'Greylisted');
      await fixture.tell(matchEvent('match-invited'));
      expect(await onlyMail()).to.include({ state: 'queued', attempts: 1 });
      server.acceptAll();
      fixture.clock.advance({ minutes: 1 });
      await fixture.send();
      expect(await onlyMail()).to.include({ state: 'sent', attempts: 2 });
    });
  });

  context('two workers at once', () => {
    it('send each mail once', async () => {
      const silent: MailTransport = { send: () => Promise.reject(new Error('not yet')), close: () => undefined };
      await fixture.stop();
      fixture = await startNotifyFixture(silent, { partners: Array.from({ length: 25 }, (_, n) => `p${n}@farm.example`) });
      await fixture.tell(matchEvent('match-invited'));
      fixture.clock.advance({ minutes: 1 });
      const workers = [fixture.another(transport), fixture.another(transport)];
      await Promise.all(workers.map(async ({ jobs }, index) => {
        await jobs.enqueue('send-mails', {}, { key: `worker ${index}` });
        await jobs.idle();
      }));
      expect(server.envelopes.flat().sort()).to.deep.equal(Array.from({ length: 25 }, (_, n) => `p${n}@farm.example`).sort());
    });
  });

  context('new matches in one window', () => {
    it('are told in one mail when it closes; what comes later opens another', async () => {
      const scored = (demandName: string) => matchEvent('match-scored', { aboveThreshold: true, demandName });
      await fixture.tell(scored('First'));
      fixture.clock.advance({ seconds: GATHER_SECONDS - 1 });
      await fixture.tell(scored('Second'));
      expect(server.received).to.have.length(0);
      fixture.clock.advance({ seconds: 1 });
      await fixture.send();
      await fixture.tell(scored('Third'));
      fixture.clock.advance({ seconds: GATHER_SECONDS });
      await fixture.send();
      expect(server.received.map(({ subject }) => subject)).to.deep.equal(['2 new matches to review', 'New match: Third and Building 1']);
    });
  });
});
