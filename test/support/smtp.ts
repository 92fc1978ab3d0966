import { simpleParser, type ParsedMail } from 'mailparser';
import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

export interface TestSmtpServer {
  readonly url: string;
  readonly port: number;
  /** Every mail that was accepted, in order. */
  readonly received: readonly ParsedMail[];
  /** Addresses in the envelopes of the accepted mails. */
  readonly envelopes: readonly (readonly string[])[];
  /** Recipients that are refused with these words, for good (550) or for now (450). */
  refuse(address: string, code: 550 | 450, words: string): void;
  acceptAll(): void;
  stop(): Promise<void>;
}

class Refusal extends Error {
  constructor(readonly responseCode: number, words: string) {
    super(words);
  }
}

/** A real mail server on the loopback interface; without a port it takes a free one. */
export async function startTestSmtpServer(port = 0): Promise<TestSmtpServer> {
  const received: ParsedMail[] = [];
  const envelopes: string[][] = [];
  const refusals = new Map<string, Refusal>();
  const server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], disableReverseLookup: true,
    onRcptTo: ({ address }, _session, done) => { done(refusals.get(address) ?? null); },
    onData: (stream, { envelope }, done) => {
      simpleParser(stream).then((mail) => {
        received.push(mail);
        envelopes.push(envelope.rcptTo.map(({ address }) => address));
        done();
      }, done);
    },
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`, port: address.port, received, envelopes,
    refuse: (to, code, words) => { refusals.set(to, new Refusal(code, words)); },
    acceptAll: () => { refusals.clear(); },
    stop: () => new Promise((resolve) => { server.close(resolve); }),
  };
}
