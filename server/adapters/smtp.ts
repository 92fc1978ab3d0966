import { createTransport } from 'nodemailer';
import { MailRefusedError } from '../shared/mail-refused-error.js';
import type { MailTransport } from '../shared/ports.js';

/** A server that accepts the connection and then says nothing must not hold a mail for ever. */
const LIMITS_MS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

interface SmtpError extends Error {
  readonly code?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

/** 5xx about this recipient or this message is for good; the same number at login or greeting may be mended by an admin. */
function isRefusal({ code, responseCode }: SmtpError): boolean {
  const aboutTheMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  return aboutTheMail && responseCode !== undefined && responseCode >= 500 && responseCode < 600;
}

function withLimits(url: string): string {
  const limited = new URL(url);
  for (const [name, limitMs] of Object.entries(LIMITS_MS)) {
    if (!limited.searchParams.has(name)) limited.searchParams.set(name, String(limitMs));
  }
  return limited.toString();
}

export function createSmtpTransport(url: string, from: string): MailTransport {
  const transport = createTransport(withLimits(url));
  return {
    async send({ messageId, to, subject, text, html }) {
      try {
        await transport.sendMail({
          from, to: { name: '', address: to }, subject, text, html, messageId, headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true, disableUrlAccess: true,
        });
      } catch (raw) {
        const error = raw as SmtpError;
        const words = error.response ?? error.message;
        throw isRefusal(error) ? new MailRefusedError(words, { cause: error }) : new Error(words, { cause: error });
      }
    },
    close() { transport.close(); },
  };
}
