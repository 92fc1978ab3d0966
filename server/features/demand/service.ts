import type { DemandDependencies, DemandService } from './index.js';

export function createDemand(dependencies: DemandDependencies): DemandService {
  throw new Error(`demand is being written (${Object.keys(dependencies).length})`);
}
