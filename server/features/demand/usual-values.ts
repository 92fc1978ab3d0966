import { findUse } from '../../engineering/index.js';
import type { DemandAnswers } from './answers.js';
import { sourceOfFuel } from './heat-sources.js';

/** What is usual for a use: a starting point that the partner corrects. An unknown use gives nothing. */
export function usualAnswers(useKey: string | undefined): DemandAnswers {
  const use = findUse(useKey);
  if (use === undefined) return {};
  return {
    use: use.key, flowTemperatureC: use.flowTemperatureC, returnTemperatureC: use.returnTemperatureC,
    profileKind: 'archetype', archetype: use.archetype, heatSource: sourceOfFuel(use.alternativeFuel),
  };
}
