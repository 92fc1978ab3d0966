import type { CurrentUser } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FieldDefinition, type FormValues, type FormView } from '../../shared/field.js';
import { paths, to } from '../../web/paths.js';
import type { Match } from '../matching/index.js';
import { availableActions, TRANSITIONS, undoableDecision, type ReviewAction } from './transitions.js';

/** A decision that came back: which one, what was typed, what was wrong. */
export interface RejectedDecision {
  readonly action: string;
  readonly values: FormValues;
  readonly errors: FieldErrors;
}

const REASON_LABELS: Readonly<Partial<Record<ReviewAction, string>>> = {
  invite: 'Note to the partner', interested: 'Note to the data centre', agree: 'What was agreed',
};

function fieldsOf(action: ReviewAction, partner: boolean): readonly FieldDefinition[] {
  const required = TRANSITIONS[action].reason === 'required';
  const reason: FieldDefinition = {
    name: 'reason', label: REASON_LABELS[action] ?? 'Reason', type: 'textarea', rows: 3, required,
    hint: partner ? 'The facility managers read this.' : 'The partner reads this here, and in the mail if one goes out.',
  };
  const internalNote: FieldDefinition = {
    name: 'internalNote', label: 'Internal note', type: 'textarea', rows: 2, hint: 'Stays with facility managers, verifiers and admins.',
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

function presentAction(action: ReviewAction, match: Match, user: CurrentUser, rejected: RejectedDecision | undefined) {
  const { label, reason } = TRANSITIONS[action];
  const mine = rejected?.action === action ? rejected : undefined;
  const undone = action === 'undo' ? undoableDecision(match)?.action : undefined;
  const undoneLabel = undone === undefined ? '' : `: ${TRANSITIONS[undone as ReviewAction].label.toLowerCase()}`;
  return {
    action, label: `${label}${undoneLabel}`, asks: reason !== 'none', open: mine !== undefined,
    danger: action === 'decline' || action === 'not-now', quiet: action === 'undo' || action === 'reopen',
    form: withOwnIds(presentForm(fieldsOf(action, user.role === 'partner'), mine?.values, mine?.errors), action),
  };
}

/** The decision is none that this page offers: its errors belong to no field of it. */
const otherErrors = ({ errors }: RejectedDecision) => Object.values(errors).map((message) => ({ href: '#decide', message }));

/** What this user may do with this match now. */
export function presentActions(match: Match, user: CurrentUser, rejected?: RejectedDecision) {
  const actions = availableActions(match, user).map((action) => presentAction(action, match, user, rejected));
  const refusedAction = rejected !== undefined && !actions.some(({ action }) => action === rejected.action);
  return {
    href: to(paths.matchTransitions, { matchId: match.id }), revision: match.revision,
    direct: actions.filter(({ asks }) => !asks), asking: actions.filter(({ asks }) => asks), any: actions.length > 0,
    errors: refusedAction ? otherErrors(rejected) : actions.flatMap(({ form }) => form.errors),
  };
}
