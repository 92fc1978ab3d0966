/** Why there is no plan, as far as it can be said in the reader's language. */
import { message, type Said } from '../../shared/message.js';
import type { PlanRefusal } from './plan.js';

const BELOW_THE_PINS = /^The budget must be at least (\d+) EUR, what the matches pinned in cost, not (.+)\.$/;

function said(reason: string): Said {
  const [, least, asked] = BELOW_THE_PINS.exec(reason) ?? [];
  return least === undefined || asked === undefined ? reason : message('matching:none.budget', { least, asked });
}

/** What only the model says stays a text, in its English. */
export function refusalReasons({ status, reasons }: PlanRefusal): readonly Said[] {
  return status === 'rules-contradict' || status === 'no-plan-in-time' ? [message(`matching:none.reason.${status}`)] : reasons.map(said);
}
