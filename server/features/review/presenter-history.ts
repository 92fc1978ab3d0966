import type { CurrentUser } from '../../shared/current-user.js';
import { formatDateTime, formatNumber } from '../../shared/format.js';
import type { Localised } from '../../shared/i18n.js';
import type { MatchHistoryEntry } from '../matching/index.js';
import { REVIEW_ACTIONS, TRANSITIONS, type ReviewAction } from './transitions.js';
import { stateLabel } from './wording.js';

const isReviewAction = (action: string): action is ReviewAction => (REVIEW_ACTIONS as readonly string[]).includes(action);
const points = (score: number | null): string =>
  (score === null || score < 0 ? 'cannot be connected' : `${formatNumber(score, 1)} points`);

function systemSentence({ action, score }: MatchHistoryEntry): string {
  if (action === 'withdraw') return 'Withdrawn';
  if (action === 'return') return 'Back under review';
  if (score === null) return 'Calculated anew';
  return score.before === null ? `Calculated for the first time: ${points(score.after)}`
    : `Calculated anew: ${points(score.after)}, before ${points(score.before)}`;
}

function sentence(entry: MatchHistoryEntry, user: CurrentUser): string {
  if (!isReviewAction(entry.action)) return systemSentence(entry);
  const bySite = !TRANSITIONS[entry.action].roles.includes('partner');
  const who = user.role === 'partner' && bySite ? 'The data centre' : entry.actor.label;
  const undone = entry.action === 'undo' && user.role === 'partner';
  return `${who} ${undone ? 'took its last decision back' : TRANSITIONS[entry.action].done}`;
}

/** A partner reads what changed for the partner: what went on inside the site stays there. */
const concerns = ({ t }: Localised, entry: MatchHistoryEntry, { role }: CurrentUser): boolean => role !== 'partner'
  || entry.from === null || stateLabel(t, entry.from, role) !== stateLabel(t, entry.to, role);

export const presentEntry = ({ t }: Localised, entry: MatchHistoryEntry, user: CurrentUser) => ({
  text: sentence(entry, user), at: formatDateTime(entry.at), isoAt: entry.at.toISOString(), reason: entry.reason,
  internalNote: user.role === 'partner' ? null : entry.internalNote, state: stateLabel(t, entry.to, user.role),
});

/** Newest first. */
export const presentHistory = (localised: Localised, history: readonly MatchHistoryEntry[], user: CurrentUser) =>
  history.filter((entry) => concerns(localised, entry, user)).map((entry) => presentEntry(localised, entry, user)).reverse();
