import type { CurrentUser } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FormValues } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import {
  ACCEPT_FIELDS, EMAIL_FIELDS, LOGIN_FIELDS, NAME_FIELDS, ORGANISATION_FIELDS, PASSWORD_FIELDS, PERSON_FIELDS, RENAMED_ORGANISATION_FIELDS, RESET_FIELDS,
} from './form-fields.js';
import type { LinkPurpose, Organisation, SignInRefusal } from './index.js';
import type { LinkFault } from './link-token.js';
import type { InvitationToAccept } from './service-acceptance.js';
import type { Unconfirmed } from './service-sign-up.js';

export function presentSignUp({ t }: Localised, values?: FormValues, errors?: FieldErrors) {
  const { errors: summary } = presentForm([...ORGANISATION_FIELDS, ...PERSON_FIELDS], values, errors);
  return {
    title: t('accounts:signUp.title'), form: { errors: summary },
    sections: [
      { legend: t('accounts:signUp.yourOrganisation'), fields: presentForm(ORGANISATION_FIELDS, values, errors).list },
      { legend: t('accounts:signUp.you'), fields: presentForm(PERSON_FIELDS, values, errors).list },
    ],
  };
}

export const presentLogin = ({ t }: Localised, values?: FormValues, errors?: FieldErrors, refused: SignInRefusal | null = null) => ({
  title: t('accounts:login.title'), form: presentForm(LOGIN_FIELDS, values, errors),
  refusal: refused === null ? null : t(`accounts:login.refused.${refused}`), isUnverified: refused === 'unverified',
});

export const presentResend = ({ t }: Localised, values?: FormValues, errors?: FieldErrors) =>
  ({ title: t('accounts:confirm.title'), form: presentForm(EMAIL_FIELDS, values, errors) });
export const presentForgotten = ({ t }: Localised, values?: FormValues, errors?: FieldErrors) =>
  ({ title: t('accounts:forgotten.title'), form: presentForm(EMAIL_FIELDS, values, errors) });
export const presentSent = ({ t }: Localised) => ({ title: t('accounts:sent.title') });

/** The organisation's name is asked for only when another one has got it meanwhile. */
export const presentConfirmation = ({ t }: Localised, token: string, unconfirmed: Unconfirmed, values?: FormValues, errors?: FieldErrors) => ({
  title: t('accounts:confirm.title'), action: to(paths.verifyEmail, { token }), ...unconfirmed,
  form: errors === undefined ? null : presentForm(RENAMED_ORGANISATION_FIELDS, { organisationName: unconfirmed.organisationName, ...values }, errors),
});

export const presentReset = ({ t }: Localised, token: string, email: string, errors?: FieldErrors) => ({
  title: t('accounts:reset.title'), action: to(paths.resetPassword, { token }), email, form: presentForm(RESET_FIELDS, {}, errors),
});

export function presentInvitation({ t }: Localised, token: string, found: InvitationToAccept, values?: FormValues, errors?: FieldErrors) {
  const { invitation: { email, invitedBy, role }, organisation, addressHasAccount } = found;
  return {
    title: t('accounts:join.title', { organisation: organisation.name }), action: to(paths.invitation, { token }), email, inviter: invitedBy.label,
    organisationName: organisation.name, addressHasAccount, role: t(`shared:role.${role}`), rights: t(`accounts:rights.${role}`),
    form: presentForm(ACCEPT_FIELDS, values, errors),
  };
}

const WAYS_OUT = {
  'log-in': { href: paths.login, label: 'accounts:link.logIn' },
  'new-verification': { href: paths.resendVerification, label: 'accounts:link.sendNew' },
  'new-reset': { href: paths.forgottenPassword, label: 'accounts:link.sendNew' },
} as const;

/** What to do about a mailed link that does not work; null where only the person who invited can help. */
const WAY_OUT: Readonly<Record<LinkPurpose, Readonly<Record<LinkFault, keyof typeof WAYS_OUT | null>>>> = {
  'verify-email': { unknown: 'new-verification', expired: 'new-verification', used: 'log-in', withdrawn: 'new-verification' },
  'reset-password': { unknown: 'new-reset', expired: 'new-reset', used: 'new-reset', withdrawn: 'new-reset' },
  invitation: { unknown: null, expired: null, used: 'log-in', withdrawn: null },
};

export function presentFault({ t }: Localised, purpose: LinkPurpose, fault: LinkFault) {
  const wayOut = WAY_OUT[purpose][fault];
  return {
    title: t(`accounts:link.${purpose}.${fault}.title`), text: t(`accounts:link.${purpose}.${fault}.text`),
    action: wayOut === null ? null : { href: WAYS_OUT[wayOut].href, label: t(WAYS_OUT[wayOut].label) },
  };
}

export interface AccountForms {
  readonly values?: FormValues;
  readonly nameErrors?: FieldErrors;
  readonly passwordErrors?: FieldErrors;
}

export function presentAccount({ t }: Localised, user: CurrentUser, organisation: Organisation | null, { values, nameErrors, passwordErrors }: AccountForms = {}) {
  return {
    title: t('accounts:account.title'), email: user.email, role: t(`shared:role.${user.role}`), rights: t(`accounts:rights.${user.role}`),
    organisation: organisation === null ? null : { name: organisation.name, kind: t(`accounts:kind.${organisation.kind}`) },
    nameForm: presentForm(NAME_FIELDS, nameErrors === undefined ? { name: user.name } : { ...values }, nameErrors),
    passwordForm: presentForm(PASSWORD_FIELDS, {}, passwordErrors),
  };
}
