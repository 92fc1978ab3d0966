import { newEvent, SYSTEM_ACTOR, type Actor, type DomainEvent, type EventType } from '../../shared/events.js';
import type { Logger } from '../../shared/logger.js';
import { MailRefusedError } from '../../shared/mail-refused-error.js';
import type { Clock, MailTransport } from '../../shared/ports.js';
import { withoutSecrets, type Mail } from './mail.js';
import type { MailRepository } from './repository.js';

/** Pauses between attempts: a short outage costs a minute, a long one is bridged for more than a day; then an admin decides. */
export const RETRY_MINUTES = [1, 5, 15, 60, 240, 720, 720] as const;
const MAXIMUM_ATTEMPTS = RETRY_MINUTES.length + 1;
/** Longer than all time limits of one attempt together, so that nobody else sends what is still being sent. */
const LEASE_MINUTES = 5;

export interface SenderDependencies {
  readonly mails: MailRepository;
  readonly clock: Clock;
  readonly transport: MailTransport;
  readonly logger: Logger;
}

const minutesAfter = (time: Date, minutes: number): Date => new Date(time.getTime() + minutes * 60_000);

export const mailEvent = (type: Extract<EventType, 'mail-failed' | 'mail-retried'>, mail: Pick<Mail, 'id' | 'template' | 'lastError'>, at: Date, actor: Actor): DomainEvent =>
  newEvent({ type, at, actor, subject: { kind: 'mail', id: mail.id }, data: { template: mail.template, lastError: mail.lastError } });

async function recordFailure(mail: Mail, error: unknown, { mails, clock, logger }: SenderDependencies): Promise<void> {
  const now = clock.now();
  const lastError = error instanceof Error ? error.message : String(error);
  const pause = error instanceof MailRefusedError ? undefined : RETRY_MINUTES[mail.attempts - 1];
  logger.warn({ err: error, mailId: mail.id, attempts: mail.attempts, final: pause === undefined }, 'mail not sent');
  if (pause === undefined) {
    await mails.markUnsent(mail, { state: 'failed', nextAttemptAt: null, lastError }, mailEvent('mail-failed', { ...mail, lastError }, now, SYSTEM_ACTOR));
  } else {
    await mails.markUnsent(mail, { state: 'queued', nextAttemptAt: minutesAfter(now, pause), lastError }, null);
  }
}

async function attempt(mail: Mail, dependencies: SenderDependencies): Promise<void> {
  const { mails, clock, transport } = dependencies;
  try {
    // A mail that took its worker down with it every time must not do so for ever.
    if (mail.attempts > MAXIMUM_ATTEMPTS) throw new MailRefusedError(mail.lastError ?? 'every attempt was interrupted');
    await transport.send(mail);
  } catch (error) {
    await recordFailure(mail, error, dependencies);
    return;
  }
  const { text, html, secrets } = withoutSecrets(mail);
  await mails.markSent(mail.id, { state: 'sent', sentAt: clock.now(), nextAttemptAt: null, lastError: null, text, html, secrets });
}

/**
 * Sends everything that is due. Accepted by the server and then killed before it is marked: sent once more after the lease,
 * with the same Message-ID, by which mail programs recognise the duplicate.
 */
export async function sendDueMails(dependencies: SenderDependencies, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const now = dependencies.clock.now();
    const mail = await dependencies.mails.claim(now, minutesAfter(now, LEASE_MINUTES));
    if (mail === null) return;
    await attempt(mail, dependencies);
  }
}
