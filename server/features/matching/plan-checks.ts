import { ValidationError } from '../../shared/errors.js';
import { message, type Message, type Said } from '../../shared/message.js';
import type { MatchSummary } from './index.js';
import type { PlanRequest } from './plan.js';
import type { CurrentInputs } from './plan-inputs.js';

export const pinField = (matchId: string): string => `pin-${matchId}`;

/** Why nothing can be planned; null when something can. */
export function nothingToPlan({ buildings, demands }: { readonly buildings: number; readonly demands: number }, matches: number): Message | null {
  if (buildings === 0) return message('matching:nothing.noBuilding');
  if (demands === 0) return message('matching:nothing.noDemand');
  return matches === 0 ? message('matching:nothing.noMatch') : null;
}

const both = (one: Said, other: Said): Message => message('matching:check.and', { one, other });

/** A demand is served by one building: two pins in for one demand cannot both hold. Names every field that takes part. */
function contradictingPins({ pins }: PlanRequest, matches: readonly MatchSummary[]): Record<string, Message> {
  const errors: Record<string, Message> = {};
  const known = new Map(matches.map((match) => [match.id, match]));
  for (const { matchId, demandId, pin } of pins) {
    if (!known.has(matchId)) errors[pinField(matchId)] = message('matching:check.pinGone');
    const same = pins.filter((other) => other.demandId === demandId && other.pin === 'in');
    if (pin !== 'in' || same.length < 2) continue;
    const buildings = same.map((other): Said => known.get(other.matchId)?.buildingName ?? message('matching:check.anotherBuilding')).reduce(both);
    errors[pinField(matchId)] = message('matching:check.pinTwice', { demand: known.get(matchId)?.demandName ?? message('matching:check.thisDemand'), buildings });
  }
  return errors;
}

/** Throws ValidationError, each message beside the answer it is about. */
export function checkRequest(request: PlanRequest, current: CurrentInputs, matches: readonly MatchSummary[]): void {
  const nothing = nothingToPlan({ buildings: current.buildings.length, demands: current.demands.length }, matches.length);
  if (nothing !== null) throw new ValidationError({ form: nothing });
  const { weights } = request;
  const noWeight = request.objective === 'mix' && weights.npv === 0 && weights.co2EurPerTonne === 0 && weights.heatEurPerMwh === 0;
  const errors = { ...contradictingPins(request, matches), ...(noWeight && { weightNpv: message('matching:check.weights') }) };
  if (Object.keys(errors).length > 0) throw new ValidationError(errors);
}
