import type { CurrentUser, Role } from '../../shared/current-user.js';
import type { EventType } from '../../shared/events.js';
import type { Match, MatchHistoryEntry, MatchState } from '../matching/index.js';

export const REVIEW_ACTIONS = [
  'shortlist', 'remove-from-shortlist', 'invite', 'withdraw-invitation', 'decline', 'reopen', 'undo', 'agree', 'interested', 'not-now',
] as const;
export type ReviewAction = (typeof REVIEW_ACTIONS)[number];

export interface Transition {
  readonly from: readonly MatchState[];
  /** `before` goes back to where the match stood before the last decision. */
  readonly to: MatchState | 'before';
  readonly roles: readonly Role[];
  readonly reason: 'required' | 'optional' | 'none';
  readonly event: EventType;
}

const SITE: readonly Role[] = ['manager', 'admin'];
const PARTNER: readonly Role[] = ['partner'];

/** The review, whole: which decision leads from which state to which, whose it is, and what it tells the world. */
export const TRANSITIONS: Readonly<Record<ReviewAction, Transition>> = {
  shortlist: {
    from: ['proposed'], to: 'shortlisted', roles: SITE, reason: 'none', event: 'match-shortlisted',
  },
  'remove-from-shortlist': {
    from: ['shortlisted'], to: 'proposed', roles: SITE, reason: 'none', event: 'match-returned',
  },
  invite: {
    from: ['proposed', 'shortlisted'], to: 'invited', roles: SITE, reason: 'optional', event: 'match-invited',
  },
  'withdraw-invitation': {
    from: ['invited'], to: 'shortlisted', roles: SITE, reason: 'optional', event: 'match-withdrawn',
  },
  agree: {
    from: ['interested'], to: 'agreed', roles: SITE, reason: 'optional', event: 'match-agreed',
  },
  decline: {
    from: ['proposed', 'shortlisted', 'invited', 'interested'], to: 'declined', roles: SITE, reason: 'required', event: 'match-declined',
  },
  reopen: {
    from: ['declined'], to: 'proposed', roles: SITE, reason: 'none', event: 'match-returned',
  },
  undo: {
    from: ['proposed', 'shortlisted', 'declined', 'agreed'], to: 'before', roles: SITE, reason: 'none', event: 'match-returned',
  },
  interested: {
    from: ['invited'], to: 'interested', roles: PARTNER, reason: 'optional', event: 'match-interested',
  },
  'not-now': {
    from: ['invited', 'interested'], to: 'declined', roles: PARTNER, reason: 'required', event: 'match-declined',
  },
};

/** Decisions that reached nobody's desk beyond recall. An invitation has: it is withdrawn, with a mail, not undone. */
const UNDOABLE: readonly string[] = ['shortlist', 'remove-from-shortlist', 'decline', 'reopen', 'agree'] satisfies ReviewAction[];

/** The last decision of a person, if it still stands and may be undone. */
export function undoableDecision({ history, state }: Pick<Match, 'history' | 'state'>): MatchHistoryEntry | null {
  const last = history.findLast((entry) => entry.actor.userId !== null);
  return last !== undefined && last.from !== null && last.to === state && UNDOABLE.includes(last.action) ? last : null;
}

/** Where the action leads from here; null when it does not exist in this state. */
export function targetState(action: ReviewAction, match: Pick<Match, 'history' | 'state'>): MatchState | null {
  const { from, to } = TRANSITIONS[action];
  if (!from.includes(match.state)) return null;
  return to === 'before' ? undoableDecision(match)?.from ?? null : to;
}

export const mayAct = (action: ReviewAction, role: Role): boolean => TRANSITIONS[action].roles.includes(role);

export const availableActions = (match: Pick<Match, 'history' | 'state'>, user: Pick<CurrentUser, 'role'>): readonly ReviewAction[] =>
  REVIEW_ACTIONS.filter((action) => mayAct(action, user.role) && targetState(action, match) !== null);
