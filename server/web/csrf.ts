import { csrfSync } from 'csrf-sync';
import type { Request, RequestHandler } from 'express';
import multer from 'multer';

const UPLOAD_LIMIT_BYTES = 4 * 1024 * 1024;

/** Uploaded files arrive in memory (`req.files`) before the token is checked, because the token is a field of the same form. */
export const parseMultipart: RequestHandler = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: UPLOAD_LIMIT_BYTES, files: 2, fields: 200, fieldSize: 1024 * 1024 },
}).any();

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: (req: Request) => {
    const body = req.body as { _csrf?: unknown } | undefined;
    return typeof body?._csrf === 'string' ? body._csrf : (req.get('x-csrf-token') ?? undefined);
  },
});

export const protectForms: RequestHandler = csrfSynchronisedProtection;
export const csrfToken = (req: Request): string => generateToken(req);
