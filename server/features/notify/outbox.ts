import { randomUUID } from 'node:crypto';
import type { Clock } from '../../shared/ports.js';
import type { NewMail } from './mail.js';
import type { Rendered } from './render.js';
import type { MailRepository } from './repository.js';
import type { Draft } from './templates.js';

export interface Outbox {
  /** Writes and saves the mails of one cause; a cause that is told again adds nothing. */
  post(causeId: string, drafts: readonly Draft[]): Promise<void>;
}

export interface OutboxDependencies {
  readonly mails: Pick<MailRepository, 'create'>;
  readonly clock: Clock;
  readonly render: (draft: Draft) => Rendered;
  /** Right of the @ in a Message-ID. */
  readonly messageHost: string;
  /** `kept` where there is no mail server. */
  readonly state: NewMail['state'];
}

export function createOutbox({ mails, clock, render, messageHost, state }: OutboxDependencies): Outbox {
  return {
    async post(causeId, drafts) {
      for (const one of drafts) {
        await mails.create({
          ...render(one), to: one.to.email, template: one.template, secrets: one.secrets, state, createdAt: clock.now(),
          idempotencyKey: `${causeId}:${one.template}:${one.to.email.toLowerCase()}`, messageId: `<${randomUUID()}@${messageHost}>`,
        });
      }
    },
  };
}
