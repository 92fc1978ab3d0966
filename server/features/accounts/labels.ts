import type { AccountState } from './user.js';

export const STATE_TAGS: Readonly<Record<AccountState, string>> = { active: 'agreed', unconfirmed: 'draft', deactivated: 'declined' };
