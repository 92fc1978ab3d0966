import { findUse } from '../../engineering/index.js';
import type { Role } from '../../shared/current-user.js';
import type { Localised } from '../../shared/i18n.js';
import type { MatchState } from '../matching/index.js';

/** A partner need not know what is on whose list: until there is something to answer, the match is under review. */
export const stateLabel = (t: Localised['t'], state: MatchState, role: Role): string =>
  t(role === 'partner' ? `queue:statePartner.${state}` : `desk:state.${state}`);
/** The tag's colour must not tell a partner what its words do not. */
export const stateTag = (state: MatchState, role: Role): MatchState =>
  (role === 'partner' && state === 'shortlisted' ? 'proposed' : state);

/** A use that the catalogue knows no longer is named by its key. */
export const useLabel = (t: Localised['t'], use: string): string => (findUse(use) === undefined ? use : t(`demand:use.${use}`));
export const kilometres = ({ number }: Localised, lengthM: number): string => number(lengthM / 1000, lengthM < 10_000 ? 1 : 0);
const SHORT_M = 100;
/** "0.8 km", and "10 m" where kilometres would say nothing. */
export const routeWords = (localised: Localised, lengthM: number): string =>
  (lengthM < SHORT_M ? localised.unit(lengthM, 'm') : `${kilometres(localised, lengthM)} km`);
export const NONE = '–';

/** At most so many decimals, fewer where the number needs no more. */
export function few({ number }: Localised, value: number, most: number): string {
  // Adding 0 turns -0 into 0.
  const rounded = Number(value.toFixed(most)) + 0;
  return number(rounded, String(rounded).split('.')[1]?.length ?? 0);
}
