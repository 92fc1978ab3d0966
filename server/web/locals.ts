import type { Request, RequestHandler } from 'express';
import type { Role } from '../shared/current-user.js';
import type { Localised } from '../shared/i18n.js';
import { csrfToken } from './csrf.js';
import { paths } from './paths.js';
import { presentTheme } from './theme.js';

interface NavigationEntry {
  readonly href: string;
  /** Key of its text. */
  readonly label: string;
  readonly roles: readonly Role[] | 'everyone';
}

const NAVIGATION: readonly NavigationEntry[] = [
  { href: paths.surplus, label: 'shared:navigation.surplus', roles: 'everyone' },
  { href: paths.map, label: 'shared:navigation.map', roles: 'everyone' },
  { href: paths.demands, label: 'shared:navigation.myDemands', roles: ['partner'] },
  { href: paths.desk, label: 'shared:navigation.desk', roles: ['manager', 'verifier', 'admin'] },
  { href: paths.demands, label: 'shared:navigation.demands', roles: ['manager', 'verifier', 'admin'] },
  { href: paths.matches, label: 'shared:navigation.matches', roles: ['partner', 'manager', 'verifier', 'admin'] },
  { href: paths.plans, label: 'shared:navigation.plan', roles: ['manager', 'verifier', 'admin'] },
  { href: paths.sites, label: 'shared:navigation.sites', roles: ['manager', 'verifier', 'admin'] },
  { href: paths.audit, label: 'shared:navigation.audit', roles: ['verifier', 'admin', 'manager'] },
  { href: paths.mails, label: 'shared:navigation.mail', roles: ['admin'] },
  { href: paths.jobs, label: 'shared:navigation.jobs', roles: ['manager', 'admin'] },
  { href: paths.users, label: 'shared:navigation.users', roles: ['admin'] },
];

function navigation(req: Request, { t }: Localised) {
  const role = req.user?.role;
  return NAVIGATION
    .filter((entry) => entry.roles === 'everyone' || (role !== undefined && entry.roles.includes(role)))
    .map((entry) => ({ href: entry.href, label: t(entry.label), current: req.path === entry.href || req.path.startsWith(`${entry.href}/`) }));
}

/** What every page's layout and every map need (tiles, null for the outline that comes along), an error page too when the store does not answer and nobody can be known. */
export function frameLocals(options: { readonly devMail: boolean; readonly tileUrl: string | null }): RequestHandler {
  return (req, res, next) => {
    Object.assign(res.locals, { paths, devMail: options.devMail, tileUrl: options.tileUrl, theme: presentTheme(res.locals.localised, req), navigation: navigation(req, res.locals.localised) });
    next();
  };
}

/** What a page shows of who looks at it. */
export function pageLocals(): RequestHandler {
  return (req, res, next) => {
    res.locals['currentUser'] = req.user;
    res.locals['navigation'] = navigation(req, res.locals.localised);
    // A function that Handlebars calls where a form prints it: a visitor who sees no form gets no session and no cookie.
    res.locals['csrfToken'] = (): string => csrfToken(req);
    res.locals['flash'] = req.session.flash;
    if (req.session.flash !== undefined) req.session.flash = undefined;
    next();
  };
}
