import { MODEL_VERSION } from '../../engineering/index.js';
import type { PlanChanges, PlanInputs } from './plan.js';
import type { CurrentInputs } from './plan-inputs.js';

type Versions = ReadonlyMap<string, number>;

const plural = (count: number, one: string, many: string): string => (count === 1 ? `1 ${one}` : `${count} ${many}`);

/** What was added, taken away or changed among things that are kept in versions. */
function differences(before: Versions, now: Versions, one: string, many: string): string[] {
  const count = (ids: Iterable<string>, is: (id: string) => boolean): number => [...ids].filter(is).length;
  const added = count(now.keys(), (id) => !before.has(id));
  const gone = count(before.keys(), (id) => !now.has(id));
  const changed = count(now.keys(), (id) => before.has(id) && before.get(id) !== now.get(id));
  return [
    ...(added > 0 ? [`${plural(added, one, many)} added`] : []),
    ...(gone > 0 ? [`${plural(gone, one, many)} no longer there`] : []),
    ...(changed > 0 ? [`${plural(changed, one, many)} changed`] : []),
  ];
}

export function planChanges(inputs: PlanInputs, { site, buildings, demands }: CurrentInputs): PlanChanges {
  return {
    words: [
      ...(inputs.modelVersion === MODEL_VERSION ? [] : [`the model is version ${MODEL_VERSION} now, not ${inputs.modelVersion}`]),
      ...(inputs.siteVersion === site.version ? [] : ['the site changed']),
      ...differences(new Map(inputs.buildings.map(({ buildingId, version }) => [buildingId, version])),
        new Map(buildings.map(({ buildingId, version }) => [buildingId, version])), 'building', 'buildings'),
      ...differences(new Map(inputs.demands.map(({ demandId, version }) => [demandId, version])),
        new Map(demands.map(({ demandId, version }) => [demandId, version])), 'heat demand', 'heat demands'),
    ],
  };
}
