import type { CurrentUser, Role } from '../shared/current-user.js';
import { ForbiddenError, type AppError } from '../shared/errors.js';
import type { Localised } from '../shared/i18n.js';
import { message } from '../shared/message.js';
import { paths } from './paths.js';

/** Errors with a heading of their own; the others say that it did not work. */
const HEADED = ['forbidden', 'not-found', 'conflict', 'file-too-large', 'form-expired', 'too-many-requests', 'internal', 'store-offline'];

/** Where each role does most of its work. */
const DESKS: Readonly<Record<Role, string>> = { partner: paths.demands, manager: paths.matches, verifier: paths.audit, admin: paths.users };

function forbiddenAdvice({ t }: Localised, roles: readonly Role[]): readonly string[] {
  const wanted = roles.filter((role) => role !== 'partner');
  if (wanted.length > 0) return [t('errors:advice.askForRole', { roles: wanted.map((role) => message(`shared:role.${role}`)) })];
  return roles.length > 0 ? [t('errors:advice.partnerOnly')] : [];
}

function adviceOn(localised: Localised, error: AppError): readonly string[] {
  if (error instanceof ForbiddenError) return forbiddenAdvice(localised, error.roles);
  if (error.status === 404) return [localised.t('errors:advice.notFound')];
  return error.status === 503 ? [localised.t('errors:advice.offline')] : [];
}

/** What happened, what to do about it, and where to go on. */
export function presentErrorPage(localised: Localised, error: AppError, detail: string, user: CurrentUser | undefined) {
  const { t } = localised;
  const isOffline = error.status === 503;
  const desk = user === undefined ? { href: paths.home, label: t('errors:toFirstPage') } : { href: DESKS[user.role], label: t(`errors:toDesk.${user.role}`) };
  return {
    title: t(`errors:title.${HEADED.includes(error.code) ? error.code : 'failed'}`), detail, advice: adviceOn(localised, error), isOffline,
    actions: isOffline ? [] : [desk, ...(error.status === 403 && user !== undefined ? [{ href: paths.account, label: t('errors:toAccount') }] : [])],
  };
}
