import type { CurrentUser } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import type { MatchHistoryEntry } from '../matching/index.js';
import { REVIEW_ACTIONS, TRANSITIONS, type ReviewAction } from './transitions.js';
import { stateLabel } from './wording.js';

const isReviewAction = (action: string): action is ReviewAction => (REVIEW_ACTIONS as readonly string[]).includes(action);
const points = ({ t, number }: Localised, score: number | null): string =>
  (score === null || score < 0 ? t('match:history.noWay') : t('match:history.points', { points: number(score, 1) }));

function systemSentence(localised: Localised, { action, score }: MatchHistoryEntry): string {
  const { t } = localised;
  if (action === 'withdraw' || action === 'return') return t(`match:history.${action}`);
  if (score === null) return t('match:history.anew');
  return score.before === null ? t('match:history.first', { points: points(localised, score.after) })
    : t('match:history.changed', { after: points(localised, score.after), before: points(localised, score.before) });
}

function sentence(localised: Localised, entry: MatchHistoryEntry, user: CurrentUser): string {
  const { t } = localised;
  if (!isReviewAction(entry.action)) return systemSentence(localised, entry);
  const bySite = !TRANSITIONS[entry.action].roles.includes('partner');
  const who = user.role === 'partner' && bySite ? t('match:history.dataCentre') : entry.actor.label;
  return entry.action === 'undo' && user.role === 'partner' ? t('match:history.tookBack', { who }) : t(`desk:done.${entry.action}`, { who });
}

/** A partner reads what changed for the partner: what went on inside the site stays there. */
const concerns = ({ t }: Localised, entry: MatchHistoryEntry, { role }: CurrentUser): boolean => role !== 'partner'
  || entry.from === null || stateLabel(t, entry.from, role) !== stateLabel(t, entry.to, role);

export const presentEntry = (localised: Localised, entry: MatchHistoryEntry, user: CurrentUser) => ({
  text: sentence(localised, entry, user), at: localised.dateTime(entry.at), isoAt: entry.at.toISOString(), reason: entry.reason,
  internalNote: user.role === 'partner' ? null : entry.internalNote, state: stateLabel(localised.t, entry.to, user.role),
});

/** Newest first. */
export const presentHistory = (localised: Localised, history: readonly MatchHistoryEntry[], user: CurrentUser) =>
  history.filter((entry) => concerns(localised, entry, user)).map((entry) => presentEntry(localised, entry, user)).reverse();
