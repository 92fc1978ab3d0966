import type { Connection } from 'mongoose';
import type { Logger } from '../../shared/logger.js';
import type { Clock, EventRelay, JobQueue, MailTransport } from '../../shared/ports.js';
import type { AccountsDirectory } from '../accounts/index.js';

export interface NotifyDependencies {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly relay: EventRelay;
  readonly jobs: JobQueue;
  readonly logger: Logger;
  readonly accounts: AccountsDirectory;
  readonly transport: MailTransport | null;
  readonly baseUrl: string;
  readonly mailFrom: string;
}

export interface NotifyService {
  /** For workers: looks every half a minute for mails that are due. */
  schedule(): Promise<void>;
}

export function createNotify({ jobs }: NotifyDependencies): NotifyService {
  return { schedule: () => jobs.every('send-mails', 30) };
}
