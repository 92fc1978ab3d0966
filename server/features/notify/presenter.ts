import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import { MAIL_STATES, type Mail, type MailState } from './mail.js';
import type { MailPage } from './repository.js';
import { MAILS_A_PAGE, type MailListQuery } from './schema.js';

const STATE_TAGS: Readonly<Record<MailState, string>> = {
  queued: 'submitted', sending: 'submitted', sent: 'agreed', failed: 'failed', kept: 'draft',
};

const stateLabel = ({ t }: Localised, state: MailState): string => t(`notify:state.${state}`);
const orDash = ({ dateTime }: Localised, date: Date | null): string => (date === null ? '–' : dateTime(date));

function presentRow(localised: Localised, mail: Mail) {
  const { number, dateTime } = localised;
  return {
    href: to(paths.mail, { mailId: mail.id }), devHref: to(paths.devMail, { mailId: mail.id }),
    to: mail.to, subject: mail.subject, createdAt: dateTime(mail.createdAt), attempts: number(mail.attempts),
    state: stateLabel(localised, mail.state), tag: STATE_TAGS[mail.state], lastError: mail.lastError,
    nextAttemptAt: mail.state === 'queued' ? orDash(localised, mail.nextAttemptAt) : '–',
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

export function presentMails(localised: Localised, { mails, total }: MailPage, query: MailListQuery, failed: number, failedWork: number) {
  return {
    failedWork, total,
    title: localised.t('notify:mails.title'), mails: mails.map((mail) => presentRow(localised, mail)), failed, retryAllHref: paths.retryMails, text: query.text,
    states: MAIL_STATES.map((state) => ({ value: state, label: stateLabel(localised, state), selected: state === query.state })),
    pager: presentPager(paths.mails, query, total),
  };
}

export function presentMail(localised: Localised, mail: Mail) {
  return {
    ...presentRow(localised, mail), title: mail.subject, retryHref: to(paths.retryMail, { mailId: mail.id }), isFailed: mail.state === 'failed',
    messageId: mail.messageId, sentAt: orDash(localised, mail.sentAt), template: mail.template, text: mail.text,
  };
}

export function presentKeptMails(localised: Localised, { mails, total }: MailPage, query: MailListQuery) {
  return { title: localised.t('notify:kept.title'), mails: mails.map((mail) => presentRow(localised, mail)), pager: presentPager(paths.devMails, query, total) };
}

interface TextPart { readonly text: string; readonly href: string | null }

/** The text in pieces, addresses apart, so that the template can make links of them. */
export function splitLinks(text: string): readonly TextPart[] {
  return text.split(/(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/).filter((part) => part !== '')
    .map((part) => ({ text: part, href: /^https?:\/\//.test(part) ? part : null }));
}

export function presentKeptMail({ dateTime }: Localised, mail: Mail) {
  return {
    title: mail.subject, to: mail.to, createdAt: dateTime(mail.createdAt), parts: splitLinks(mail.text),
    htmlHref: to(paths.devMailHtml, { mailId: mail.id }),
  };
}
