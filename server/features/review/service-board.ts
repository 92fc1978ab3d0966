import type { CurrentUser } from '../../shared/current-user.js';
import type { MatchPage, MatchQuery, MatchState } from '../matching/index.js';

/** From a proposal to an agreement; declined ones last. What is withdrawn has left the board. */
export const BOARD_STATES = ['proposed', 'shortlisted', 'invited', 'interested', 'agreed', 'declined'] as const satisfies readonly MatchState[];

export interface BoardColumn extends MatchPage {
  readonly state: (typeof BOARD_STATES)[number];
}

export interface BoardService {
  /** The matches by state, best first; a column shows its best and says how many there are. */
  board(user: CurrentUser): Promise<readonly BoardColumn[]>;
}

const SHOWN = 10;

/** A proposal that cannot be connected is nothing to decide on; whatever was decided on stays visible. */
const queryOf = (state: MatchState): MatchQuery =>
  ({ states: [state], ...(state === 'proposed' && { feasible: true }), sort: 'score', descending: true, limit: SHOWN });

export const boardService = (queue: (user: CurrentUser, query: MatchQuery) => Promise<MatchPage>): BoardService => ({
  board: (user) => Promise.all(BOARD_STATES.map(async (state) => ({ state, ...await queue(user, queryOf(state)) }))),
});
