import mongoose, { Schema, type Connection } from 'mongoose';
import { pendingEvents } from '../../../models/pending-events.js';
import { createEventRelay } from '../../../server/adapters/event-relay.js';
import { createJobs } from '../../../server/adapters/jobs.js';
import type { AccountsDirectory } from '../../../server/features/accounts/index.js';
import { createNotify, type Mail, type NotifyService } from '../../../server/features/notify/index.js';
import type { CurrentUser } from '../../../server/shared/current-user.js';
import { newEvent, SYSTEM_ACTOR, type DomainEvent, type EventType } from '../../../server/shared/events.js';
import { createLogger } from '../../../server/shared/logger.js';
import type { JobQueue, MailTransport } from '../../../server/shared/ports.js';
import { movableClock, type MovableClock } from '../../support/clock.js';
import { testTranslations } from '../../support/translations.js';
import { startTestStore } from '../../support/store.js';

export const ADMIN: CurrentUser = { id: 'admin-1', email: 'admin@site.example', name: 'Astrid Admin', role: 'admin', organisationId: 'site' };
export const GATHER_SECONDS = 60;
const FROM = 'Heatmatch <no-reply@heatmatch.example>';

export interface Addresses {
  readonly managers?: readonly string[];
  readonly partners?: readonly string[];
  /** Whom a link or a mail to one person goes to; null when it has become needless. */
  readonly person?: string | null;
}

const recipients = (emails: readonly string[]) => emails.map((email) => ({ userId: `id of ${email}`, email, name: email, language: 'en' as const }));

/** A directory that answers as accounts would; everything else of it is not asked for by the mails of this fixture. */
function directory({ managers = ['manager@site.example'], partners = ['partner@farm.example'], person = 'kim@farm.example' }: Addresses): AccountsDirectory {
  let issued = 0;
  const answers: Pick<AccountsDirectory, 'recipients' | 'recipient' | 'issueLinkToken'> = {
    recipients: (query) => Promise.resolve(recipients('organisationId' in query ? partners : managers)),
    recipient: () => Promise.resolve(person === null ? null : recipients([person])[0] ?? null),
    issueLinkToken: ({ purpose }) => Promise.resolve(person === null ? null : { token: `token-${purpose}-${++issued}`, email: person, name: 'Kim Kipper', language: 'en' }),
  };
  return answers as unknown as AccountsDirectory;
}

export interface NotifyProcess {
  readonly notify: NotifyService;
  readonly jobs: JobQueue;
  /** Runs the sending job now, as the half-minute timer does. */
  send(): Promise<void>;
}

export interface NotifyFixture extends NotifyProcess {
  readonly storeUri: string;
  readonly connection: Connection;
  readonly clock: MovableClock;
  /** Saves events in a document as an aggregate does, delivers them and runs the jobs they ask for. */
  tell(...events: readonly DomainEvent[]): Promise<void>;
  mails(): Promise<readonly Mail[]>;
  /** A second worker on the same store. */
  another(transport: MailTransport | null): NotifyProcess;
  stop(): Promise<void>;
}

let saved = 0;
export const matchEvent = (type: EventType, data: DomainEvent['data'] = {}): DomainEvent => newEvent({
  type, at: new Date('2027-01-15T09:00:00Z'), actor: SYSTEM_ACTOR, subject: { kind: 'match', id: `match-${saved++}` },
  data: {
    matchId: 'match-1', siteId: 'site-1', organisationId: 'farm', organisationName: 'Trout Farm', demandId: 'demand-1',
    demandName: 'Hatchery', buildingName: 'Building 1', score: 71, ...data,
  },
});

export const accountEvent = (type: EventType, data: DomainEvent['data'] = {}): DomainEvent => newEvent({
  type, at: new Date('2027-01-15T09:00:00Z'), actor: { userId: 'inviter', label: 'Ida Inviter' },
  subject: { kind: type === 'user-invited' ? 'invitation' : 'user', id: `subject-${saved++}` }, data,
});

const carrierSchema = new Schema({ name: String, ...pendingEvents }, { collection: 'carriers' });

export async function startNotifyFixture(transport: MailTransport | null, addresses: Addresses = {}): Promise<NotifyFixture> {
  const store = await startTestStore();
  const connection = await mongoose.createConnection(store.uri).asPromise();
  const carriers = connection.model('Carrier', carrierSchema);
  const clock = movableClock();
  const logger = createLogger('silent');
  const relay = createEventRelay({ connection, logger });
  const queues: JobQueue[] = [];
  const process = (mailer: MailTransport | null, ownRelay = createEventRelay({ connection, logger })): NotifyProcess => {
    const jobs = createJobs({ connection, logger });
    queues.push(jobs);
    const notify = createNotify({
      connection, clock, relay: ownRelay, jobs, logger, accounts: directory(addresses), translations: testTranslations(), transport: mailer,
      baseUrl: 'https://heat.example', mailFrom: FROM, ...(mailer !== null && { gatherSeconds: GATHER_SECONDS }),
    });
    return {
      notify, jobs,
      async send() {
        await jobs.enqueue('send-mails', {}, { key: 'send-mails' });
        await jobs.idle();
      },
    };
  };
  const first = process(transport, relay);
  await Promise.all(Object.values(connection.models).map((model) => model.init()));
  return {
    ...first, storeUri: store.uri, connection, clock,
    async tell(...events) {
      for (const event of events) await carriers.create({ name: event.id, pendingEvents: [event], hasPendingEvents: true });
      await relay.drain();
      await first.jobs.idle();
      await relay.drain();
    },
    mails: async () => (await first.notify.mails({ limit: 1000 })).mails,
    another: (mailer) => process(mailer),
    async stop() {
      await Promise.all(queues.map((jobs) => jobs.stop()));
      await connection.close();
      await store.stop();
    },
  };
}
