import type { Request, RequestHandler } from 'express';
import { ForbiddenError } from '../shared/errors.js';
import type { Localised, Translations } from '../shared/i18n.js';
import { DEFAULT_LANGUAGE, isLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from '../shared/language.js';
import { message } from '../shared/message.js';
import { safeReturnPath } from '../shared/return-path.js';
import { paths } from './paths.js';

const COOKIE = 'lang';
const COOKIE_MS = 365 * 24 * 3600 * 1000;

/** Norwegian without saying which, and Nynorsk, are closer to Bokmål than to English. */
const ACCEPTED: Readonly<Record<string, Language>> = { en: 'en', nb: 'nb', no: 'nb', nn: 'nb' };

function cookieLanguage(req: Request): Language | null {
  const value = new RegExp(`(?:^|;\\s*)${COOKIE}=([\\w-]+)`).exec(req.headers.cookie ?? '')?.[1];
  return isLanguage(value) ? value : null;
}

function acceptedLanguage(req: Request): Language {
  const accepted = req.acceptsLanguages(Object.keys(ACCEPTED));
  return accepted === false ? DEFAULT_LANGUAGE : ACCEPTED[accepted] ?? DEFAULT_LANGUAGE;
}

/** The user's stored choice, then what was chosen here before logging in, then what the browser asks for. */
export const requestLanguage = (req: Request): Language => req.user?.language ?? cookieLanguage(req) ?? acceptedLanguage(req);

export const localisedFor = (translations: Translations, req: Request): Localised => translations.localised(requestLanguage(req));

export function useLanguage(translations: Translations): RequestHandler {
  return (req, res, next) => {
    const localised = localisedFor(translations, req);
    const { language } = localised;
    res.locals.localised = localised;
    res.locals['lang'] = language;
    res.locals['languages'] = LANGUAGES.map((code) => ({ code, name: LANGUAGE_NAMES[code], isCurrent: code === language }));
    res.locals['here'] = req.originalUrl;
    res.vary('Accept-Language').vary('Cookie');
    res.set('Content-Language', language);
    next();
  };
}

/**
 * POST from the switch in the footer. It stands before the check of form tokens: a visitor who only looks has no session to
 * keep a token in, and this form, on every page, would start one. A request from another site is refused by what the browser
 * says of its origin, and does not carry the session (SameSite=Lax).
 */
export function chooseLanguage(secure: boolean, remember: (userId: string, language: Language) => Promise<void>): RequestHandler {
  return async (req, res) => {
    if (['cross-site', 'same-site'].includes(req.get('sec-fetch-site') ?? '')) throw new ForbiddenError(message('errors:foreignForm'));
    const { language, returnTo } = (req.body ?? {}) as { readonly language?: unknown; readonly returnTo?: unknown };
    if (isLanguage(language)) {
      res.cookie(COOKIE, language, { httpOnly: true, sameSite: 'lax', secure, maxAge: COOKIE_MS });
      if (req.user !== undefined) await remember(req.user.id, language);
    }
    res.redirect(303, safeReturnPath(typeof returnTo === 'string' ? returnTo : undefined) ?? paths.home);
  };
}
