import type { Request, RequestHandler } from 'express';
import type { Role } from '../shared/current-user.js';
import { csrfToken } from './csrf.js';
import { paths } from './paths.js';
import { presentTheme } from './theme.js';

interface NavigationEntry {
  readonly href: string;
  readonly label: string;
  readonly roles: readonly Role[] | 'everyone';
}

const NAVIGATION: readonly NavigationEntry[] = [
  { href: paths.surplus, label: 'Surplus heat', roles: 'everyone' },
  { href: paths.demands, label: 'My heat demands', roles: ['partner'] },
  { href: paths.demands, label: 'Demands', roles: ['manager', 'verifier', 'admin'] },
  { href: paths.matches, label: 'Matches', roles: ['partner', 'manager', 'verifier', 'admin'] },
  { href: paths.plans, label: 'Plan', roles: ['manager', 'verifier', 'admin'] },
  { href: paths.sites, label: 'Sites', roles: ['manager', 'verifier', 'admin'] },
  { href: paths.audit, label: 'Audit trail', roles: ['verifier', 'admin', 'manager'] },
  { href: paths.mails, label: 'Mail', roles: ['admin'] },
  { href: paths.jobs, label: 'Background work', roles: ['manager', 'admin'] },
  { href: paths.users, label: 'Users', roles: ['admin'] },
];

function navigation(req: Request) {
  const role = req.user?.role;
  return NAVIGATION
    .filter((entry) => entry.roles === 'everyone' || (role !== undefined && entry.roles.includes(role)))
    .map((entry) => ({ ...entry, current: req.path === entry.href || req.path.startsWith(`${entry.href}/`) }));
}

/** What every page's layout needs, an error page too when the store does not answer and nobody can be known. */
export function frameLocals(options: { readonly devMail: boolean }): RequestHandler {
  return (req, res, next) => {
    Object.assign(res.locals, { paths, devMail: options.devMail, theme: presentTheme(req), navigation: navigation(req) });
    next();
  };
}

/** What a page shows of who looks at it. */
export function pageLocals(): RequestHandler {
  return (req, res, next) => {
    res.locals['currentUser'] = req.user;
    res.locals['navigation'] = navigation(req);
    // A function that Handlebars calls where a form prints it: a visitor who sees no form gets no session and no cookie.
    res.locals['csrfToken'] = (): string => csrfToken(req);
    res.locals['flash'] = req.session.flash;
    if (req.session.flash !== undefined) req.session.flash = undefined;
    next();
  };
}
