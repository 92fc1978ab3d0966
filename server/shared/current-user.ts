import type { Language } from './language.js';

export const ROLES = ['partner', 'manager', 'verifier', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who is asking: what the session restores on every request, and what services check rights against. */
export interface CurrentUser {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly organisationId: string | null;
}

/** A session names the epoch it began in: a new password or a deactivation begins another one, which ends it. */
export interface SessionUser extends CurrentUser {
  readonly sessionEpoch: number;
  /** Chosen by the user, whatever the browser asks for; null until one was chosen. */
  readonly language: Language | null;
}

declare global {
  // Passport's own extension point for `req.user`.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface User extends CurrentUser {
      /** Null until one was chosen. */
      readonly language?: Language | null;
    }
  }
}
