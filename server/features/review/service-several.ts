import type { CurrentUser } from '../../shared/current-user.js';
import type { Match } from '../matching/index.js';
import type { Decision, DecisionOutcome } from './service.js';
import { targetState, type ReviewAction } from './transitions.js';

/** Each at the revision its reader saw. */
export interface SeenMatch {
  readonly id: string;
  readonly revision: number;
}

export interface SeveralOutcome {
  readonly done: readonly Match[];
  /** Somebody was faster, or the decision does not exist where the match stands. */
  readonly left: readonly Match[];
}

export interface SeveralService {
  /** One decision on several matches, one after the other; each stands by itself. Throws like `decide` before the first is written. */
  decideSeveral(user: CurrentUser, seen: readonly SeenMatch[], decision: Omit<Decision, 'revision'>): Promise<SeveralOutcome>;
}

interface Parts {
  readonly matchFor: (user: CurrentUser, matchId: string) => Promise<Match>;
  readonly decide: (user: CurrentUser, matchId: string, decision: Decision) => Promise<DecisionOutcome>;
}

/** Which of the decisions exist for at least one of these matches. */
export const actionsForSome = (matches: readonly Match[], actions: readonly ReviewAction[]): readonly ReviewAction[] =>
  actions.filter((action) => matches.some((match) => targetState(action, match) !== null));

export function severalService({ matchFor, decide }: Parts): SeveralService {
  return {
    async decideSeveral(user, seen, decision) {
      // All of them may be read before the first is decided: an id that is nobody's business stops everything.
      for (const { id } of seen) await matchFor(user, id);
      const done: Match[] = [];
      const left: Match[] = [];
      for (const { id, revision } of seen) {
        const outcome = await decide(user, id, { ...decision, revision });
        (outcome.kind === 'done' ? done : left).push(outcome.match);
      }
      return { done, left };
    },
  };
}
