import type { CurrentUser } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FieldDefinition, type FormValues, type FormView } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { message } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import type { Match } from '../matching/index.js';
import { availableActions, TRANSITIONS, undoableDecision, type ReviewAction } from './transitions.js';

/** A decision that came back: which one, what was typed, what was wrong. */
export interface RejectedDecision {
  readonly action: string;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

const OWN_REASON_LABELS: readonly ReviewAction[] = ['invite', 'interested', 'agree'];

function fieldsOf(action: ReviewAction, partner: boolean): readonly FieldDefinition[] {
  const required = TRANSITIONS[action].reason === 'required';
  const reason: FieldDefinition = {
    name: 'reason', label: message(OWN_REASON_LABELS.includes(action) ? `match:field.${action}` : 'match:field.reason'), type: 'textarea', rows: 3, required,
    hint: message(partner ? 'match:field.partnerHint' : 'match:field.siteHint'),
  };
  const internalNote: FieldDefinition = {
    name: 'internalNote', label: message('match:field.internalNote'), type: 'textarea', rows: 2, hint: message('match:field.internalHint'),
  };
  return partner ? [reason] : [reason, internalNote];
}

/** Several forms stand on one page: each field's id carries its form's name. */
function withOwnIds(form: FormView, prefix: string): FormView {
  const own = form.list.map((field) => ({
    ...field, id: `${prefix}-${field.id}`,
    describedBy: field.describedBy?.split(' ').map((id) => `${prefix}-${id}`).join(' '),
  }));
  return {
    fields: Object.fromEntries(own.map((field) => [field.name, field])), list: own,
    errors: form.errors.map((error) => ({ ...error, href: error.href.replace('#', `#${prefix}-`) })),
  };
}

/** An undo says what it takes back. */
function labelOf({ t }: Localised, action: ReviewAction, match: Match): string {
  const label = t(`match:action.${action}`);
  const undone = action === 'undo' ? undoableDecision(match)?.action : undefined;
  return undone === undefined ? label : t('match:undoes', { undo: label, action: t(`match:action.${undone}`).toLowerCase() });
}

function presentAction(localised: Localised, action: ReviewAction, match: Match, user: CurrentUser, rejected: RejectedDecision | undefined) {
  const { reason } = TRANSITIONS[action];
  const mine = rejected?.action === action ? rejected : undefined;
  return {
    action, label: labelOf(localised, action, match), asks: reason !== 'none', open: mine !== undefined,
    danger: action === 'decline' || action === 'not-now', quiet: action === 'undo' || action === 'reopen',
    form: withOwnIds(presentForm(fieldsOf(action, user.role === 'partner'), mine?.values, mine?.errors), action),
  };
}

/** The decision is none that this page offers: its errors belong to no field of it. */
const otherErrors = ({ errors }: RejectedDecision) => Object.values(errors).map((message) => ({ href: '#decide', message }));

/** What this user may do with this match now. */
export function presentActions(localised: Localised, match: Match, user: CurrentUser, rejected?: RejectedDecision) {
  const actions = availableActions(match, user).map((action) => presentAction(localised, action, match, user, rejected));
  const refusedAction = rejected !== undefined && !actions.some(({ action }) => action === rejected.action);
  return {
    href: to(paths.matchTransitions, { matchId: match.id }), revision: match.revision,
    direct: actions.filter(({ asks }) => !asks), asking: actions.filter(({ asks }) => asks), any: actions.length > 0,
    errors: refusedAction ? otherErrors(rejected) : actions.flatMap(({ form }) => form.errors),
  };
}
