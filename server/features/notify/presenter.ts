import { formatDateTime, formatNumber } from '../../shared/format.js';
import { paths, to } from '../../web/paths.js';
import { MAIL_STATES, type Mail, type MailState } from './mail.js';
import type { MailPage } from './repository.js';
import { MAILS_A_PAGE, type MailListQuery } from './schema.js';

const STATE_LABELS: Readonly<Record<MailState, string>> = {
  queued: 'waiting', sending: 'being sent', sent: 'sent', failed: 'failed', kept: 'kept, no mail server',
};
const STATE_TAGS: Readonly<Record<MailState, string>> = {
  queued: 'submitted', sending: 'submitted', sent: 'agreed', failed: 'failed', kept: 'draft',
};

const orDash = (date: Date | null): string => (date === null ? '–' : formatDateTime(date));

function presentRow(mail: Mail) {
  return {
    href: to(paths.mail, { mailId: mail.id }), devHref: to(paths.devMail, { mailId: mail.id }),
    to: mail.to, subject: mail.subject, createdAt: formatDateTime(mail.createdAt), attempts: formatNumber(mail.attempts),
    state: STATE_LABELS[mail.state], tag: STATE_TAGS[mail.state], lastError: mail.lastError,
    nextAttemptAt: mail.state === 'queued' ? orDash(mail.nextAttemptAt) : '–',
  };
}

function presentPager(path: string, { state, text, page }: MailListQuery, total: number) {
  const address = (number: number): string => {
    const query = new URLSearchParams({ ...(state !== undefined && { state }), ...(text !== undefined && { text }), page: String(number) });
    return `${path}?${query.toString()}`;
  };
  const pages = Math.max(1, Math.ceil(total / MAILS_A_PAGE));
  return {
    page, pages, several: pages > 1,
    previous: page > 1 ? address(page - 1) : null, next: page < pages ? address(page + 1) : null,
  };
}

export function presentMails({ mails, total }: MailPage, query: MailListQuery, failed: number, failedWork: string | null) {
  return {
    failedWork, caption: total === 1 ? 'One mail' : `${formatNumber(total)} mails`,
    title: 'Mail', mails: mails.map(presentRow), failed, retryAllHref: paths.retryMails, text: query.text,
    failedText: failed === 1 ? 'One mail failed.' : `${formatNumber(failed)} mails failed.`,
    states: MAIL_STATES.map((state) => ({ value: state, label: STATE_LABELS[state], selected: state === query.state })),
    pager: presentPager(paths.mails, query, total),
  };
}

export function presentMail(mail: Mail) {
  return {
    ...presentRow(mail), title: mail.subject, retryHref: to(paths.retryMail, { mailId: mail.id }), isFailed: mail.state === 'failed',
    messageId: mail.messageId, sentAt: orDash(mail.sentAt), template: mail.template, text: mail.text,
  };
}

export function presentKeptMails({ mails, total }: MailPage, query: MailListQuery) {
  return { title: 'Mail kept on this machine', mails: mails.map(presentRow), pager: presentPager(paths.devMails, query, total) };
}

interface TextPart { readonly text: string; readonly href: string | null }

/** The text in pieces, addresses apart, so that the template can make links of them. */
export function splitLinks(text: string): readonly TextPart[] {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/).filter((part) => part !== '')
    .map((part) => ({ text: part, href: /^https?:\/\//.test(part) ? part : null }));
}

export function presentKeptMail(mail: Mail) {
  return {
    title: mail.subject, to: mail.to, createdAt: formatDateTime(mail.createdAt), parts: splitLinks(mail.text),
    htmlHref: to(paths.devMailHtml, { mailId: mail.id }),
  };
}
