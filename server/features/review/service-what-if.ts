import {
  applyWhatIf, evaluateMatch, INVESTMENT_FACTOR, InvalidInputError, WHAT_IF_DESCRIPTIONS, whatWouldItTake, type MatchCase, type MatchEvaluation,
  type WhatIfChanges, type WhatIfField, type WhatItTakes,
} from '../../engineering/index.js';
import type { CurrentUser, Role } from '../../shared/current-user.js';
import { ForbiddenError, ValidationError } from '../../shared/errors.js';
import { message } from '../../shared/message.js';
import type { Match, MatchingService } from '../matching/index.js';
import { recent } from './recent.js';
import { changesAmong, mayChange, storedValues, type WhatIfValues } from './what-if-field.js';

export interface WhatIf {
  readonly match: Match;
  /** What the user may change, as stored. */
  readonly stored: WhatIfValues;
  /** What really differs from it. */
  readonly changes: WhatIfChanges;
  /** Null when nothing differs. */
  readonly evaluation: MatchEvaluation | null;
  /** The smallest single changes; empty when the stored match works and pays. */
  readonly itTakes: readonly WhatItTakes[];
}

export interface WhatIfService {
  /** Evaluates the stored case with other values; nothing is saved. Throws ForbiddenError, ValidationError. */
  whatIf(user: CurrentUser, matchId: string, values: WhatIfValues): Promise<WhatIf>;
}

export interface InsightDependencies {
  readonly matching: Pick<MatchingService, 'exportCase' | 'match' | 'marks'>;
  readonly matchFor: (user: CurrentUser, matchId: string) => Promise<Match>;
}

const KEPT = 100;
/** A match with this key has the same case. */
export const caseKey = (match: Match): string => `${match.id} ${match.revision} ${match.scoredAt.getTime()}`;

const LABELS = [...WHAT_IF_DESCRIPTIONS].sort((one, other) => other.field.length - one.field.length);
/** The library names fields by their path; people know them by their label. */
function inWords({ field, message }: InvalidInputError): string {
  const rule = message.startsWith(`${field} `) ? message.slice(field.length + 1) : message;
  const named = LABELS.reduce((text, { field: path, label }) => text.replaceAll(path, `"${label.toLowerCase()}"`), rule);
  return `${named.charAt(0).toUpperCase()}${named.slice(1)}.`;
}

function evaluateWith(matchCase: MatchCase, changes: WhatIfChanges): MatchEvaluation | null {
  if (Object.keys(changes).length === 0) return null;
  try {
    return evaluateMatch(applyWhatIf(matchCase, changes));
  } catch (error) {
    if (error instanceof InvalidInputError) throw new ValidationError({ [error.field]: message('review:whatIf.rule', { rule: inWords(error) }) });
    throw error;
  }
}

/** A sentence about a figure of the site would tell a partner that figure. */
const mayRead = ({ field }: WhatItTakes, role: Role): boolean => field === INVESTMENT_FACTOR || mayChange(field, role);

const isMissingSomething = ({ result }: Match): boolean => !result.feasible || result.economics.npvEur < 0;

export function whatIfService({ matching, matchFor }: InsightDependencies): WhatIfService {
  const kept = recent<readonly WhatItTakes[]>(KEPT);
  return {
    async whatIf(user, matchId, values) {
      const match = await matchFor(user, matchId);
      const forbidden = Object.keys(values).find((field) => !mayChange(field as WhatIfField, user.role));
      if (forbidden !== undefined) throw new ForbiddenError(message('review:whatIf.forbidden', { field: forbidden }));
      const matchCase = await matching.exportCase(match.id);
      const stored = storedValues(matchCase, user.role);
      const changes = changesAmong(values, stored);
      const itTakes = isMissingSomething(match) ? await kept.of(caseKey(match), () => Promise.resolve(whatWouldItTake(matchCase))) : [];
      return { match, stored, changes, evaluation: evaluateWith(matchCase, changes), itTakes: itTakes.filter((one) => mayRead(one, user.role)) };
    },
  };
}
