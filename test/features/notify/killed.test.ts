import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createSmtpTransport } from '../../../server/adapters/smtp.js';
import type { MailTransport } from '../../../server/shared/ports.js';
import { startTestSmtpServer, type TestSmtpServer } from '../../support/smtp.js';
import { matchEvent, startNotifyFixture, type NotifyFixture } from './notify-fixture.js';

describe('a worker killed between sending a mail and marking it', () => {
  let server: TestSmtpServer;
  let transport: MailTransport;
  let fixture: NotifyFixture;
  beforeEach(async () => {
    server = await startTestSmtpServer();
    transport = createSmtpTransport(server.url, 'Heatmatch <no-reply@heatmatch.example>');
    const away: MailTransport = { send: () => Promise.reject(new Error('not yet')), close: () => undefined };
    fixture = await startNotifyFixture(away);
    await fixture.tell(matchEvent('match-invited'));
    fixture.clock.advance({ minutes: 1 });
    const script = fileURLToPath(new URL('./killed-sender.js', import.meta.url));
    const worker = spawn(process.execPath, [script, fixture.storeUri, server.url, fixture.clock.now().toISOString()], { stdio: 'inherit' });
    const [, signal] = await once(worker, 'exit') as [number | null, string | null];
    expect(signal).to.equal('SIGKILL');
  });
  afterEach(async () => {
    await fixture.stop();
    transport.close();
    await server.stop();
  });

  it('leaves the mail with the server once and in the store as being sent', async () => {
    expect(server.received).to.have.length(1);
    expect((await fixture.mails()).map(({ state }) => state)).to.deep.equal(['sending']);
  });

  it('is followed by one that sends it once more under the same Message-ID, and never again', async () => {
    const next = fixture.another(transport);
    await next.send();
    expect(server.received, 'while the lease lasts').to.have.length(1);
    for (let look = 0; look < 4; look++) {
      fixture.clock.advance({ minutes: 5 });
      await next.send();
    }
    expect(server.received).to.have.length(2);
    expect(new Set(server.received.map(({ messageId }) => messageId)).size).to.equal(1);
    expect((await fixture.mails()).map(({ state }) => state)).to.deep.equal(['sent']);
  });
});
