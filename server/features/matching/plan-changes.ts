import { MODEL_VERSION } from '../../engineering/index.js';
import { message, type Message } from '../../shared/message.js';
import type { PlanChanges, PlanInputs } from './plan.js';
import type { CurrentInputs } from './plan-inputs.js';

type Versions = ReadonlyMap<string, number>;

/** What was added, taken away or changed among things that are kept in versions. */
function differences(before: Versions, now: Versions, kind: 'building' | 'demand'): Message[] {
  const count = (ids: Iterable<string>, is: (id: string) => boolean): number => [...ids].filter(is).length;
  const counts = {
    added: count(now.keys(), (id) => !before.has(id)),
    gone: count(before.keys(), (id) => !now.has(id)),
    changed: count(now.keys(), (id) => before.has(id) && before.get(id) !== now.get(id)),
  };
  return Object.entries(counts).filter(([, many]) => many > 0).map(([what, many]) => message(`matching:changes.${kind}.${what}`, { count: many }));
}

export function planChanges(inputs: PlanInputs, { site, buildings, demands }: CurrentInputs): PlanChanges {
  return {
    words: [
      ...(inputs.modelVersion === MODEL_VERSION ? [] : [message('matching:changes.model', { now: MODEL_VERSION, before: inputs.modelVersion })]),
      ...(inputs.siteVersion === site.version ? [] : [message('matching:changes.site')]),
      ...differences(new Map(inputs.buildings.map(({ buildingId, version }) => [buildingId, version])),
        new Map(buildings.map(({ buildingId, version }) => [buildingId, version])), 'building'),
      ...differences(new Map(inputs.demands.map(({ demandId, version }) => [demandId, version])),
        new Map(demands.map(({ demandId, version }) => [demandId, version])), 'demand'),
    ],
  };
}
