import type { CurrentUser } from '../../shared/current-user.js';
import type { FieldErrors } from '../../shared/errors.js';
import { presentForm, type FieldDefinition, type FormValues } from '../../shared/field.js';
import type { Localised } from '../../shared/i18n.js';
import { message, type Message } from '../../shared/message.js';
import { paths, to } from '../../web/paths.js';
import type { Match } from '../matching/index.js';
import { SEVERAL_ACTIONS } from './schema-several.js';
import { actionsForSome, type SeveralOutcome } from './service-several.js';
import { mayAct, targetState, type ReviewAction } from './transitions.js';
import { stateLabel } from './wording.js';

interface Sent { readonly values: FormValues; readonly errors: FieldErrors }

const FIELDS: readonly FieldDefinition[] = [
  { name: 'reason', label: message('selection:decide.reason'), hint: message('selection:decide.reasonHint'), type: 'textarea', rows: 3 },
  { name: 'internalNote', label: message('match:field.internalNote'), hint: message('match:field.internalHint'), type: 'textarea', rows: 2 },
];

const choice = (actions: readonly ReviewAction[], matches: readonly Match[]): FieldDefinition => ({
  name: 'action', label: message('selection:decide.action'), type: 'radios', required: true,
  options: actions.map((action) => ({
    value: action, label: message('selection:decide.option', {
      action: message(`match:action.${action}`), count: matches.filter((match) => targetState(action, match) !== null).length,
    }),
  })),
});

/** One decision on what was ticked: which matches, which decisions exist for them, reason and note. */
export function presentSeveral({ t, number }: Localised, matches: readonly Match[], { role }: CurrentUser, page: { readonly back: string; readonly sent?: Sent }) {
  const actions = actionsForSome(matches, SEVERAL_ACTIONS.filter((action) => mayAct(action, role)));
  return {
    title: t('selection:decide.title', { count: matches.length }), back: page.back, action: paths.decideSeveral, none: actions.length === 0,
    form: presentForm([choice(actions, matches), ...FIELDS], page.sent?.values ?? { action: actions.length === 1 ? actions[0] : undefined }, page.sent?.errors),
    rows: matches.map((match) => ({
      seen: `${match.id}:${match.revision}`, href: to(paths.match, { matchId: match.id }), demand: match.demandName, organisation: match.organisationName,
      building: match.buildingName, state: stateLabel(t, match.state, role), tag: match.state, score: match.result.feasible ? number(match.score) : '–',
    })),
  };
}

const namesOf = (matches: readonly Match[]): string => matches.map(({ demandName, buildingName }) => `${demandName} (${buildingName})`).join(', ');

/** What became of it, said on the next page. */
export function severalWords(action: ReviewAction, { done, left }: SeveralOutcome): Message {
  const what = message(`match:action.${action}`);
  if (left.length === 0) return message('selection:done.all', { what, count: done.length });
  return message('selection:done.some', { what, count: done.length, left: namesOf(left) });
}
