import express, { Router, type Request } from 'express';
import type { Localised } from '../shared/i18n.js';
import { paths } from './paths.js';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

const COOKIE = 'heatmatch.theme';
const ONE_YEAR_MS = 365 * 24 * 3600 * 1000;

const asTheme = (value: unknown): Theme => THEMES.find((theme) => theme === value) ?? 'system';

function chosenTheme(req: Request): Theme {
  const pairs = (req.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  return asTheme(pairs.find(([name]) => name === COOKIE)?.[1]);
}

/** For the layout and the footer: without a choice the page follows the system. */
export function presentTheme({ t }: Localised, req: Request) {
  const theme = chosenTheme(req);
  return {
    chosen: theme === 'system' ? null : theme, choices: THEMES.map((value) => ({ value, label: t(`shared:theme.${value}`), current: value === theme })),
  };
}

/** The page the choice was made on, if it is one of ours. */
function pageBefore(req: Request): string {
  const referer = req.get('referer');
  if (referer === undefined || !URL.canParse(referer)) return paths.home;
  const { host, pathname, search } = new URL(referer);
  return host === req.get('host') && !pathname.startsWith('//') ? pathname + search : paths.home;
}

/** Without session and without form token: a visitor gets no session for it, and nothing changes but how pages look. */
export function themeRoutes(secure: boolean): Router {
  const router = Router();
  router.post(paths.theme, express.urlencoded({ extended: false, limit: '1kb' }), (req, res) => {
    const theme = asTheme((req.body as { theme?: unknown } | undefined)?.theme);
    const options = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
    if (theme === 'system') res.clearCookie(COOKIE, options);
    else res.cookie(COOKIE, theme, { ...options, maxAge: ONE_YEAR_MS });
    res.redirect(303, pageBefore(req));
  });
  return router;
}
