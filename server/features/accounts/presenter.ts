import type { CurrentUser } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FormValues } from '../../shared/field.js';
import { paths, to } from '../../web/paths.js';
import {
  ACCEPT_FIELDS, EMAIL_FIELDS, LOGIN_FIELDS, NAME_FIELDS, ORGANISATION_FIELDS, PASSWORD_FIELDS, PERSON_FIELDS, RENAMED_ORGANISATION_FIELDS, RESET_FIELDS,
} from './form-fields.js';
import type { Organisation, SignInRefusal } from './index.js';
import { KIND_LABELS, ROLE_LABELS, ROLE_RIGHTS } from './labels.js';
import type { LinkFault } from './link-token.js';
import type { InvitationToAccept } from './service-acceptance.js';
import type { Unconfirmed } from './service-sign-up.js';

export function presentSignUp(values?: FormValues, errors?: FieldErrors) {
  const { errors: summary } = presentForm([...ORGANISATION_FIELDS, ...PERSON_FIELDS], values, errors);
  return {
    title: 'Sign up', form: { errors: summary },
    sections: [
      { legend: 'Your organisation', fields: presentForm(ORGANISATION_FIELDS, values, errors).list },
      { legend: 'You', fields: presentForm(PERSON_FIELDS, values, errors).list },
    ],
  };
}

const REFUSALS: Readonly<Record<SignInRefusal, string>> = {
  wrong: 'E-mail and password do not fit together.',
  unverified: 'This address is not confirmed yet. Open the link in the mail we sent you, or have it sent again.',
  deactivated: 'This account was deactivated. Please ask the people who run this site.',
};

export const presentLogin = (values?: FormValues, errors?: FieldErrors, refused: SignInRefusal | null = null) => ({
  title: 'Log in', form: presentForm(LOGIN_FIELDS, values, errors), refusal: refused === null ? null : REFUSALS[refused], isUnverified: refused === 'unverified',
});

export const presentResend = (values?: FormValues, errors?: FieldErrors) => ({ title: 'Confirm your address', form: presentForm(EMAIL_FIELDS, values, errors) });
export const presentForgotten = (values?: FormValues, errors?: FieldErrors) => ({ title: 'Forgotten password', form: presentForm(EMAIL_FIELDS, values, errors) });

/** The organisation's name is asked for only when another one has got it meanwhile. */
export const presentConfirmation = (token: string, unconfirmed: Unconfirmed, values?: FormValues, errors?: FieldErrors) => ({
  title: 'Confirm your address', action: to(paths.verifyEmail, { token }), ...unconfirmed,
  form: errors === undefined ? null : presentForm(RENAMED_ORGANISATION_FIELDS, { organisationName: unconfirmed.organisationName, ...values }, errors),
});

export const presentReset = (token: string, email: string, errors?: FieldErrors) => ({
  title: 'Choose a new password', action: to(paths.resetPassword, { token }), email, form: presentForm(RESET_FIELDS, {}, errors),
});

export const presentInvitation = (token: string, { invitation, organisation, addressHasAccount }: InvitationToAccept, values?: FormValues, errors?: FieldErrors) => ({
  title: `Join ${organisation.name}`, action: to(paths.invitation, { token }), email: invitation.email, inviter: invitation.invitedBy.label,
  organisationName: organisation.name, addressHasAccount, role: ROLE_LABELS[invitation.role], rights: ROLE_RIGHTS[invitation.role],
  form: presentForm(ACCEPT_FIELDS, values, errors),
});

interface LinkPage { readonly title: string; readonly text: string; readonly action: { readonly href: string; readonly label: string } | null }

const LOG_IN = { href: paths.login, label: 'Log in' };
const INCOMPLETE = 'Perhaps the mail program broke the address in two. Copy the whole line from the mail into the address bar.';

/** Why a mailed link does not work, and what to do about it. */
export const LINK_PAGES: Readonly<Record<'verify-email' | 'reset-password' | 'invitation', Readonly<Record<LinkFault, LinkPage>>>> = {
  'verify-email': {
    unknown: { title: 'This link is not complete', text: INCOMPLETE, action: { href: paths.resendVerification, label: 'Send me a new link' } },
    expired: { title: 'This link has expired', text: 'For safety a link works for three days only.', action: { href: paths.resendVerification, label: 'Send me a new link' } },
    used: { title: 'Your address is confirmed already', text: 'There is nothing left to do but to log in.', action: LOG_IN },
    withdrawn: { title: 'This link does not work any more', text: 'Please ask for a new one.', action: { href: paths.resendVerification, label: 'Send me a new link' } },
  },
  'reset-password': {
    unknown: { title: 'This link is not complete', text: INCOMPLETE, action: { href: paths.forgottenPassword, label: 'Send me a new link' } },
    expired: { title: 'This link has expired', text: 'For safety a link works for one hour only.', action: { href: paths.forgottenPassword, label: 'Send me a new link' } },
    used: { title: 'This link was used already', text: 'The password was changed since it was sent. If that was not you, ask for a new link at once.', action: { href: paths.forgottenPassword, label: 'Send me a new link' } },
    withdrawn: { title: 'This link does not work any more', text: 'Please ask for a new one.', action: { href: paths.forgottenPassword, label: 'Send me a new link' } },
  },
  invitation: {
    unknown: { title: 'This link is not complete', text: INCOMPLETE, action: null },
    expired: { title: 'This invitation has expired', text: 'Ask the person who invited you to send it again; that takes them one click.', action: null },
    used: { title: 'This invitation was accepted already', text: 'The account is there. Log in with it; a forgotten password can be replaced on the same page.', action: LOG_IN },
    withdrawn: { title: 'This invitation was withdrawn', text: 'If you think that this is a mistake, ask the person who invited you.', action: null },
  },
};

export interface AccountForms {
  readonly values?: FormValues;
  readonly nameErrors?: FieldErrors;
  readonly passwordErrors?: FieldErrors;
}

export function presentAccount(user: CurrentUser, organisation: Organisation | null, { values, nameErrors, passwordErrors }: AccountForms = {}) {
  return {
    title: 'Your account', email: user.email, role: ROLE_LABELS[user.role], rights: ROLE_RIGHTS[user.role],
    organisation: organisation === null ? null : { name: organisation.name, kind: KIND_LABELS[organisation.kind] },
    nameForm: presentForm(NAME_FIELDS, nameErrors === undefined ? { name: user.name } : { ...values }, nameErrors),
    passwordForm: presentForm(PASSWORD_FIELDS, {}, passwordErrors),
  };
}
