import type { CurrentUser } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import { paths, to } from '../../web/paths.js';
import type { MatchSummary } from '../matching/index.js';
import type { BoardColumn } from './service-board.js';
import { availableActions, mayAct, TRANSITIONS, type ReviewAction } from './transitions.js';
import { NONE } from './wording.js';

const cardId = ({ id }: MatchSummary): string => `match-${id}`;
const listHref = (state: BoardColumn['state']): string => `${paths.matches}?state=${state}${state === 'proposed' ? '&feasible=yes' : ''}`;

/** A decision that asks for a reason is made where there is room for it. */
function presentMove({ t }: Localised, action: ReviewAction, match: MatchSummary) {
  const asks = TRANSITIONS[action].reason === 'required';
  const label = t(`desk:move.${action}`);
  return {
    action, label, spoken: t('desk:board.spoken', { move: label, demand: match.demandName, building: match.buildingName }),
    href: asks ? `${to(paths.match, { matchId: match.id })}#decide` : null,
  };
}

/** The list knows no history: what could be undone is on the match's own page. */
function presentCard(localised: Localised, match: MatchSummary, user: CurrentUser) {
  const { number, unit } = localised;
  const { result } = match;
  const moves = availableActions({ state: match.state, history: [] }, user).map((action) => presentMove(localised, action, match));
  return {
    id: cardId(match), href: to(paths.match, { matchId: match.id }), demandName: match.demandName, organisationName: match.organisationName,
    buildingName: match.buildingName, example: match.example, revision: match.revision, transitions: to(paths.matchTransitions, { matchId: match.id }),
    score: result.feasible ? number(match.score) : NONE, delivered: result.feasible ? unit(result.annual.deliveredMwh, 'MWh') : NONE,
    moves: [...moves.filter(({ href }) => href === null), ...moves.filter(({ href }) => href !== null)],
    back: `${paths.board}#${cardId(match)}`,
  };
}

function presentColumn(localised: Localised, { state, matches, total }: BoardColumn, user: CurrentUser) {
  const { t, number } = localised;
  return {
    state, title: t(`desk:state.${state}`), count: number(total), cards: matches.map((match) => presentCard(localised, match, user)),
    more: total > matches.length ? { href: listHref(state), text: t('desk:board.more', { count: total, state: t(`desk:state.${state}`) }) } : null,
  };
}

export function presentBoard(localised: Localised, columns: readonly BoardColumn[], user: CurrentUser) {
  const { t } = localised;
  return {
    title: t('desk:board.title'), lead: t(mayAct('shortlist', user.role) ? 'desk:board.lead' : 'desk:board.leadReader'),
    isEmpty: columns.every(({ total }) => total === 0), columns: columns.map((column) => presentColumn(localised, column, user)),
    deskHref: paths.desk, matchesHref: paths.matches,
  };
}
