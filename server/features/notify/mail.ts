export const MAIL_STATES = ['queued', 'sending', 'sent', 'failed', 'kept'] as const;
export type MailState = (typeof MAIL_STATES)[number];

export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly template: string;
  readonly text: string;
  readonly html: string;
  readonly secrets: readonly string[];
  readonly messageId: string;
  readonly state: MailState;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly nextAttemptAt: Date | null;
  readonly sentAt: Date | null;
  readonly lastError: string | null;
}

export type NewMail = Pick<Mail, 'to' | 'subject' | 'template' | 'text' | 'html' | 'secrets' | 'messageId' | 'createdAt'> & {
  /** The cause and the recipient: told twice, it stays one mail. */
  readonly idempotencyKey: string;
  readonly state: 'queued' | 'kept';
};

/** Links that give access are for the recipient alone. */
export function withoutSecrets<M extends Pick<Mail, 'text' | 'html' | 'secrets'>>(mail: M): M {
  const hide = (content: string): string => mail.secrets.reduce((left, secret) => left.replaceAll(secret, '…'), content);
  return { ...mail, text: hide(mail.text), html: hide(mail.html), secrets: [] };
}
