import type { Localised } from '../../shared/i18n.js';
import type { Recipient } from '../accounts/index.js';

export interface MatchFacts {
  readonly demandName: string;
  readonly organisationName: string;
  readonly buildingName: string;
  readonly link: string;
}

export type MatchAnswer = 'interested' | 'not-now' | 'demand-withdrawn';

/** What each mail says; the names are those of the files in views/emails and of the parts of views/locales/…/mail.json. */
export interface MailTemplates {
  'verify-email': { readonly name: string; readonly link: string };
  'already-registered': { readonly name: string; readonly loginLink: string; readonly resetLink: string };
  'reset-password': { readonly name: string; readonly link: string };
  'password-changed': { readonly name: string; readonly resetLink: string };
  'organisation-invitation': { readonly inviterName: string; readonly organisationName: string; readonly isStaff: boolean; readonly link: string };
  'new-match': {
    readonly count: number;
    /** The best first. */
    readonly items: readonly (MatchFacts & { readonly score: number })[];
    readonly further: number;
    readonly queueLink: string;
  };
  'match-invitation': MatchFacts & { readonly note: string | null };
  'invitation-withdrawn': MatchFacts & { readonly reason: string | null };
  'match-answer': MatchFacts & { readonly answer: MatchAnswer; readonly reason: string | null };
  'match-agreed': MatchFacts & { readonly note: string | null };
}
export type TemplateName = keyof MailTemplates;

type Subject<T extends TemplateName> = (data: MailTemplates[T], localised: Localised) => string;
const NO_ITEM = { demandName: '', buildingName: '' };

export const SUBJECTS: { readonly [T in TemplateName]: Subject<T> } = {
  'verify-email': (_data, { t }) => t('mail:verify-email.subject'),
  'already-registered': (_data, { t }) => t('mail:already-registered.subject'),
  'reset-password': (_data, { t }) => t('mail:reset-password.subject'),
  'password-changed': (_data, { t }) => t('mail:password-changed.subject'),
  'organisation-invitation': ({ organisationName }, { t }) => t('mail:organisation-invitation.subject', { organisationName }),
  'new-match': ({ count, items: [first = NO_ITEM] }, { t }) =>
    t('mail:new-match.subject', { count, demandName: first.demandName, buildingName: first.buildingName }),
  'match-invitation': ({ demandName }, { t }) => t('mail:match-invitation.subject', { demandName }),
  'invitation-withdrawn': ({ demandName }, { t }) => t('mail:invitation-withdrawn.subject', { demandName }),
  'match-answer': ({ organisationName, answer }, { t }) => t(`mail:match-answer.subject.${answer}`, { organisationName }),
  'match-agreed': ({ demandName, buildingName }, { t }) => t('mail:match-agreed.subject', { demandName, buildingName }),
};
export const TEMPLATE_NAMES = Object.keys(SUBJECTS) as readonly TemplateName[];

/** A mail before it is written: to whom, which template, with what. */
export interface Draft<T extends TemplateName = TemplateName> {
  readonly to: Pick<Recipient, 'email' | 'language'>;
  readonly template: T;
  readonly data: MailTemplates[T];
  /** Parts of the links in `data` that give access. */
  readonly secrets: readonly string[];
}

export const draft = <T extends TemplateName>(template: T, to: Draft['to'], data: MailTemplates[T], secrets: readonly string[] = []): Draft =>
  ({ template, to, data, secrets });
