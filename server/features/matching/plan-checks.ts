import { ValidationError } from '../../shared/errors.js';
import type { MatchSummary } from './index.js';
import type { PlanRequest } from './plan.js';
import type { CurrentInputs } from './plan-inputs.js';

export const pinField = (matchId: string): string => `pin-${matchId}`;

/** Why nothing can be planned; null when something can. */
export function nothingToPlan({ buildings, demands }: { readonly buildings: number; readonly demands: number }, matches: number): string | null {
  if (buildings === 0) return 'The site has no published building, so there is no heat to plan with.';
  if (demands === 0) return 'No heat demand is submitted, so there is nobody to plan for.';
  return matches === 0
    ? 'No heat demand can be connected to any building of the site: without a feasible match there is nothing to choose from.' : null;
}

/** A demand is served by one building: two pins in for one demand cannot both hold. Names every field that takes part. */
function contradictingPins({ pins }: PlanRequest, matches: readonly MatchSummary[]): Record<string, string> {
  const errors: Record<string, string> = {};
  const known = new Map(matches.map((match) => [match.id, match]));
  for (const { matchId, demandId, pin } of pins) {
    if (!known.has(matchId)) errors[pinField(matchId)] = 'This match can no longer be connected, or its building or demand is gone.';
    const same = pins.filter((other) => other.demandId === demandId && other.pin === 'in');
    if (pin !== 'in' || same.length < 2) continue;
    const buildings = same.map((other) => known.get(other.matchId)?.buildingName ?? 'another building').join(' and ');
    errors[pinField(matchId)] = `${known.get(matchId)?.demandName ?? 'This demand'} is pinned in at ${buildings}; a demand is served by one building.`;
  }
  return errors;
}

/** Throws ValidationError, each message beside the answer it is about. */
export function checkRequest(request: PlanRequest, current: CurrentInputs, matches: readonly MatchSummary[]): void {
  const nothing = nothingToPlan({ buildings: current.buildings.length, demands: current.demands.length }, matches.length);
  if (nothing !== null) throw new ValidationError({ form: nothing });
  const { weights } = request;
  const noWeight = request.objective === 'mix' && weights.npv === 0 && weights.co2EurPerTonne === 0 && weights.heatEurPerMwh === 0;
  const errors = { ...contradictingPins(request, matches), ...(noWeight && { weightNpv: 'At least one of the three must count.' }) };
  if (Object.keys(errors).length > 0) throw new ValidationError(errors);
}
