import { createHash, randomBytes } from 'node:crypto';
import type { LinkPurpose } from './index.js';

const TOKEN_BYTES = 32;
const HOUR_MS = 3600 * 1000;

/** How long a mailed link works. */
export const LINK_LIFETIME_MS: Readonly<Record<LinkPurpose, number>> = {
  'verify-email': 72 * HOUR_MS, 'reset-password': HOUR_MS, invitation: 14 * 24 * HOUR_MS,
};

/** Links that work beside each other, as when somebody asks again because a mail is late. More than the rate limit lets through in a lifetime. */
export const LINKS_KEPT = 12;

export interface Link {
  readonly hash: string;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

export type LinkFault = 'unknown' | 'expired' | 'used' | 'withdrawn';
export interface FaultyLink { readonly fault: LinkFault }

export const newToken = (): string => randomBytes(TOKEN_BYTES).toString('base64url');

/** A token has 256 random bits: a plain hash cannot be searched for it, and it can be looked up. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

export function linkFault({ expiresAt, usedAt }: Link, now: Date): LinkFault | null {
  if (usedAt !== null) return 'used';
  return expiresAt <= now ? 'expired' : null;
}
