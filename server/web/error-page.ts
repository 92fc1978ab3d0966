import type { CurrentUser, Role } from '../shared/current-user.js';
import { ForbiddenError, type AppError } from '../shared/errors.js';
import { paths } from './paths.js';

interface Action {
  readonly href: string;
  readonly label: string;
}

const TITLES: Readonly<Record<string, string>> = {
  forbidden: 'Your account may not do this', 'not-found': 'Not found', conflict: 'Somebody was faster', 'file-too-large': 'The file is too large',
  'form-expired': 'The form was open for too long', 'too-many-requests': 'Too many attempts', internal: 'Something went wrong',
  'store-offline': 'Not reachable at the moment',
};

/** Where each role does most of its work. */
const DESKS: Readonly<Record<Role, Action>> = {
  partner: { href: paths.demands, label: 'Go to my heat demands' }, manager: { href: paths.matches, label: 'Go to the matches' },
  verifier: { href: paths.audit, label: 'Go to the audit trail' }, admin: { href: paths.users, label: 'Go to the users' },
};

const FIRST_PAGE: Action = { href: paths.home, label: 'Go to the first page' };

function forbiddenAdvice(roles: readonly string[]): readonly string[] {
  const wanted = roles.filter((role) => role !== 'partner');
  if (wanted.length > 0) return [`If it is your work, ask an admin of the site to give your account the role ${wanted.join(' or ')}.`];
  return roles.length > 0 ? ['Partner accounts belong to organisations that need heat. Log in with one to see it.'] : [];
}

function adviceOn(error: AppError): readonly string[] {
  if (error instanceof ForbiddenError) return forbiddenAdvice(error.roles);
  if (error.status === 404) return ['Check the address, or start from a list and go on from there.'];
  if (error.status === 503) return ['Wait half a minute and load the page again. If you were sending a form, go back first: what you typed is still in it.'];
  return [];
}

/** What happened, what to do about it, and where to go on. */
export function presentErrorPage(error: AppError, user: CurrentUser | undefined) {
  const isOffline = error.status === 503;
  const desk = user === undefined ? FIRST_PAGE : DESKS[user.role];
  return {
    title: TITLES[error.code] ?? 'That did not work', message: error.message, advice: adviceOn(error), isOffline,
    actions: isOffline ? [] : [desk, ...(error.status === 403 && user !== undefined ? [{ href: paths.account, label: 'What my account may do' }] : [])],
  };
}
