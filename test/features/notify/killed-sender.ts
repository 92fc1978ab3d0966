import mongoose from 'mongoose';
import { createSmtpTransport } from '../../../server/adapters/smtp.js';
import { mailRepository } from '../../../server/features/notify/repository.js';
import { sendDueMails } from '../../../server/features/notify/sender.js';
import { createLogger } from '../../../server/shared/logger.js';

/** A worker that dies the moment the mail server has accepted a mail, before that can be written down. */
const [storeUri = '', smtpUrl = '', now = ''] = process.argv.slice(2);
const connection = await mongoose.createConnection(storeUri).asPromise();
const smtp = createSmtpTransport(smtpUrl, 'Heatmatch <no-reply@heatmatch.example>');
await sendDueMails({
  mails: mailRepository(connection), clock: { now: () => new Date(now) }, logger: createLogger('silent'),
  transport: {
    async send(mail) {
      await smtp.send(mail);
      process.kill(process.pid, 'SIGKILL');
    },
    close: () => { smtp.close(); },
  },
}, new AbortController().signal);
