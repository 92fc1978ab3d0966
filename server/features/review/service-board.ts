import type { CurrentUser } from '../../shared/current-user.js';
import { ForbiddenError } from '../../shared/errors.js';
import type { MatchingService, MatchPage, MatchStanding, MatchState } from '../matching/index.js';

/** From a proposal to an agreement; declined ones last. What is withdrawn has left the board. */
export const BOARD_STATES = ['proposed', 'shortlisted', 'invited', 'interested', 'agreed', 'declined'] as const satisfies readonly MatchState[];

export interface StateColumn<State extends MatchState> extends MatchPage {
  readonly state: State;
}
export type BoardColumn = StateColumn<(typeof BOARD_STATES)[number]>;

export interface BoardService {
  /** The matches by state, best first; a column shows its best and says how many there are. For the site's own people. */
  board(user: CurrentUser): Promise<readonly BoardColumn[]>;
}

const SHOWN = 10;

/** A proposal that cannot be connected is nothing to decide on; whatever was decided on stays visible. */
const concerns = ({ state, score }: MatchStanding): boolean => state !== 'proposed' || score >= 0;

/** The best few of each state out of standings that are ranked; one read for all of them. */
export async function byState<State extends MatchState>(
  states: readonly State[], standings: readonly MatchStanding[], shown: number, matching: Pick<MatchingService, 'summaries'>,
): Promise<readonly StateColumn<State>[]> {
  const ofState = states.map((state) => ({ state, ids: standings.filter((one) => one.state === state && concerns(one)).map(({ id }) => id) }));
  const summaries = new Map((await matching.summaries(ofState.flatMap(({ ids }) => ids.slice(0, shown)))).map((match) => [match.id, match]));
  return ofState.map(({ state, ids }) => ({ state, total: ids.length, matches: ids.slice(0, shown).flatMap((id) => summaries.get(id) ?? []) }));
}

export const boardService = (matching: Pick<MatchingService, 'standings' | 'summaries'>): BoardService => ({
  async board({ role }) {
    if (role === 'partner') throw new ForbiddenError();
    return byState(BOARD_STATES, await matching.standings(BOARD_STATES), SHOWN, matching);
  },
});
