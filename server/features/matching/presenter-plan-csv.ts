import { toCsv } from '../../shared/csv.js';
import type { Plan } from './plan.js';
import type { Planned } from './presenter-plan-parts.js';

export function planMatchesCsv({ result, inputs }: Planned): string {
  const demands = new Map(inputs.demands.map((demand) => [demand.label, demand]));
  return toCsv([
    'demand', 'organisation', 'use', 'building', 'connection', 'capacityKw', 'dn', 'parallelPairs', 'cop', 'startDate', 'investmentEur', 'npvEur',
    'avoidedTonnes', 'reusedMwh', 'deliveredMwh', 'deliveredMwhPerYear', 'coverage', 'curtailedShare',
  ], result.connections.map((each) => {
    const demand = demands.get(each.demandName);
    return [
      each.demandName, demand?.organisationName, demand?.use, each.sourceName, each.connection, each.capacityKw, each.dn, each.parallelPairs, each.cop,
      each.startDate, each.investmentEur, each.npvEur, each.avoidedTonnes, each.reusedMwh, each.deliveredMwh, each.deliveredMwhPerYear, each.coverage,
      each.curtailedShare,
    ];
  }));
}

export const frontCsv = ({ front }: Plan): string => toCsv(
  ['point', 'npvEur', 'avoidedTonnes', 'reusedMwh', 'investmentEur', 'partners', 'eurPerTonne', 'gap', 'proven'],
  (front?.points ?? []).map((point, index) => [
    index + 1, point.npvEur, point.avoidedTonnes, point.reusedMwh, point.investmentEur, point.partners, point.eurPerTonne, point.gap, point.proven,
  ]),
);

export const roadmapCsv = ({ result }: Planned): string => toCsv([
  'year', 'commissioned', 'starting', 'investmentEur', 'partnersServed', 'offeredMwh', 'reusedMwh', 'deliveredMwh', 'avoidedTonnes', 'cashFlowEur', 'erf',
  ...result.buildings.map(({ sourceName }) => `reusedMwh ${sourceName}`),
], result.roadmap.map((year) => [
  year.year, year.commissioned.join('; '), year.starting.join('; '), year.investmentEur, year.partnersServed, year.offeredMwh, year.reusedMwh,
  year.deliveredMwh, year.avoidedTonnes, year.cashFlowEur, year.erf, ...year.reusedMwhByBuilding,
]));

export const leftOutCsv = ({ leftOut }: Plan): string => toCsv(
  ['demand', 'reason', 'building', 'aloneValue', 'lostValue', 'obstacles'],
  (leftOut ?? []).map((each) => [each.demandName, each.reason, each.sourceName, each.aloneValue, each.lostValue, each.obstacles.join('; ')]),
);

/** What `heatmatch allocate` prints for the same cases, with the front where it is done. */
export const planJson = ({ result, certainty, leftOut, pins, front, inputs }: Planned): object => ({
  modelVersion: inputs.modelVersion, ...result, certainty, leftOut, pins, ...(front && { pareto: { plansSought: front.plansSought, points: front.points } }),
});
