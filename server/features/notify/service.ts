import type { CurrentUser } from '../../shared/current-user.js';
import { ConflictError, NotFoundError } from '../../shared/errors.js';
import type { Translations } from '../../shared/i18n.js';
import { message } from '../../shared/message.js';
import type { Logger } from '../../shared/logger.js';
import type { Clock, EventRelay, JobQueue, MailTransport } from '../../shared/ports.js';
import type { AccountsDirectory } from '../accounts/index.js';
import { createBackgroundWork, type BackgroundWork } from './background-work.js';
import { subscribeToEvents } from './event-drafts.js';
import { withoutSecrets, type Mail } from './mail.js';
import { createNewMatches } from './new-matches.js';
import { createOutbox } from './outbox.js';
import { createRenderer } from './render.js';
import { digestRepository } from './repository-digest.js';
import { mailRepository, type Connection, type MailPage, type MailQuery, type MailRepository } from './repository.js';
import { mailEvent, sendDueMails } from './sender.js';

export interface NotifyDependencies {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly relay: EventRelay;
  readonly jobs: JobQueue;
  readonly logger: Logger;
  readonly accounts: AccountsDirectory;
  readonly translations: Translations;
  /** Without a mail server mails are kept, to be read in the app. */
  readonly transport: MailTransport | null;
  readonly baseUrl: string;
  readonly mailFrom: string;
  /** How long new matches are gathered for one mail. Without a mail server nobody is flooded: then at once. */
  readonly gatherSeconds?: number;
}

export interface NotifyService extends BackgroundWork {
  /** For workers: looks every half a minute for mails that are due. */
  schedule(): Promise<void>;
  /** For admins, without the links that give access. */
  mails(query: MailQuery): Promise<MailPage>;
  /** Throws NotFoundError. */
  mail(mailId: string): Promise<Mail>;
  /** Throws NotFoundError, or ConflictError when it is not a failed one any more. */
  retry(user: CurrentUser, mailId: string): Promise<void>;
  /** How many were put back. */
  retryAllFailed(user: CurrentUser): Promise<number>;
  /** With their links, as the recipient sees it: only where mails are kept because there is no mail server. */
  keptMails(query: Pick<MailQuery, 'skip' | 'limit'>): Promise<MailPage>;
  keptMail(mailId: string): Promise<Mail>;
}

const SEND_MAILS = 'send-mails';
const LOOK_EVERY_SECONDS = 30;
const GATHER_SECONDS = 60;

const messageHostOf = (mailFrom: string): string => /@([\w.-]+)/.exec(mailFrom)?.[1] ?? 'localhost';

function connectWork(dependencies: NotifyDependencies, mails: MailRepository): void {
  const { connection, clock, relay, jobs, logger, accounts, transport, baseUrl, mailFrom } = dependencies;
  const outbox = createOutbox({
    mails, clock, render: createRenderer(baseUrl, dependencies.translations), messageHost: messageHostOf(mailFrom), state: transport === null ? 'kept' : 'queued',
  });
  const context = { accounts, baseUrl };
  const gatherSeconds = dependencies.gatherSeconds ?? (transport === null ? 0 : GATHER_SECONDS);
  const newMatches = createNewMatches({ digests: digestRepository(connection), outbox, clock, gatherSeconds }, context);
  jobs.define(SEND_MAILS, async (_data, { signal }) => {
    await newMatches.tellDue();
    if (transport !== null) await sendDueMails({ mails, clock, transport, logger }, signal);
    relay.wake();
  });
  subscribeToEvents(relay, { newMatches, outbox, context, send: () => jobs.enqueue(SEND_MAILS, {}, { key: SEND_MAILS }) });
}

/** Puts failed mails back into the outbox; the event names who did it. */
function createRetries({ clock, relay, jobs }: NotifyDependencies, mails: MailRepository, find: NotifyService['mail']) {
  const requeue = async ({ id, name }: CurrentUser, mail: Mail): Promise<boolean> => {
    const now = clock.now();
    return mails.requeue(mail.id, now, mailEvent('mail-retried', mail, now, { userId: id, label: name }));
  };
  const sendSoon = async (): Promise<void> => {
    relay.wake();
    await jobs.enqueue(SEND_MAILS, {}, { key: SEND_MAILS });
  };
  return {
    async retry(user: CurrentUser, mailId: string): Promise<void> {
      if (!await requeue(user, await find(mailId))) throw new ConflictError(message('notify:mail.onlyFailed'));
      await sendSoon();
    },
    async retryAllFailed(user: CurrentUser): Promise<number> {
      let put = 0;
      for (const mailId of await mails.failedIds()) if (await requeue(user, await find(mailId))) put += 1;
      if (put > 0) await sendSoon();
      return put;
    },
  };
}

export function createNotify(dependencies: NotifyDependencies): NotifyService {
  const mails = mailRepository(dependencies.connection);
  connectWork(dependencies, mails);
  const find = async (mailId: string): Promise<Mail> => {
    const found = await mails.find(mailId);
    if (found === null) throw new NotFoundError(message('notify:this.mail'));
    return found;
  };
  return {
    ...createRetries(dependencies, mails, find),
    ...createBackgroundWork(dependencies.jobs),
    schedule: () => dependencies.jobs.every(SEND_MAILS, LOOK_EVERY_SECONDS),
    async mails(query) {
      const page = await mails.list(query);
      return { ...page, mails: page.mails.map(withoutSecrets) };
    },
    mail: async (mailId) => withoutSecrets(await find(mailId)),
    keptMails: (query) => mails.list({ ...query, state: 'kept' }),
    async keptMail(mailId) {
      const mail = await find(mailId);
      if (mail.state !== 'kept') throw new NotFoundError(message('notify:this.mail'));
      return mail;
    },
  };
}
