import type { MatchCase } from '../../engineering/index.js';
import type { CurrentUser } from '../../shared/current-user.js';
import { ForbiddenError, NotFoundError, ValidationError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import type { Clock } from '../../shared/ports.js';
import {
  matchEvent, type Match, type MatchChange, type MatchHistoryEntry, type MatchingService, type MatchPage, type MatchQuery, type MatchState,
} from '../matching/index.js';
import { boardService, type BoardService } from './service-board.js';
import { certaintyService, type CertaintyService } from './service-certainty.js';
import { severalService, type SeveralService } from './service-several.js';
import { stabilityService, type StabilityService } from './service-stability.js';
import { whatIfService, type WhatIfService } from './service-what-if.js';
import { mayAct, targetState, TRANSITIONS, type ReviewAction } from './transitions.js';

export interface Decision {
  readonly action: ReviewAction;
  /** The revision the person saw; a program that does not care leaves it out and decides on what is there. */
  readonly revision?: number | undefined;
  /** Both parties read it; it goes into the mail. */
  readonly reason?: string | undefined;
  /** Only the site's own people read it. */
  readonly internalNote?: string | undefined;
}

/** Somebody else was faster is an expected outcome: the page says what happened since, and nothing was written. */
export type DecisionOutcome =
  | { readonly kind: 'done'; readonly match: Match }
  | { readonly kind: 'conflict'; readonly match: Match; readonly since: readonly MatchHistoryEntry[] };

export interface ReviewService extends WhatIfService, CertaintyService, StabilityService, BoardService, SeveralService {
  /** What this user may see of the matches; a partner only those of the own organisation. */
  queue(user: CurrentUser, query: MatchQuery): Promise<MatchPage>;
  choices(user: CurrentUser): ReturnType<MatchingService['choices']>;
  /** Why a list may be empty. */
  availability(user: CurrentUser): ReturnType<MatchingService['availability']>;
  /** Throws NotFoundError also for a match of another organisation: its existence is nobody else's business. */
  match(user: CurrentUser, matchId: string): Promise<Match>;
  /** Throws ForbiddenError or ValidationError; a race is told in the outcome. */
  decide(user: CurrentUser, matchId: string, decision: Decision): Promise<DecisionOutcome>;
  /** For the site's own people: the case holds what the site does not publish. */
  exportCase(user: CurrentUser, matchId: string): Promise<MatchCase>;
}

export interface ReviewDependencies {
  readonly clock: Clock;
  readonly matching: MatchingService;
}

/** No organisation is named like this: a partner without one sees nothing. */
const NO_ORGANISATION = '-';

const scopeOf = (user: CurrentUser): string | undefined =>
  user.role === 'partner' ? user.organisationId ?? NO_ORGANISATION : undefined;

function causeOf(action: ReviewAction, role: CurrentUser['role']): string {
  if (action === 'withdraw-invitation') return 'invitation-withdrawn';
  return role === 'partner' ? 'partner-decision' : 'site-decision';
}

function changeOf(user: CurrentUser, match: Match, to: MatchState, decision: Decision, at: Date): MatchChange {
  const { action, reason = null, internalNote = null } = decision;
  const actor = { userId: user.id, label: user.name };
  return {
    state: to,
    entry: { at, actor, action, from: match.state, to, reason, internalNote: user.role === 'partner' ? null : internalNote, score: null },
    event: matchEvent(TRANSITIONS[action].event, match, { at, actor }, {
      action, reason, note: action === 'invite' ? reason : null, previousState: match.state, state: to, cause: causeOf(action, user.role),
    }),
  };
}

function checkDecision(user: CurrentUser, { action, reason }: Decision): void {
  if (!mayAct(action, user.role)) throw new ForbiddenError(message('match:refused.role', { role: user.role, action }));
  if (TRANSITIONS[action].reason === 'required' && reason === undefined) throw new ValidationError({ reason: message('match:refused.reason') });
}

export function createReview({ clock, matching }: ReviewDependencies): ReviewService {
  const matchFor = async (user: CurrentUser, matchId: string): Promise<Match> => {
    const match = await matching.match(matchId);
    const organisationId = scopeOf(user);
    if (organisationId !== undefined && match.organisationId !== organisationId) throw new NotFoundError(message('match:this.match'));
    return match;
  };
  const decide: ReviewService['decide'] = async (user, matchId, decision) => {
    const match = await matchFor(user, matchId);
    checkDecision(user, decision);
    const seen = decision.revision ?? match.revision;
    const to = targetState(decision.action, match);
    if (to === null || seen !== match.revision) return { kind: 'conflict', match, since: match.history.slice(seen) };
    const change = changeOf(user, match, to, decision, clock.now());
    const written = await matching.change(matchId, match.revision, change);
    const now = await matchFor(user, matchId);
    return written === 'written' ? { kind: 'done', match: now } : { kind: 'conflict', match: now, since: now.history.slice(seen) };
  };
  const insight = { matching, matchFor };
  return {
    ...whatIfService(insight), ...certaintyService(insight), ...severalService({ matchFor, decide }), ...stabilityService({ ...insight, clock }),
    ...boardService(matching), match: matchFor,
    queue: (user, query) => matching.list({ ...query, organisationId: scopeOf(user) ?? query.organisationId }),
    choices: (user) => matching.choices(scopeOf(user)),
    availability: (user) => matching.availability(scopeOf(user)),
    decide,
    async exportCase(user, matchId) {
      if (user.role === 'partner') throw new ForbiddenError(message('match:refused.case'), ['manager', 'verifier', 'admin']);
      return matching.exportCase(matchId);
    },
  };
}
